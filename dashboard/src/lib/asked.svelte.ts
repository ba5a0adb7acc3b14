// What a page asks the server for: nothing yet, the document, or why not. A newer question makes the older one void, and
// the last document stays in sight while it is asked for again.
import { untrack } from 'svelte'
import type { Answer, Problem } from './api.ts'

export type Asked<T> = {
  /** The last document that came. */
  readonly data: T | null
  /** Why the last question has no answer. */
  readonly problem: Problem | null
  /** Nothing came within a second: say so. */
  readonly slow: boolean
  /** Asks once more. */
  readonly again: () => void
  /** Takes a newer form of the document that came by another way (an action's answer, the live stream). */
  readonly take: (data: T) => void
}

const patienceMs = 1000

/**
 * Asks while a component is being set up, and again whenever something that the question read changes; a question of
 * null is none. Give `signal` to the call.
 */
export function asked<T>(question: (signal: AbortSignal) => Promise<Answer<T>> | null): Asked<T> {
  let data = $state.raw<T | null>(null)
  let problem = $state.raw<Problem | null>(null)
  let slow = $state(false)
  let times = $state(0)

  $effect(() => {
    void times
    const abort = new AbortController()
    const patience = setTimeout(() => (slow = true), patienceMs)
    const settle = (answer: Answer<T>) => {
      if (abort.signal.aborted) return
      clearTimeout(patience)
      slow = false
      problem = answer.ok ? null : answer.problem
      if (answer.ok) data = answer.data
    }
    const answer = question(abort.signal)
    if (answer === null) clearTimeout(patience)
    else void answer.then(settle)
    return () => {
      clearTimeout(patience)
      abort.abort()
    }
  })
  return {
    get data() {
      return data
    },
    get problem() {
      return problem
    },
    get slow() {
      return slow
    },
    again: () => untrack(() => void times++),
    take: (next) => {
      data = next
    },
  }
}
