// Keeps a burst readable: consequences fold under the incident that came first (首警), and a flood is noticed. Nothing is
// dropped, and life safety is never folded.
import type { Device } from '../contracts/device.ts'
import type { Incident } from '../contracts/incident.ts'

export type IncidentGroup = { first: Incident; folded: Incident[] }
type Related = Pick<Device, 'parent' | 'group'>

const foldWindow = 60_000
const floodWindow = 10 * 60_000
const floodCount = 10

/** What an incident shares with another when they may have one cause: the device, its parent, its linked group. */
function tiesOf(incident: Incident, devices: ReadonlyMap<string, Related>): string[] {
  if (incident.device === null) return []
  const device = devices.get(incident.device)
  return [
    `device/${incident.device}`,
    ...(device?.parent ? [`device/${device.parent}`] : []),
    ...(device?.group ? [`group/${device.group}`] : []),
  ]
}

const opened = (incident: Incident): number => Date.parse(incident.openedAt)
const isFirstOf = (group: IncidentGroup, incident: Incident): boolean =>
  opened(incident) - opened(group.first) <= foldWindow && group.first.priority <= incident.priority

/**
 * First-out groups, in the order in which their first incidents opened. An incident folds under the earliest first one
 * of its device, parent or linked group within 60 s that is at least as urgent. Every incident stands in one group.
 */
export function foldIncidents(incidents: readonly Incident[], devices: ReadonlyMap<string, Related>): IncidentGroup[] {
  const groups: IncidentGroup[] = []
  const lately = new Map<string, IncidentGroup[]>()
  for (const incident of incidents.toSorted((a, b) => opened(a) - opened(b) || a.priority - b.priority)) {
    const ties = tiesOf(incident, devices)
    const home = incident.lifeSafety
      ? undefined
      : earliest(
          ties.flatMap((tie) => lately.get(tie) ?? []),
          incident,
        )
    if (home) {
      home.folded.push(incident)
      continue
    }
    const group: IncidentGroup = { first: incident, folded: [] }
    groups.push(group)
    for (const tie of ties) lately.set(tie, [...stillOpen(lately.get(tie), incident), group])
  }
  return groups
}

const stillOpen = (groups: IncidentGroup[] = [], incident: Incident): IncidentGroup[] =>
  groups.filter(({ first }) => opened(incident) - opened(first) <= foldWindow)

const earliest = (groups: IncidentGroup[], incident: Incident): IncidentGroup | undefined =>
  groups
    .filter((group) => isFirstOf(group, incident))
    .reduce<IncidentGroup | undefined>(
      (best, group) => (best && opened(best.first) <= opened(group.first) ? best : group),
      undefined,
    )

/** How many incidents were raised in the 10 minutes up to `at`; historic ones never sounded and do not count. */
export const raisedLately = (incidents: readonly Incident[], at: number): number =>
  incidents.filter((incident) => {
    const age = at - Date.parse(incident.raisedAt)
    return !incident.historic && age >= 0 && age < floodWindow
  }).length

/** More than 10 new incidents in 10 minutes: the list should show first-out groups. */
export const isFlood = (incidents: readonly Incident[], at: number): boolean => raisedLately(incidents, at) > floodCount
