// What a technician does with a ticket, as it goes into the phone's queue. Taking it on names the version that was seen,
// so that a ticket that changed meanwhile is looked at again; work that is held alone goes on whatever the clocks say.
import type { CheckAnswer, PauseWhy } from '#core/contracts/policy.ts'
import type { Ticket } from '#core/contracts/ticket.ts'
import type { KeptFile, TicketDeed } from '../database.ts'
import { keep } from '../deeds.ts'
import type { Finish } from './handed.ts'
import { holdHours } from './offer.ts'

const act = (ticket: string, deed: TicketDeed, body: Record<string, unknown>, files: KeptFile[] = []) =>
  keep({ kind: `ticket.${deed}`, path: `/tickets/${ticket}/${deed}`, body, about: ticket }, files)

type Seen = Pick<Ticket, 'id' | 'version'>

/** Takes the ticket on and holds it, so that nobody else begins while this phone has no network. */
export async function accept({ id, version }: Seen): Promise<void> {
  await act(id, 'accept', { version })
  await act(id, 'lease', { hours: holdHours })
}
export const decline = ({ id, version }: Seen, reason: string): Promise<string> =>
  act(id, 'decline', { version, reason })
/** Holds a ticket that was taken on without being held, or whose time alone is over. */
export const hold = (id: string): Promise<string> => act(id, 'lease', { hours: holdHours })
/** `tap`: the own tap at the device; without it the arrival is only said. */
export const arriveAt = (id: string, tap?: string): Promise<string> =>
  act(id, 'arrive', tap === undefined ? {} : { tap })
export const answerStep = (id: string, answer: CheckAnswer, files: readonly KeptFile[]): Promise<string> =>
  act(id, 'check', { items: [answer] }, [...files])
export const wait = (id: string, why: PauseWhy, reason: string): Promise<string> => act(id, 'wait', { why, reason })
export const goOn = (id: string): Promise<string> => act(id, 'resume', {})

export const finish = (id: string, done: Finish): Promise<string> => act(id, 'finish', done)
