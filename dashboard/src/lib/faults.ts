// What the server found wrong with a form, brought to its fields. The sentence of the whole is `problem.detail`.
import type { Problem } from './api.ts'

/** What is wrong with a field, by the start of its path; empty when nothing is. */
export const faultAt = (problem: Problem | null, path: string): string =>
  problem?.errors.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`))?.detail ?? ''
