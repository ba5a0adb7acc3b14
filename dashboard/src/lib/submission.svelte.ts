// What becomes of a form once it is sent: busy, refused with the fault at its field, overtaken by somebody else's change,
// saved. One form, one submission; the form holds the draft and says how it is sent.
import { tick } from 'svelte'
import type { Fault } from '#core/contracts/refusal.ts'
import type { Answer, Page, Problem } from './api.ts'
import { t } from './locale.svelte.ts'
import { toast } from './toast.svelte.ts'

type Plan<T> = {
  /** Sends the draft; `over`: whatever somebody else saved meanwhile. */
  send: (over: boolean) => Promise<Answer<T>>
  saved: (document: T) => void
  /** Said when it is saved; null says nothing, because the page does. */
  words?: ((document: T) => string) | null
  /** What is lost when the form is left; without it leaving is never asked about. */
  draft?: () => unknown
  /** What only the form can see is missing. */
  faults?: () => Fault[]
  /** The document as it stands now and what to do with it, when somebody saved it meanwhile. */
  latest?: { ask: () => Promise<Answer<T>>; take: (document: T) => void }
}

export type Submission = {
  readonly busy: boolean
  readonly problem: Problem | null
  /** Somebody saved it meanwhile, and the person has to choose. */
  readonly isStale: boolean
  readonly isDirty: boolean
  /** What is wrong with a field, by the start of its path; empty when nothing is. */
  readonly fault: (path: string) => string
  /** Faults that no field has shown. */
  readonly homeless: () => Fault[]
  /** For the form's `submit` event. */
  readonly submit: (event: SubmitEvent) => void
  /** Sends it whatever somebody else saved. */
  readonly over: () => void
  /** Drops the draft for the newest document. */
  readonly load: () => void
}

/** Of a form being set up. */
export function submission<T>(plan: Plan<T>): Submission {
  let busy = $state(false)
  let problem = $state.raw<Problem | null>(null)
  const shown: string[] = []
  const held = () => JSON.stringify(plan.draft?.())
  let kept = $state(held())

  async function send(over: boolean, form?: HTMLFormElement): Promise<void> {
    const faults = plan.faults?.() ?? []
    const answer = faults.length > 0 ? refused(faults) : await waited(plan.send(over))
    problem = answer.ok ? null : answer.problem
    if (answer.ok) return done(answer.data)
    await tick()
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }
  async function waited<D>(answer: Promise<Answer<D>>): Promise<Answer<D>> {
    busy = true
    const got = await answer
    busy = false
    return got
  }
  function done(document: T): void {
    kept = held()
    if (plan.words !== null) toast.done(plan.words?.(document) ?? t('page.saved'))
    plan.saved(document)
  }
  async function load(): Promise<void> {
    if (!plan.latest) return
    const answer = await waited(plan.latest.ask())
    problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    plan.latest.take(answer.data)
    kept = held()
  }
  return {
    get busy() {
      return busy
    },
    get problem() {
      return problem
    },
    get isStale() {
      return problem?.code === 'stale_version' && plan.latest !== undefined
    },
    get isDirty() {
      return held() !== kept
    },
    fault: (path) => {
      if (!shown.includes(path)) shown.push(path)
      return problem?.errors.find((fault) => isAt(fault, path))?.detail ?? ''
    },
    homeless: () => (problem?.errors ?? []).filter((fault) => !shown.some((path) => isAt(fault, path))),
    submit: (event) => {
      event.preventDefault()
      if (!busy) void send(false, event.currentTarget as HTMLFormElement)
    },
    over: () => void send(true),
    load: () => void load(),
  }
}

const isAt = ({ path }: Fault, start: string): boolean => path === start || path.startsWith(`${start}.`)

const refused = (errors: Fault[]): Answer<never> => ({
  ok: false,
  problem: { status: 422, code: 'invalid', detail: t('refusal.invalid'), errors },
})

/** Something that the form itself found missing. */
export const missing = (path: string): Fault => ({ path, code: 'required', detail: t('fault.required') })

/** The one document meant, out of a list that is short enough to be read whole. */
export async function oneOf<T>(page: Promise<Answer<Page<T>>>, isMeant: (one: T) => boolean): Promise<Answer<T>> {
  const answer = await page
  if (!answer.ok) return answer
  const found = answer.data.items.find(isMeant)
  const problem: Problem = { status: 404, code: 'not_found', detail: t('refusal.not_found'), errors: [] }
  return found === undefined ? { ok: false, problem } : { ok: true, data: found }
}
