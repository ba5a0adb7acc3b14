// Checkpoints to choose from in forms, by name.
import { estate } from '#lib/estate.svelte.ts'
import { named } from '#lib/locale.svelte.ts'

/** All checkpoints that this screen knows, as options of a select. */
export const pointsToChoose = (): { value: string; words: string }[] =>
  [...estate.checkpoints]
    .map(([value, name]) => ({ value, words: named(name) }))
    .toSorted((a, b) => a.words.localeCompare(b.words, undefined, { numeric: true }))
