// How incidents are spoken of in the list and on their page, beside the one sentence of lib/words.ts.
import type { Incident, Outcome } from '#core/contracts/incident.ts'
import { epoch } from '#core/contracts/instant.ts'
import { estate } from '#lib/estate.svelte.ts'
import { isWaiting } from '#lib/incidents.ts'
import { t } from '#lib/locale.svelte.ts'
import { holder, moment, subjectOf } from '#lib/words.ts'

/** The building in which an incident's device stands, or null. */
export const buildingOf = (incident: Incident): string | null =>
  (incident.device === null ? null : estate.devices.get(incident.device)?.building) ?? null

/** What a search looks into: title and names in both languages, and ids. */
export function knownOf(incident: Incident): string {
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  const site = estate.sites.get(incident.site)
  const building = site?.buildings.find((one) => one.id === device?.building)?.name
  const zone = device?.zone ? estate.zones.get(device.zone)?.name : undefined
  const names = [incident.title, subjectOf(incident), device?.name, building, zone].flatMap((name) =>
    name ? [name['zh-CN'], name.en] : [],
  )
  return [...names, incident.device, incident.subject.id, incident.rule].join(' ')
}

/** An outcome as it is called: a fire alarm was a “real fire”, a trapped passenger was “real”. */
export function outcomeWords(incident: Incident, outcome: Outcome): string {
  const kind = incident.device === null ? undefined : estate.devices.get(incident.device)?.kind
  const isFire = incident.subject.type === 'point' || (kind && estate.kinds.get(kind)?.drawing === 'panel')
  return outcome === 'real' && !isFire ? t('incident.outcome_plain.real') : t(`incident.outcome.${outcome}`)
}

const modifiers = ['silent', 'drill', 'service', 'latched', 'historic'] as const

/** The words that stand beside the sentence. */
export const badgesOf = (incident: Incident): string[] =>
  modifiers.filter((modifier) => incident[modifier]).map((modifier) => t(`incident.badge.${modifier}`))

/** The right end of a row: who has it, or that nobody has. */
export function stateWords(incident: Incident): string {
  if (incident.closedAt !== null)
    return incident.outcome ? outcomeWords(incident, incident.outcome) : t('incident.state.closed')
  const until = epoch(incident.shelvedUntil)
  if (until !== null) return t('incident.shelved_until', { time: moment(until) })
  if (isWaiting(incident))
    return t(incident.active ? 'incident.state.unacknowledged' : 'incident.state.cleared_unacknowledged')
  return holder(incident)
}
