// Skills in words: those that the product ships are named, others are what the house calls them.
import type { Locale } from '../contracts/scalars.ts'
import { isTextKey, text } from './texts.ts'

/** The name of a skill in a language; its id when the house made it up. */
export function skillName(locale: Locale, id: string): string {
  const key = `skill.${id}`
  return isTextKey(key) ? text(locale, key) : id
}
