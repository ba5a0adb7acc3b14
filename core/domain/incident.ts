// The life of an incident: two facts (active, acknowledged) and its modifiers. Every change is one entry of its timeline.
// Life safety is exempt from every way of making things quiet; the test walks each modifier.
import type { Device } from '../contracts/device.ts'
import type { Incident, IncidentAction } from '../contracts/incident.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Refusal } from '../contracts/refusal.ts'
import type { Rule } from '../contracts/rule.ts'
import { epoch, iso, milliseconds } from '../contracts/instant.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided, Decision } from './decision.ts'
import { change, settle, told, unchanged } from './incident-change.ts'
import { incidentTitle } from './incident-title.ts'
import { planOf } from './rule-plan.ts'
import type { Signal } from './rule.ts'

const longestShelf = 24 * 3_600_000

export type RaiseFacts = {
  /** The id that a new incident gets. */
  id: string
  rule: Rule
  signal: Extract<Signal, { type: 'raise' | 'retrip' }>
  site: string
  /** The device that the subject belongs to, as it stands now. */
  device: Device | null
  /** When the server learns of it, epoch ms. */
  at: number
}

const inService = (device: Device | null): boolean =>
  (device?.service ?? null) !== null && device?.service?.mode !== 'normal'

/** Whether a rule may raise nothing for a device because of service work or because it is out of service. */
export const suppressed = (rule: Pick<Rule, 'lifeSafety'>, device: Device | null): boolean =>
  !rule.lifeSafety && inService(device)

/**
 * A rule says that something is wrong. Opens an incident; with one open for the same rule and subject it counts the trip
 * and, when that one had cleared, makes it active again and withdraws the acknowledgement, so that it sounds again.
 * A historic one is opened as already over; the `clear` that follows in the same step gives its end and closes it.
 */
export function raise(open: Incident | null, facts: RaiseFacts): Decision<Incident> {
  if (open === null) return openIncident(facts)
  const { signal, at } = facts
  const historic = signal.type === 'raise' && signal.historic
  const trips = open.trips + 1
  const data = { trips, evidence: signal.evidence, judgedAt: iso(signal.at), ...(historic ? { historic } : {}) }
  if (open.active && !isWritten(trips)) return counted(open, trips, at)
  if (open.active || historic) return change(open, { type: 'retripped', set: { trips }, data, at })
  const afresh = { active: true, clearedAt: null, acknowledged: false, acknowledgedBy: null, acknowledgedAt: null }
  const set = { ...afresh, trips, historic: false, evidence: signal.evidence }
  return change(open, { type: 'reopened', set, data, at })
}

/** A chattering fault fills no timeline: after ten trips each tenth is written, after a hundred each hundredth. */
const isWritten = (trips: number): boolean => trips <= 10 || trips % 10 ** Math.floor(Math.log10(trips)) === 0

function counted(open: Incident, trips: number, at: number): Decision<Incident> {
  const next = { ...open, trips, version: open.version + 1 }
  return { next, happenings: [told(next, 'retripped', null, at)] }
}

function openIncident({ id, rule, signal, site, device, at }: RaiseFacts): Decision<Incident> {
  const historic = signal.type === 'raise' && signal.historic
  const endless = signal.type === 'raise' ? signal.latched : planOf(rule).endless
  const incident: Incident = {
    id,
    rule: rule.id,
    subject: signal.subject,
    device: device?.id ?? null,
    site,
    title: incidentTitle(rule.raise.title, signal),
    priority: rule.priority,
    lifeSafety: rule.lifeSafety,
    active: !historic,
    acknowledged: false,
    acknowledgedBy: null,
    acknowledgedAt: null,
    shelvedUntil: null,
    latched: endless || rule.raise.latched,
    ...(endless ? { endless } : {}),
    historic,
    drill: device?.drill ?? false,
    service: inService(device),
    silent: false,
    openedAt: iso(signal.at),
    raisedAt: iso(at),
    clearedAt: historic ? iso(signal.at) : null,
    closedAt: null,
    outcome: null,
    trips: 1,
    evidence: signal.evidence,
    assignee: null,
    ticket: null,
    version: 1,
    timeline: [
      { at: iso(at), type: 'opened', by: null, data: { evidence: signal.evidence, judgedAt: iso(signal.at) } },
    ],
  }
  return { next: incident, happenings: [told(incident, 'opened', null, at)] }
}

/**
 * The condition has gone; `at` is the judged time of that, which may lie before we heard of the incident at all.
 * An end that was told releases what was latched only for want of one.
 */
export function clear(incident: Incident, at: number): Decision<Incident> {
  if (incident.closedAt !== null || !(incident.active || awaitsEnd(incident))) return unchanged(incident)
  const heard = Math.max(at, epoch(incident.raisedAt))
  const latched = incident.latched && !incident.endless
  const set = { active: false, clearedAt: iso(at), latched }
  return settle(change(incident, { type: 'cleared', set, data: { judgedAt: iso(at) }, at: heard }), null, heard)
}

/** Opened as already over, its end not told yet. */
const awaitsEnd = (incident: Incident): boolean => incident.historic && incident.clearedAt === incident.openedAt

/** A shelved incident comes back when its time is over. */
export function returnFromShelf(incident: Incident, at: number): Decision<Incident> {
  const until = epoch(incident.shelvedUntil)
  if (until === null || until > at) return unchanged(incident)
  return change(incident, { type: 'unshelved', set: { shelvedUntil: null }, data: { returned: true }, at })
}

