// Taking a step with a ticket: at once, or after its form was filled in. One for each page that shows steps.
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import { actOn } from './act.ts'
import { isAtOnce } from './actions.ts'

export type Doer = {
  /** The form that stands open. */
  readonly asking: { ticket: Ticket; action: TicketActionName } | null
  readonly busy: boolean
  press: (ticket: Ticket, action: TicketActionName) => Promise<void>
  /** The form was filled in, or given up (null). */
  done: (next: Ticket | null) => void
}

/** `changed`: takes the ticket as it is after a step. */
export function createDoer(changed: (ticket: Ticket) => void): Doer {
  let asking = $state.raw<Doer['asking']>(null)
  let busy = $state(false)
  return {
    get asking() {
      return asking
    },
    get busy() {
      return busy
    },
    async press(ticket, action) {
      if (!isAtOnce(ticket, action)) return void (asking = { ticket, action })
      busy = true
      const answer = await actOn(ticket, action, {})
      busy = false
      if (answer.ok) changed(answer.data)
    },
    done(next) {
      asking = null
      if (next) changed(next)
    },
  }
}
