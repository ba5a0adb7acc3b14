// Skills in words: those that the product ships are named, others are what the house calls them.
import { isTextKey } from '#core/texts/texts.ts'
import { t } from './locale.svelte.ts'

/** The name of a skill in the shown language; its id when the house made it up. */
export function skillName(id: string): string {
  const key = `skill.${id}`
  return isTextKey(key) ? t(key) : id
}

/** Several skills, in one line. */
export const skillNames = (ids: readonly string[]): string => ids.map(skillName).join(' · ')
