// The states of a ticket as a table: from each one, where an action leads.
import type { TicketActionName, TicketState } from '../contracts/ticket.ts'

export type Transitions = Partial<Record<TicketActionName, TicketState>>

/** Said or agreed beside the work; the state stays. */
const aside = <S extends TicketState>(state: S) => ({ callback: state, appoint: state }) as const
const held = <S extends TicketState>(state: S) => ({ ...aside(state), lease: state, release: state }) as const

/** From each state, where an action leads. An action that is not listed is refused with `ticket_transition`. */
export const transitions = {
  new: { dispatch: 'dispatched', decline: 'declined', cancel: 'cancelled', ...aside('new') },
  dispatched: {
    ...{ dispatch: 'dispatched', accept: 'accepted', decline: 'new', cancel: 'cancelled' },
    ...held('dispatched'),
  },
  accepted: {
    ...{ dispatch: 'dispatched', start: 'working', arrive: 'working', cancel: 'cancelled' },
    ...held('accepted'),
  },
  working: {
    ...{ wait: 'waiting', arrive: 'working', check: 'working', finish: 'done', cancel: 'cancelled' },
    ...held('working'),
  },
  waiting: { resume: 'working', cancel: 'cancelled', ...held('waiting') },
  done: { verify: 'verified', reject: 'working', rate: 'done', callback: 'done' },
  verified: { close: 'closed', rate: 'verified', callback: 'verified' },
  closed: { rate: 'closed', callback: 'closed' },
  cancelled: {},
  declined: { callback: 'declined' },
} as const satisfies Record<TicketState, Transitions>

/** Where an action leads from a state, or null when it is refused there. Buttons show what is not null. */
export const leadsTo = (state: TicketState, action: TicketActionName): TicketState | null =>
  (transitions[state] as Transitions)[action] ?? null

/** The word of the timeline for each action. */
export const entryOf = {
  dispatch: 'dispatched',
  accept: 'accepted',
  decline: 'declined',
  start: 'started',
  wait: 'waiting',
  resume: 'resumed',
  finish: 'finished',
  verify: 'verified',
  reject: 'rejected',
  close: 'closed',
  cancel: 'cancelled',
  rate: 'rated',
  callback: 'callback',
  arrive: 'arrived',
  check: 'checked',
  appoint: 'appointed',
  lease: 'leased',
  release: 'released',
} as const satisfies Record<TicketActionName, string>

/** In these states the action has been done already; repeating it changes nothing. */
export const doneIn: Transitions = {
  start: 'working',
  wait: 'waiting',
  resume: 'working',
  finish: 'done',
  verify: 'verified',
  close: 'closed',
  cancel: 'cancelled',
}
