// A ticket that waits for somebody's word: what may be answered from a message, and what became of the answer. Pure but for
// the `send` that it is given.
import type { Ticket } from '#core/contracts/ticket.ts'
import type { Session } from '#core/contracts/user.ts'
import { isFree } from '#core/domain/ticket-take.ts'
import type { Reply, Send } from '../wire.ts'

/** For how long a ticket is held alone: a shift in a basement. */
export const holdHours = 8

type Whose = { username: string; vendor?: string | null }

/** Whether the ticket was given to this person, to his firm and nobody in it has it yet, or to nobody at all. */
export function isOffered(ticket: Ticket, { username, vendor: firm }: Whose): boolean {
  const { state, assignee, vendor } = ticket
  if (isFree(ticket)) return !firm
  return state === 'dispatched' && (assignee === username || (assignee === null && vendor !== null && vendor === firm))
}

/** What came of accepting: `held` with the ticket as it is, or why not; `no` carries the server's sentence. */
export type Accepted =
  | { how: 'held' | 'unheld'; ticket: Ticket }
  | { how: 'no'; detail: string }
  | { how: 'gone' | 'offline' | 'signed_out' }

type No = Exclude<Reply, { how: 'ok' }>
const notDone = (reply: No): Accepted => {
  if (reply.how === 'no') return reply.status === 404 ? { how: 'gone' } : { how: 'no', detail: reply.detail }
  return { how: reply.why === 'signed_out' ? 'signed_out' : 'offline' }
}

/**
 * Takes a ticket on as it stands now, for whoever is signed in, and holds it. What is somebody else's by now is left
 * alone: the message may be old.
 */
export async function acceptOffered(send: Send, id: string): Promise<Accepted> {
  const session = await send({ method: 'GET', path: '/session' })
  if (session.how !== 'ok') return notDone(session)
  const found = await send({ method: 'GET', path: `/tickets/${id}` })
  if (found.how !== 'ok') return notDone(found)
  const ticket = found.data as Ticket
  const { user } = session.data as Session
  if (ticket.state === 'dispatched' && !isOffered(ticket, user)) return { how: 'gone' }
  // Of what is no offer any more the server says why: who has it, or that it is over.
  const taken = await send({ method: 'POST', path: `/tickets/${id}/accept`, json: { version: ticket.version } })
  if (taken.how !== 'ok') return notDone(taken)
  const held = await send({ method: 'POST', path: `/tickets/${id}/lease`, json: { hours: holdHours } })
  return { how: held.how === 'ok' ? 'held' : 'unheld', ticket: taken.data as Ticket }
}

export type Answer = 'accept' | 'decline'

/** What may be answered on a message about a ticket; nothing without the server. What nobody was sent to is only taken. */
export async function offersNow(send: Send, id: string): Promise<readonly Answer[]> {
  const [session, found] = await Promise.all([
    send({ method: 'GET', path: '/session' }),
    send({ method: 'GET', path: `/tickets/${id}` }),
  ])
  if (session.how !== 'ok' || found.how !== 'ok') return []
  const ticket = found.data as Ticket
  if (!isOffered(ticket, (session.data as Session).user)) return []
  return isFree(ticket) ? ['accept'] : ['accept', 'decline']
}
