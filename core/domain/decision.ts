// What a decision gives back: what changes and what is told, or a Refusal. Nobody who decides performs anything.
import type { NewHappening } from '../contracts/live.ts'
import type { Refusal } from '../contracts/refusal.ts'

/** The new form of the thing and what is told of it. An empty `happenings` means that nothing changed. */
export type Decision<T> = { next: T; happenings: NewHappening[] }
export type Decided<T> = Decision<T> | Refusal
