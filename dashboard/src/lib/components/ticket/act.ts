// Carries out an action on a ticket and says what came of it.
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import { call, type Answer } from '#lib/api.ts'
import { estate } from '#lib/estate.svelte.ts'
import { t } from '#lib/locale.svelte.ts'
import { toast } from '#lib/toast.svelte.ts'

/** Sends `action` with what the person filled in; says nothing. */
export function sendAction(ticket: Ticket, action: TicketActionName, fields: object): Promise<Answer<Ticket>> {
  // One line of the table stands for all of them: each answers the ticket, and the form gave the fields of its action.
  const line = `POST /tickets/{id}/${action}` as 'POST /tickets/{id}/accept'
  return call(line, { id: ticket.id, body: { ...fields, version: ticket.version } })
}

/** Does `action`; the answer is the new ticket, or why not (also shown). */
export async function actOn(ticket: Ticket, action: TicketActionName, fields: object): Promise<Answer<Ticket>> {
  const answer = await sendAction(ticket, action, fields)
  if (answer.ok) toast.done(t(`ticket.state.${answer.data.state}`))
  else toast.refused(answer.problem.detail || t('app.unreachable'))
  return answer
}

/** The tap with which somebody proved to stand at the ticket's device, if the last one was there. */
export function tapAtDevice(ticket: Ticket, me: string): string | undefined {
  const tag = ticket.device === null ? null : (estate.devices.get(ticket.device)?.tag ?? null)
  const tap = estate.taps.get(me)
  return tag !== null && tap?.checkpoint === tag ? tap.id : undefined
}
