// One change of an incident: next version, timeline entry, happening. And the one rule of when an incident closes itself.
// Whoever decides may have left the earlier timeline out; only what a person does looks into it.
import type { Incident, TimelineEntry } from '../contracts/incident.ts'
import { iso } from '../contracts/instant.ts'
import type { Decision } from './decision.ts'

/** What became of an incident, as one entry of its timeline. */
export type IncidentChange = {
  type: TimelineEntry['type']
  set?: Partial<Incident>
  data?: Record<string, unknown>
  by?: string | null
  at: number
}

export const unchanged = (incident: Incident): Decision<Incident> => ({ next: incident, happenings: [] })

/** Applies one change: a new version, one entry, one happening `incident.{type}`. */
export function change(
  incident: Incident,
  { type, set, data = {}, by = null, at }: IncidentChange,
): Decision<Incident> {
  const entry: TimelineEntry = { at: iso(at), type, by, data }
  const next = { ...incident, ...set, version: incident.version + 1, timeline: [...incident.timeline, entry] }
  return { next, happenings: [told(next, type, by, at)] }
}

/** The happening that tells of an incident. */
export const told = (incident: Incident, type: TimelineEntry['type'], by: string | null, at: number) => ({
  type: `incident.${type}` as const,
  at: iso(at),
  site: incident.site,
  by,
  id: incident.id,
  data: incident,
})

/**
 * Closes what has nothing left to wait for: cleared, acknowledged and not latched. Life safety waits for a person who
 * says what it was. What had ended before we heard of it closes unacknowledged, so that no list fills up with the past.
 */
export function settle(decision: Decision<Incident>, by: string | null, at: number): Decision<Incident> {
  const incident = decision.next
  const over = !incident.active && (incident.historic || (incident.acknowledged && !incident.latched))
  if (!over || incident.lifeSafety || incident.closedAt !== null) return decision
  const closed = change(incident, { type: 'closed', set: { closedAt: iso(at) }, by, at })
  return { next: closed.next, happenings: [...decision.happenings, ...closed.happenings] }
}
