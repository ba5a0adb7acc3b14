// Calls that wait for this guard. A challenge may be put aside to walk there; it stays in sight until it is answered.
import { epoch } from '#core/contracts/instant.ts'
import type { Call } from '#core/contracts/call.ts'
import { store, stored } from '#lib/stored.ts'
import { held } from './held.svelte.ts'
import { today } from './today.svelte.ts'

const key = 'calls-aside'
let aside = $state.raw<readonly string[]>((stored(key) ?? '').split(' '))

/** Whether the phone has answered it, even if nobody has heard that yet. */
const isAnswered = ({ id, type, checkpoint, at }: Call): boolean =>
  type === 'challenge'
    ? checkpoint !== null && today.tappedSince(checkpoint, epoch(at))
    : [...held.waiting, ...held.receipts].some((deed) => deed.kind === 'answer' && deed.id === id)

const open = $derived(
  (held.sheet?.calls ?? []).filter(
    (call) => (call.state === 'waiting' || call.state === 'unanswered') && !isAnswered(call),
  ),
)

export const calls = {
  /** The one that stands in front of everything; null when none does. */
  get front(): Call | null {
    return open.find(({ id }) => !aside.includes(id)) ?? null
  },
  /** Challenges on the way to which the guard is. */
  get aside(): Call[] {
    return open.filter(({ id }) => aside.includes(id))
  },
  putAside(id: string): void {
    aside = [...aside.slice(-9), id]
    store(key, aside.join(' '))
  },
}
