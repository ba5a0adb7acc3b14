// The machines of finished work, looked at every few seconds by the tick until the system can say what it thinks. What was
// seen stands in a row, so that a restart goes on where it stood.
import type { Transaction } from 'kysely'
import type { Incident } from '../core/contracts/incident.ts'
import { epoch } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Ticket, Verdict } from '../core/contracts/ticket.ts'
import { judgeTicket } from '../core/domain/ticket-system.ts'
import { inputsOf } from '../core/domain/rule.ts'
import { awaitsReset, beginWatch, decide, lookEvery, observe, wasAway, type Look } from '../core/domain/verdict.ts'
import type { Estate } from './estate.ts'
import type { Internals } from './internal.ts'
import { findIncident, openIncidents } from './store/incident.ts'
import type { Records } from './store/schema.ts'
import { findTicket } from './store/ticket.ts'
import { endWatch, saveWatch, watchesDue, type DueWatch } from './store/watch.ts'
import { saveTicket } from './ticket.ts'

/** What the pipeline knows of a device now; null when nothing. */
export type LookAt = (device: string) => Pick<Look, 'presence' | 'values'> | null
export type WatchRoom = { estate: Pick<Estate, 'rules'>; internals: Pick<Internals, 'tell'>; lookAt: LookAt }
type Tx = Transaction<Records>
/** What stands still or is silent may do so for days; it is looked at now and then, ms. */
const minute = 60_000

/** Looks at every device whose turn has come at `at`, epoch ms. */
export async function watchFinished(tx: Tx, room: WatchRoom, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const watch of await watchesDue(tx, at)) {
    const ticket = await findTicket(tx, watch.ticket)
    if (ticket?.state === 'done') told.push(...(await look(tx, room, ticket, watch, at)))
    else await endWatch(tx, watch.ticket)
  }
  return told
}

async function look(tx: Tx, { estate, internals, lookAt }: WatchRoom, ticket: Ticket, watch: DueWatch, at: number) {
  const { hold } = ticket.terms
  const verdict = wasAway(watch.verdict, watch.due, at, hold) ? beginWatch(hold, true, at) : watch.verdict
  const incident = ticket.incident === null ? null : await findIncident(tx, ticket.incident)
  const seen = lookAt(ticket.device!) ?? { presence: 'unknown' as const, values: new Map() }
  const wrong = incident ? [incident] : await openIncidents(tx, { device: ticket.device! })
  const now: Look = { ...seen, at, awaitsReset: awaitsReset(wrong), healthySince: healthOf(ticket, wrong) }
  const next = observe(verdict, now, hold)
  const rule = incident && estate.rules.get(incident.rule)
  const state = decide(next, now, hold, rule ? [...inputsOf(rule).metrics] : [])
  const decision = judgeTicket(ticket, { ...next, state }, at)
  const happenings = await saveTicket(tx, internals, ticket, decision, at)
  // A machine that did not move or was silent may still come round; what is settled needs no more looks.
  if (state === 'proposed_good' || state === 'not_healthy') await endWatch(tx, ticket.id)
  else await saveWatch(tx, { ticket: ticket.id, verdict: { ...next, state } }, nextLook(state, now, hold))
  return happenings
}

const nextLook = (state: Verdict['state'], { at, awaitsReset }: Look, hold: string): number =>
  at + (state === 'watching' && !awaitsReset ? lookEvery(hold) : minute)

/** Since when nothing is wrong: with the incident of the ticket, else with the device; null while something is. */
function healthOf({ finishedAt }: Ticket, wrong: readonly Incident[]): number | null {
  if (wrong.some(({ active }) => active)) return null
  return Math.max(epoch(finishedAt) ?? 0, ...wrong.map(({ clearedAt }) => epoch(clearedAt) ?? 0))
}
