// The auditor of ladders: an incident of priority 1 or 2 or a ticket that nobody has taken must have a next step with a
// time, or have come to the operator's telephone; what somebody has taken must have a time at which that lapses, where its
// ladder sets one. Whatever has neither would be forgotten, and that is a fault of ours.
import type { Incident } from '../contracts/incident.ts'
import { epoch } from '../contracts/instant.ts'
import type { Climb } from '../contracts/ladder.ts'
import type { Ticket } from '../contracts/ticket.ts'
import { takingOfIncident, takingOfTicket } from './lapse.ts'
import { quietIncident, quietTicket } from './reaction.ts'

/** A step that is later than this is not merely waiting for its tick, ms. */
const late = 120_000

/** What a ladder may have to tell of, with its climb; null while none was begun. */
export type Laddered = { thing: Incident | Ticket; climb: Climb | null }
/** `none`: no ladder was begun; `no_step`: it stands still without a time; `late`: its time has passed. */
export type Stuck = { of: Climb['of']; site: string; why: 'none' | 'no_step' | 'late' }

const isTicket = (thing: Incident | Ticket): thing is Ticket => 'state' in thing

/** What would be forgotten. */
export function stuckLadders(all: readonly Laddered[], at: number): Stuck[] {
  return all.flatMap(({ thing, climb }) => {
    const quiet = isTicket(thing) ? quietTicket(thing) : quietIncident(thing, at)
    const taking = isTicket(thing) ? takingOfTicket(thing) : takingOfIncident(thing, at)
    const why = quiet === null ? faultOf(climb, at) : taking && holdFault(climb, at)
    const of = { type: isTicket(thing) ? ('ticket' as const) : ('incident' as const), id: thing.id }
    return why === null ? [] : [{ of, site: thing.site, why }]
  })
}

function faultOf(climb: Climb | null, at: number): Stuck['why'] | null {
  if (climb === null) return 'none'
  if (climb.state === 'done') return null
  const next = climb.state === 'climbing' ? epoch(climb.nextAt) : null
  return next === null ? 'no_step' : next < at - late ? 'late' : null
}

/** Of what somebody has: where the ladder sets a time after which that lapses, the time stands and has not passed. */
function holdFault(climb: Climb | null, at: number): Stuck['why'] | null {
  if (climb?.state !== 'stopped' || climb.resumeAfter === null) return null
  const next = epoch(climb.resumeAt)
  return next === null ? 'no_step' : next < at - late ? 'late' : null
}
