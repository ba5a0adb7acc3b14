// Which incident comes first, and how many there are of which priority. Pure; the screens only draw the answers.
import type { Incident } from '#core/contracts/incident.ts'
import type { Priority } from '#core/contracts/scalars.ts'

/** How an incident is drawn: fill, outline, slash or dots. */
export type MarkState = 'unacknowledged' | 'acknowledged' | 'cleared' | 'done' | 'shelved'

/** The state that its mark shows. */
export function markState(incident: Pick<Incident, 'active' | 'acknowledged' | 'shelvedUntil'>): MarkState {
  if (incident.shelvedUntil !== null) return 'shelved'
  if (!incident.active) return incident.acknowledged ? 'done' : 'cleared'
  return incident.acknowledged ? 'acknowledged' : 'unacknowledged'
}

/** Whether somebody still has to say "I have it". */
export const isWaiting = (incident: Pick<Incident, 'acknowledged' | 'shelvedUntil'>): boolean =>
  !incident.acknowledged && incident.shelvedUntil === null

/** The order of the list: unacknowledged first, then priority, then what still holds, then newest. */
export function byUrgency(a: Incident, b: Incident): number {
  return (
    Number(isWaiting(b)) - Number(isWaiting(a)) ||
    a.priority - b.priority ||
    Number(b.active) - Number(a.active) ||
    (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : 0)
  )
}

/**
 * The one incident that the band shows: priority decides; being unacknowledged lifts by a step and a half, so that people
 * in danger stay on top of a minor newcomer but not of an unattended loss of service; having cleared sinks by more than
 * one, so that what is over never hides what is going on.
 */
export function foremost(incidents: readonly Incident[]): Incident | null {
  const rank = (incident: Incident) => incident.priority - (isWaiting(incident) ? 1.5 : 0) + (incident.active ? 0 : 1.2)
  const shown = incidents.filter(
    (incident) => incident.shelvedUntil === null && (incident.active || isWaiting(incident)),
  )
  return shown.toSorted((a, b) => rank(a) - rank(b) || byUrgency(a, b))[0] ?? null
}

export type Count = { open: number; unacknowledged: number }

/** Open incidents by priority; shelved ones are counted apart. */
export function countByPriority(incidents: readonly Incident[]): Record<Priority, Count> & { shelved: number } {
  const counts = { 1: none(), 2: none(), 3: none(), 4: none(), shelved: 0 }
  for (const incident of incidents) {
    if (incident.shelvedUntil !== null) counts.shelved++
    else {
      counts[incident.priority].open++
      if (!incident.acknowledged) counts[incident.priority].unacknowledged++
    }
  }
  return counts
}

const none = (): Count => ({ open: 0, unacknowledged: 0 })

/** The most urgent open incident of each device, for marks on drawings. */
export function worstByDevice(incidents: readonly Incident[]): Map<string, Incident> {
  const worst = new Map<string, Incident>()
  for (const incident of incidents) {
    if (incident.device === null || incident.shelvedUntil !== null || !(incident.active || isWaiting(incident)))
      continue
    const before = worst.get(incident.device)
    if (
      !before ||
      incident.priority < before.priority ||
      (incident.priority === before.priority && byUrgency(incident, before) < 0)
    )
      worst.set(incident.device, incident)
  }
  return worst
}

/**
 * What a console has to sound: the loudest priority among unattended incidents that nobody hushed here. Cleared ones
 * fall quiet, except where life is at stake: those sound until a person has taken them.
 */
export function sounding(incidents: readonly Incident[], hushed: ReadonlySet<string>): Incident[] {
  return incidents
    .filter((incident) => isWaiting(incident) && !incident.historic && (incident.active || incident.lifeSafety))
    .filter((incident) => !hushed.has(incident.id) && incident.priority < 4)
    .toSorted(byUrgency)
}
