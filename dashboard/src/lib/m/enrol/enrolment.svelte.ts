// One tag after the other: which checkpoint, which tag, hung, tried. Every answer is the server's; the phone holds no key
// and decides nothing. A read is given to the server only by a press or by holding a tag to the phone.
import type { Checkpoint } from '#core/contracts/checkpoint.ts'
import type { TagRead } from '#core/contracts/tag-read.ts'
import { call, type Problem } from '#lib/api.ts'
import { store } from '#lib/stored.ts'
import { shake } from '../able.ts'
import type { Capture } from '../capture.ts'
import { trial, type Trial } from './points.ts'

/** Under which the chosen checkpoint is remembered while the phone's own reader opens the tag's page. */
export const chosenName = 'enrol'

export function enrolment() {
  let point = $state.raw<Checkpoint | null>(null)
  let carried = $state.raw<Capture | null>(null)
  let read = $state.raw<TagRead | null>(null)
  let second = $state.raw<TagRead | null>(null)
  let problem = $state.raw<Problem | null>(null)
  let hung = $state(false)
  let busy = $state(false)

  /** What was read before stays in the hand: where there is no checkpoint yet it waits for one. */
  async function present(capture: Capture): Promise<void> {
    if (!point) return void (carried = capture)
    if (busy) return
    const answer = await once(() =>
      call('POST /tags/read', {
        body: { site: point!.site, ...capture.payload, ...(capture.uid !== null && { serial: capture.uid }) },
      }),
    )
    carried = null
    if (!answer) return
    shake(answer.reason === null ? [60, 60, 60] : 300)
    if (hung) second = answer
    else read = answer
  }

  /** Hangs the tag; `replace` once the person has read what gives way. */
  async function bind(replace: boolean): Promise<void> {
    if (!point || !read?.uid || busy) return
    const { id } = point
    const body = { uid: read.uid, replace, ...(read.batch && { batch: read.batch.id }) }
    const answer = await once(() => call('POST /checkpoints/{id}/tag', { id, body }))
    if (!answer) return
    point = answer
    hung = true
    store(chosenName, '')
  }

  async function once<T>(ask: () => Promise<{ ok: true; data: T } | { ok: false; problem: Problem }>) {
    busy = true
    problem = null
    const answer = await ask()
    busy = false
    if (answer.ok) return answer.data
    problem = answer.problem
    return null
  }

  /** Begins with a checkpoint, or anew with none. */
  function choose(next: Checkpoint | null): void {
    point = next
    read = second = problem = null
    hung = false
    store(chosenName, next?.id ?? '')
  }

  return {
    get point(): Checkpoint | null {
      return point
    },
    /** A read that waits to be used. */
    get carried(): Capture | null {
      return carried
    },
    get read(): TagRead | null {
      return read
    },
    /** What the second read shows; null before it. */
    get trial(): Trial | null {
      return read && second && point && trial(read, second, point)
    },
    get second(): TagRead | null {
      return second
    },
    get problem(): Problem | null {
      return problem
    },
    get hung(): boolean {
      return hung
    },
    get busy(): boolean {
      return busy
    },
    present,
    bind,
    choose,
    /** Takes another tag in the place of the one that was read. */
    again: (): void => {
      read = problem = null
    },
  }
}
export type Enrolment = ReturnType<typeof enrolment>
