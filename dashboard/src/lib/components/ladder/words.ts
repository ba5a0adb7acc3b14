// What a step of a ladder says: whom, when, how often, under which condition.
import type { Channel } from '#core/contracts/channel.ts'
import { milliseconds } from '#core/contracts/instant.ts'
import type { Audience, LadderStep } from '#core/contracts/ladder.ts'
import { locale, t } from '#lib/locale.svelte.ts'
import { skillName } from '#lib/skill.ts'
import { personName, span } from '#lib/words.ts'

/** The name of a channel; its id when it is gone. */
export const channelName = (channels: readonly Channel[], id: string): string =>
  channels.find((channel) => channel.id === id)?.name[locale.current] ?? id

/** Whom an audience means, as people would say it. */
export function audienceWords(who: Audience, channels: readonly Channel[]): string {
  if ('duty' in who) {
    const role = t(`role.${who.duty}`)
    return who.skill
      ? t('ladder.words.duty_skill', { role, skill: skillName(who.skill) })
      : t('ladder.words.duty', { role })
  }
  if ('role' in who) return t('ladder.words.role', { role: t(`role.${who.role}`) })
  if ('user' in who) return personName(who.user)
  return 'channel' in who ? channelName(channels, who.channel) : t('ladder.words.assignee')
}

/** What a step does to whom. */
export const stepWords = ({ does, who }: LadderStep, channels: readonly Channel[]): string =>
  t(`ladder.words.${does}`, { who: audienceWords(who, channels) })

/** When a step is taken, counted from the one before. */
export const afterWords = ({ after }: Pick<LadderStep, 'after'>): string =>
  milliseconds(after) === 0 ? t('ladder.words.at_once') : t('ladder.words.after', { time: span(milliseconds(after)) })

/** What else holds for a step: repeats, hours, a condition, channels. */
export function termsOf(step: LadderStep, channels: readonly Channel[]): string[] {
  const { repeat, window, onlyIfMoreThan } = step
  return [
    repeat && t('ladder.words.repeat', { n: repeat.times, time: span(milliseconds(repeat.every)) }),
    window && t('ladder.words.window', { start: window.start, end: window.end }),
    onlyIfMoreThan === null ? null : t('ladder.words.more_than', { n: onlyIfMoreThan }),
    step.channels.length > 0 &&
      t('ladder.words.through', { channels: step.channels.map((id) => channelName(channels, id)).join(', ') }),
  ].filter((words) => typeof words === 'string')
}
