// Who is signed in on this screen, and what that person may do. Buttons are shown by `session.may`; the server decides.
import type { Session } from '#core/contracts/user.ts'
import type { Permission } from '#core/domain/permission.ts'
import { call, type Answer } from './api.ts'
import { locale } from './locale.svelte.ts'

let current = $state<Session | null>(null)
/** `unknown` until the server was asked; `unreachable` when it did not answer. */
let state = $state<'unknown' | 'in' | 'out' | 'unreachable'>('unknown')

export const session = {
  get current(): Session | null {
    return current
  },
  get state() {
    return state
  },
  /** Whether the person's role has a permission. */
  may: (permission: Permission): boolean => current?.permissions.includes(permission) ?? false,
  /** Asks the server who we are. */
  async ask(): Promise<void> {
    const answer = await call('GET /session')
    if (!answer.ok && answer.problem.status === 0) state = 'unreachable'
    else took(answer)
  },
  signIn: async (username: string, password: string) =>
    took(await call('POST /session', { body: { username, password } })),
  /** Signs in as a demo role, without a password; only in a demo on this very machine. */
  signInDemo: async (username: string) => took(await call('POST /session/demo', { body: { username } })),
  async signOut(): Promise<void> {
    await call('DELETE /session')
    session.forget()
  },
  /** Takes a session that a call answered (set-up, a changed language). */
  took,
  /** The server no longer knows us. */
  forget(): void {
    current = null
    state = 'out'
  },
}

function took(answer: Answer<Session>): Answer<Session> {
  current = answer.ok ? answer.data : null
  state = answer.ok ? 'in' : 'out'
  if (answer.ok) void locale.follow(answer.data.user.locale)
  return answer
}
