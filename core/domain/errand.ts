// A guard sent to an incident: the errand and the incident's timeline tell the same story, step by step.
import type { Errand } from '../contracts/errand.ts'
import type { Incident } from '../contracts/incident.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Name } from '../contracts/scalars.ts'
import type { Tap } from '../contracts/tap.ts'
import type { Decision } from './decision.ts'
import { change } from './incident-change.ts'

type What = 'sent' | 'arrived' | 'ended'

const tell = (errand: Errand, what: What, by: string | null, at: number): NewHappening => ({
  ...{ type: `errand.${what}`, at: iso(at), site: errand.site, by, id: errand.id, data: errand },
})
const unchanged = (errand: Errand): Decision<Errand> => ({ next: errand, happenings: [] })

function move(errand: Errand, what: What, set: Partial<Errand>, by: string | null, at: number): Decision<Errand> {
  const next = { ...errand, ...set, version: errand.version + 1 }
  return { next, happenings: [tell(next, what, by, at)] }
}

export type Sending = {
  id: string
  user: string
  by: string
  place: Name | null
  scene: string[]
  /** The round of his that stands still meanwhile. */
  round: string | null
  at: number
}

/** Sends a guard. */
export function sendGuard(incident: Incident, { id, user, by, place, scene, round, at }: Sending): Decision<Errand> {
  const { title, priority, site } = incident
  const errand: Errand = {
    ...{ id, incident: incident.id, site, user, title, place, priority, scene, sentAt: iso(at), sentBy: by },
    ...{ arrivedAt: null, arrival: null, tap: null, endedAt: null, round, version: 1 },
  }
  return { next: errand, happenings: [tell(errand, 'sent', by, at)] }
}

/** The tap by which a guard proves to be on the scene: surely his own, live, there, and since he was sent. */
export const provesArrival = (errand: Errand, tap: Tap): boolean =>
  tap.status === 'accepted' &&
  tap.by === errand.user &&
  (tap.person === 'session' || tap.person === 'badge') &&
  tap.time === 'live' &&
  tap.checkpoint !== null &&
  errand.scene.includes(tap.checkpoint) &&
  epoch(tap.receivedAt) >= epoch(errand.sentAt)

export type Coming = { at: number; by: string; tap: string | null }

/** The guard is there. Proof outweighs somebody's word; said twice it changes nothing. */
export function arrive(errand: Errand, { at, by, tap }: Coming): Decision<Errand> {
  if (errand.endedAt !== null || errand.arrival === 'tap') return unchanged(errand)
  if (errand.arrival === 'told' && tap === null) return unchanged(errand)
  const arrival = tap === null ? ('told' as const) : ('tap' as const)
  return move(errand, 'arrived', { arrivedAt: iso(at), arrival, tap }, by, at)
}

/** Whoever has been on the scene and taps the next stop of his round is free again. */
export const walksOn = (errand: Errand, tap: Tap): boolean =>
  tap.status === 'accepted' &&
  tap.by === errand.user &&
  errand.arrivedAt !== null &&
  epoch(tap.at) > epoch(errand.arrivedAt) &&
  tap.round !== null &&
  tap.round === errand.round &&
  !errand.scene.includes(tap.checkpoint ?? '')

/** The incident is over, the guard is called back, or he has walked on. */
export const endErrand = (errand: Errand, by: string | null, at: number): Decision<Errand> =>
  errand.endedAt === null ? move(errand, 'ended', { endedAt: iso(at) }, by, at) : unchanged(errand)

/** What the incident's timeline says of it. */
export function noteErrand(
  incident: Incident,
  what: 'sent' | 'recalled' | 'arrived',
  errand: Errand,
  { by, at }: { by: string; at: number },
): Decision<Incident> {
  const { user, tap, scene, arrivedAt, sentAt } = errand
  const elapsedMs = arrivedAt === null ? null : epoch(arrivedAt) - epoch(sentAt)
  const data = what === 'arrived' ? { user, tap, proven: tap !== null, elapsedMs } : { user, scene }
  return change(incident, { type: what, data: { errand: errand.id, ...data }, by, at })
}
