// Whether somebody stood at the device of a ticket: by his own tap of its tag since the work became his, else by the
// code on its label where it has no tag; everything else is only his word.
import { epoch, iso } from '../contracts/instant.ts'
import type { Tap } from '../contracts/tap.ts'
import type { OnSpot, Ticket } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'

export type SpotFacts = {
  /** The tap that was named, if there is one. */
  tap: Tap | null
  /** The checkpoint whose tag hangs at the device. */
  tag: string | null
  /** What was scanned is the label of the device. */
  code: boolean
}

/** How it is known that the actor is at the device. */
export function onSpot(ticket: Pick<Ticket, 'workSince'>, actor: Actor, facts: SpotFacts, at: number): OnSpot {
  const { tap, tag, code } = facts
  if (tap !== null && tag !== null && proves(tap, tag, ticket, actor))
    return { at: tap.at, by: actor.name, how: 'tap', tap: tap.id }
  const how = tag === null && code ? 'code' : 'told'
  return { at: iso(at), by: actor.name, how, tap: null }
}

const proves = (tap: Tap, tag: string, { workSince }: Pick<Ticket, 'workSince'>, actor: Actor): boolean =>
  tap.status === 'accepted' &&
  tap.by === actor.name &&
  (tap.person === 'session' || tap.person === 'badge') &&
  tap.checkpoint === tag &&
  workSince !== null &&
  epoch(tap.at) >= epoch(workSince) &&
  epoch(tap.receivedAt) >= epoch(workSince)
