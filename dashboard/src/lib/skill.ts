// Skills as the screens name them, in the shown language.
import * as words from '#core/texts/skill.ts'
import { locale } from './locale.svelte.ts'

/** The name of a skill; its id when the house made it up. */
export const skillName = (id: string): string => words.skillName(locale.current, id)

/** Several skills, in one line. */
export const skillNames = (ids: readonly string[]): string => ids.map(skillName).join(' · ')
