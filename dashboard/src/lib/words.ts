// What things are called on the screens: the sentences of core/texts, with names looked up in the estate.
import type { Incident } from '#core/contracts/incident.ts'
import { epoch } from '#core/contracts/instant.ts'
import type { Condition } from '#core/contracts/rule.ts'
import type { Name } from '#core/contracts/scalars.ts'
import { formatDuration } from '#core/texts/format.ts'
import { sentence } from '#core/texts/sentence.ts'
import { clock } from './clock.svelte.ts'
import { estate } from './estate.svelte.ts'
import { locale, t } from './locale.svelte.ts'
import { place } from './place.svelte.ts'
import { when } from './time.ts'

/** A duration in words, in the shown language: `3 小时 12 分钟`. */
export const span = (ms: number): string => formatDuration(locale.current, ms)

/** An instant as lists show it, in the zone of the site: the time of day, with the day when it is not today. */
export const moment = (at: number): string => when(at, clock.now, place.timezone, locale.current)

/** Money of the house, as the shown language writes it: `1,280.5`. */
export const amount = (money: number): string =>
  new Intl.NumberFormat(locale.current, { maximumFractionDigits: 2 }).format(money)

/** The name of a person, or the user name when the directory does not know it. */
export const personName = (username: string | null): string =>
  username ? (estate.people.get(username) ?? username) : ''

/** What an incident is about: its device, the point of a panel, a checkpoint, a person; null when it is none of these. */
export function subjectOf(incident: Pick<Incident, 'device' | 'subject' | 'evidence'>): Name | null {
  if (incident.subject.type === 'user') return bothWays(personName(incident.subject.id))
  if (incident.subject.type === 'checkpoint') return estate.checkpoints.get(incident.subject.id) ?? null
  if (incident.subject.type === 'finding') return placeOfFinding(incident.evidence)
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  if (incident.subject.type !== 'point') return device?.name ?? null
  const point = estate.points.get(incident.subject.id)
  return point?.name ?? pointName(incident.subject.id, device?.name)
}

const placeOfFinding = ({ checkpoint }: Incident['evidence']): Name | null =>
  typeof checkpoint === 'string' ? (estate.checkpoints.get(checkpoint) ?? null) : null

/** A point without a name of its own is called by its address beside its panel. */
function pointName(id: string, panel: Name | undefined): Name {
  const address = id.slice(id.indexOf(':') + 1).toUpperCase()
  return { 'zh-CN': `${panel?.['zh-CN'] ?? ''} ${address}`.trim(), en: `${panel?.en ?? ''} ${address}`.trim() }
}

const bothWays = (name: string): Name => ({ 'zh-CN': name, en: name })

/** The building of an incident's device, when the name of the thing does not say it; where a person was last. */
function placeOf(incident: Incident): Name | null {
  const { checkpoint } = incident.evidence
  if (incident.subject.type === 'user') return estate.checkpoints.get(String(checkpoint)) ?? null
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  const site = estate.sites.get(incident.site)
  return site?.buildings.find((building) => building.id === device?.building)?.name ?? null
}

/** One line for lists and voices: place, thing, state and number, the limit with `when`. The clock stands beside it. */
export function line(incident: Incident, when: Condition | null = null): string {
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  const metrics = (device && estate.kinds.get(device.kind)?.metrics) ?? []
  const context = { place: placeOf(incident), thing: subjectOf(incident), metrics, when, at: null }
  return sentence(incident, { locale: locale.current, ...context })
}

/** How long an incident has lasted, or lasted until it cleared. */
export const lasted = (incident: Incident, now: number): number =>
  (epoch(incident.clearedAt) ?? now) - epoch(incident.openedAt)

/** Who has it, or what happens with it: the right end of a row. */
export function holder(incident: Incident): string {
  if (incident.assignee) return personName(incident.assignee)
  if (incident.acknowledgedBy) return personName(incident.acknowledgedBy)
  const ticket = incident.ticket === null ? undefined : estate.tickets.get(incident.ticket)
  return ticket ? t('band.ticket.short', { n: ticket.number }) : t('list.auto')
}
