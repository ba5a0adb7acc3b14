// A ticket as it will be once the server has heard what this phone did: decided by the very rules of the server. What
// they refuse is left to the server to refuse, with its sentence. Pure.
import { iso } from '#core/contracts/instant.ts'
import type { Tap } from '#core/contracts/tap.ts'
import type { Ticket, TicketAction } from '#core/contracts/ticket.ts'
import type { Actor } from '#core/contracts/user.ts'
import { isRefusal } from '#core/contracts/refusal.ts'
import { takeOrAct } from '#core/domain/ticket-take.ts'
import type { TicketFacts } from '#core/domain/ticket.ts'
import type { Receipt, Waiting } from '../database.ts'

/** `sentAt` null: nobody has heard it yet. */
export type TicketDone = Pick<Waiting, 'kind' | 'at' | 'about'> & {
  body: Record<string, unknown> | null
  sentAt: number | null
}

/** What was done with a ticket and is not in the folder: heard since it was asked for, then what waits. */
export function doneSince(
  ticket: string,
  asked: number,
  receipts: readonly Receipt[],
  waiting: readonly Waiting[],
): TicketDone[] {
  const own = ({ kind, about }: Pick<Waiting, 'kind' | 'about'>) => kind.startsWith('ticket.') && about === ticket
  const heard = receipts.filter((receipt) => own(receipt) && receipt.sentAt >= asked).toSorted((a, b) => a.at - b.at)
  return [...heard, ...waiting.filter(own).map((thing) => ({ ...thing, sentAt: null }))]
}

/** Work is taken on by the server alone: two phones without a network must not both have it. */
const byServer: ReadonlySet<string> = new Set(['ticket.accept', 'ticket.decline', 'ticket.lease'])

/** `tag`: the checkpoint at the device. `offset`: what the phone's clock is off, ms. */
export function projected(
  ticket: Ticket,
  done: readonly TicketDone[],
  actor: Actor,
  { tag, offset }: { tag: string | null; offset: number },
): Ticket {
  return done
    .filter(({ kind, sentAt }) => sentAt !== null || !byServer.has(kind))
    .reduce((now, { kind, body, at: own }) => {
      const { version: _seen, ...said } = body ?? {}
      const action = { ...said, action: kind.slice('ticket.'.length) } as TicketAction
      const decided = takeOrAct(now, action, actor, own + offset, factsOf(said, actor, tag, own + offset))
      return isRefusal(decided) ? now : decided.next
    }, ticket)
}

/** The phone made the tap at the device; whether it proves anything is the server's to say. */
function factsOf(said: Record<string, unknown>, { name }: Actor, tag: string | null, at: number): TicketFacts {
  const read = { id: said['tap'], status: 'accepted', by: name, person: 'session', checkpoint: tag }
  const tap = typeof said['tap'] === 'string' ? ({ ...read, at: iso(at), receivedAt: iso(at) } as Tap) : null
  return { tap, tag, code: said['code'] !== undefined, telemetry: true }
}
