// Makes a round of a route: every limit becomes an instant, so that a changed route rewrites nothing that has begun.
import type { Checkpoint } from '../contracts/checkpoint.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Route, RouteStop } from '../contracts/route.ts'
import type { Decision } from './decision.ts'
import { drawOrder } from './round-order.ts'
import { decide, unchanged } from './round-told.ts'

const minute = 60_000

/** What a round needs to know of its checkpoints. */
export type PlanPoint = Pick<Checkpoint, 'twoRoles' | 'sensor'>
export type Plan = {
  id: string
  /** Epoch ms. */
  startsAt: number
  guard: string | null
  /** When and by whom it was planned; null is the product. */
  at?: number
  by?: string | null
  points?: ReadonlyMap<string, PlanPoint>
}

/**
 * A round of a route. The order of a random one is drawn from its id: the id of a planned round follows from its route and
 * start, so nobody has chosen it.
 */
export function planRound(route: Route, plan: Plan): Decision<Round> {
  const seed = route.order === 'random' ? plan.id : null
  const visits = stopsOf(route, seed).map((stop) => visitOf(stop, route, plan))
  const round: Round = {
    id: plan.id,
    route: route.id,
    name: route.name,
    site: route.site,
    guard: plan.guard,
    state: 'scheduled',
    order: route.order,
    seed,
    startPoint: controlOf(route.startPoint),
    endPoint: controlOf(route.endPoint),
    pauses: [],
    contactAt: null,
    lostAt: null,
    startsAt: iso(plan.startsAt),
    endsAt: iso(Math.max(...visits.map((visit) => epoch(visit.deadline)))),
    startedAt: null,
    finishedAt: null,
    visits,
    version: 1,
  }
  return decide(round, ['planned'], plan.at ?? plan.startsAt, plan.by)
}

/**
 * A planned round as its route would plan it now: a route that is changed in the afternoon is walked changed at night. What
 * has begun, or stands still, stays as it was planned.
 */
export function replanRound(planned: Round, fresh: Round, at: number): Decision<Round> {
  const next = { ...fresh, version: planned.version }
  const stays = planned.state !== 'scheduled' || planned.pauses.length > 0
  if (stays || JSON.stringify(planned) === JSON.stringify(next)) return unchanged(planned)
  return decide({ ...next, version: planned.version + 1 }, ['planned'], at)
}

const controlOf = (checkpoint: string | null): Round['startPoint'] =>
  checkpoint === null ? null : { checkpoint, at: null, tap: null }

/** The stops in the order in which they are to be walked. Minutes and leg limits stay with the place in the order. */
function stopsOf({ stops }: Route, seed: string | null): RouteStop[] {
  if (seed === null) return stops
  return drawOrder(seed, stops.length).map((chosen, place) => {
    const { checkpoint, dwellSeconds } = stops[chosen]!
    return { ...stops[place]!, checkpoint, dwellSeconds }
  })
}

function visitOf(stop: RouteStop, route: Route, { startsAt, points }: Plan): Visit {
  const until = startsAt + stop.until * minute
  const point = points?.get(stop.checkpoint)
  return {
    checkpoint: stop.checkpoint,
    from: iso(startsAt + stop.from * minute),
    until: iso(until),
    deadline: iso(until + route.graceMinutes * minute),
    state: 'due',
    outOfOrder: false,
    at: null,
    tap: null,
    by: null,
    leftAt: null,
    grade: null,
    leg: stop.leg,
    dwellSeconds: stop.dwellSeconds,
    flags: [],
    roles: point?.twoRoles ? { guard: null, technician: null, taps: [] } : null,
    sensor: point?.sensor?.use === 'visit' ? point.sensor.device : null,
    checks: [],
  }
}
