// Named things as choices of a form, in the order of their names.
import type { Name } from '#core/contracts/scalars.ts'
import { locale, named } from '#lib/locale.svelte.ts'

export const byName = (things: Iterable<{ id: string; name: Name }>): { value: string; words: string }[] =>
  [...things]
    .map(({ id, name }) => ({ value: id, words: named(name) }))
    .toSorted((a, b) => a.words.localeCompare(b.words, locale.current, { numeric: true }))