/** The device of an open incident is no longer heard, or is heard again: the badge 失联 beside it. */
export function markSilent(incident: Incident, silent: boolean, at: number): Decision<Incident> {
  if (incident.silent === silent || incident.closedAt !== null) return unchanged(incident)
  return change(incident, { type: silent ? 'silent' : 'heard', set: { silent }, at })
}

/** Joins the ticket that was opened for it. */
export const linkTicket = (incident: Incident, ticket: string, by: string | null, at: number): Decision<Incident> =>
  incident.ticket === ticket
    ? unchanged(incident)
    : change(incident, { type: 'ticket', set: { ticket }, data: { ticket }, by, at })

/** Adds what was learnt later (a late sync, a correction) without touching what was recorded, closed or not. */
export const annotate = (incident: Incident, data: Record<string, unknown>, at: number): Decision<Incident> =>
  change(incident, { type: 'annotated', data, at })

/**
 * Whether consoles must sound for it: nobody has taken it, and it is neither of the past nor on the shelf. What has cleared
 * falls quiet, except where life is at stake: that sounds until a person has taken it.
 */
export function sounds(incident: Incident, at: number): boolean {
  if (incident.closedAt !== null || incident.acknowledged || incident.historic) return false
  if (incident.lifeSafety) return true
  const until = epoch(incident.shelvedUntil)
  return incident.active && incident.priority < 4 && (until === null || until <= at)
}

type Act<A extends IncidentAction['action']> = (
  incident: Incident,
  action: Extract<IncidentAction, { action: A }>,
  by: string,
  at: number,
) => Decided<Incident>

const acknowledge: Act<'acknowledge'> = (incident, { note }, by, at) => {
  const set = { acknowledged: true, acknowledgedBy: by, acknowledgedAt: iso(at) }
  return settle(change(incident, { type: 'acknowledged', set, data: note ? { note } : {}, by, at }), by, at)
}

const shelve: Act<'shelve'> = (incident, action, by, at) => {
  if (incident.lifeSafety) return refuse('life_safety_shelve')
  const until = action.for === undefined ? epoch(action.until ?? iso(at)) : at + milliseconds(action.for)
  if (until <= at) return refuse('shelve_in_past')
  if (until - at > longestShelf) return refuse('shelve_too_long', { hours: 24 })
  const data = { until: iso(until), reason: action.reason }
  return change(incident, { type: 'shelved', set: { shelvedUntil: iso(until) }, data, by, at })
}

const reset: Act<'reset'> = (incident, _, by, at) => {
  if (!incident.latched) return refuse('not_latched')
  if (incident.active && !incident.endless) return refuse('incident_not_cleared')
  const ended = incident.active ? { active: false, clearedAt: iso(at) } : {}
  return settle(change(incident, { type: 'reset', set: { latched: false, ...ended }, by, at }), by, at)
}

const close: Act<'close'> = (incident, { outcome, note }, by, at) => {
  if (incident.active) return refuse('incident_not_cleared')
  if (!incident.acknowledged) return refuse('incident_not_acknowledged')
  if (incident.latched) return refuse('incident_latched')
  if (incident.lifeSafety && outcome === undefined) return refuse('outcome_required')
  const data = { ...(outcome ? { outcome } : {}), ...(note ? { note } : {}) }
  return change(incident, { type: 'closed', set: { closedAt: iso(at), outcome: outcome ?? null }, data, by, at })
}

const acts: { [A in IncidentAction['action']]: Act<A> } = {
  acknowledge,
  assign: (incident, { user }, by, at) =>
    change(incident, { type: 'assigned', set: { assignee: user }, data: { user }, by, at }),
  comment: (incident, { text }, by, at) => change(incident, { type: 'commented', data: { text }, by, at }),
  shelve,
  unshelve: (incident, _, by, at) => change(incident, { type: 'unshelved', set: { shelvedUntil: null }, by, at }),
  reset,
  close,
}

/** Whether an action finds the incident already as it wants it. */
function already(incident: Incident, action: IncidentAction): boolean {
  if (action.action === 'acknowledge') return incident.acknowledged
  if (action.action === 'close') return incident.closedAt !== null
  if (action.action === 'assign') return incident.assignee === action.user
  if (action.action === 'unshelve') return incident.shelvedUntil === null
  if (action.action === 'shelve') return action.until !== undefined && sameInstant(incident.shelvedUntil, action.until)
  return action.action === 'reset' && !incident.latched && incident.timeline.some((entry) => entry.type === 'reset')
}

const sameInstant = (a: string | null, b: string): boolean => a !== null && epoch(a) === epoch(b)

/**
 * A person acts. Whoever finds it already done gets the unchanged incident; comments are welcome for ever, all else needs
 * an open one. Refusals: `stale_version`, `incident_closed`, `incident_not_cleared`, `incident_not_acknowledged`,
 * `incident_latched`, `not_latched`, `outcome_required`, `life_safety_shelve`, `shelve_in_past`, `shelve_too_long`.
 */
export function actOnIncident(incident: Incident, action: IncidentAction, actor: Actor, at: number): Decided<Incident> {
  return forbidden(incident, action) ?? perform(incident, action, actor.name, at)
}

function forbidden(incident: Incident, action: IncidentAction): Refusal | Decision<Incident> | null {
  if (already(incident, action)) return unchanged(incident)
  if (action.version !== undefined && action.version !== incident.version) {
    return refuse('stale_version', { version: incident.version })
  }
  return incident.closedAt !== null && action.action !== 'comment' ? refuse('incident_closed') : null
}

const perform = <A extends IncidentAction['action']>(
  incident: Incident,
  action: Extract<IncidentAction, { action: A }>,
  by: string,
  at: number,
): Decided<Incident> => (acts[action.action] as Act<A>)(incident, action, by, at)
