// Gaps, needs and days of the roster in words.
import type { Gap } from '#core/contracts/roster.ts'
import type { Need } from '#core/contracts/shift.ts'
import { locale, named, t } from '#lib/locale.svelte.ts'
import { skillName } from '#lib/skill.ts'
import { dayOfWeek } from '#lib/time.ts'
import { personName } from '#lib/words.ts'

export function needWords({ role, people, skill, post }: Need): string {
  const params = { role: t(`role.${role}`), n: people, post: post ? named(post) : '' }
  return (
    t(post ? 'roster.need.at' : 'roster.need', params) + (skill ? t('roster.skill', { skill: skillName(skill) }) : '')
  )
}

/** What is missing, and for what. */
export function gapWords({ what, need, user, on, missing, skill }: Gap): string {
  const words = t(`roster.gap.${what}`, { user: personName(user), on, missing })
  const whereof = need
    ? needWords(need)
    : skill && what !== 'swap_open'
      ? t('roster.skill', { skill: skillName(skill) }).trim()
      : ''
  return whereof ? `${words} · ${whereof}` : words
}

/** A date of the site's calendar: `11月23日 周一`. */
export const dateWords = (date: string): string => dayOfWeek(Date.parse(`${date}T12:00:00Z`), 'UTC', locale.current)
