// Answers to the checks of a checkpoint: when one is whole, and what is sent of it.
import type { Check } from '#core/contracts/checkpoint.ts'
import type { TapCheck } from '#core/contracts/tap.ts'
import type { KeptFile } from './database.ts'

/** `ok` of a check by number follows from its limits. */
export type Answer = { ok: boolean | null; value: number | null; note: string; photos: readonly KeptFile[] }

export const fresh: Answer = { ok: null, value: null, note: '', photos: [] }

/** Whether a number lies within the limits of a check; both ends are good. */
export const isWithin = (check: Check, value: number): boolean =>
  value >= (check.min ?? -Infinity) && value <= (check.max ?? Infinity)

/** A typed number, with a point or a comma; null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  const value = plain === '' ? NaN : Number(plain)
  return Number.isFinite(value) ? value : null
}

/** Whether a photo is owed with this answer. */
export const needsPhoto = (check: Check, { ok }: Answer): boolean =>
  check.photo === 'always' || (check.photo === 'on_fail' && ok === false)

/** Whether nothing of an answer is missing. */
export const isWhole = (check: Check, answer: Answer): boolean =>
  answer.ok !== null &&
  (check.type !== 'number' || answer.value !== null) &&
  (!needsPhoto(check, answer) || answer.photos.length > 0)

/** The answers as the tap carries them. */
export const tapChecks = (items: readonly { check: Check; answer: Answer }[]): TapCheck[] =>
  items.map(({ check, answer }) => ({
    id: check.id,
    ok: answer.ok === true,
    ...(answer.value === null ? {} : { value: answer.value }),
    ...(answer.note.trim() === '' ? {} : { note: answer.note.trim() }),
    ...(answer.photos.length === 0 ? {} : { photos: answer.photos.map(({ id }) => id) }),
  }))
