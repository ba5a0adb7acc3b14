// What an action's form sends, from what was filled in. Pure.
import { iso } from '#core/contracts/instant.ts'
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import { dayOf, instantOf } from '#core/domain/schedule.ts'
import { formatTime } from '#core/texts/format.ts'

/** Everything that any form of an action may hold; each action reads its own. */
export type Filled = {
  words: string
  minutes: string
  cost: string
  score: string
  user: string
  vendor: string
  why: string
  override: string
  code: string
  /** `YYYY-MM-DDTHH:MM` on the clock of the site. */
  time: string
}
export const nothingFilled = (): Filled => ({
  ...{
    words: '',
    minutes: '',
    cost: '',
    score: '5',
    user: '',
    vendor: '',
    why: 'other',
    override: '',
    code: '',
    time: '',
  },
})

const owed: readonly TicketActionName[] = ['decline', 'wait', 'reject', 'cancel', 'callback']
/** Whether the words of an action must be said. */
export const owesWords = (action: TicketActionName): boolean => owed.includes(action)

const orNothing = (words: string): string | undefined => words.trim() || undefined

/** The body of an action; `tap`: the one at the device, `zone`: of the site. */
export function bodyOf(action: TicketActionName, filled: Filled, tap: string | undefined, zone: string): object {
  const said = orNothing(filled.words)
  switch (action) {
    case 'dispatch':
      return filled.vendor ? { vendor: filled.vendor } : { user: filled.user }
    case 'finish':
      return { ...finished(filled), note: said, tap }
    case 'close':
      return { cost: number(filled.cost) }
    case 'verify':
      return { note: said, override: orNothing(filled.override) }
    case 'rate':
      return { score: Number(filled.score), text: said }
    case 'callback':
      return { text: said }
    case 'wait':
      return { reason: said, why: filled.why }
    case 'appoint':
      return { at: instantOfInput(filled.time, zone) }
    default:
      return { reason: said }
  }
}

const number = (typed: string): number | undefined => (typed.trim() === '' ? undefined : Number(typed))
const finished = ({ minutes, cost, code }: Filled) => ({
  ...{ minutes: number(minutes), cost: number(cost) },
  code: orNothing(code),
})

/** What a field for date and time holds, as an instant of the API. */
export const instantOfInput = (time: string, zone: string): string =>
  iso(instantOf(time.slice(0, 10), time.slice(11, 16), zone))

/** An instant as a field for date and time shows it, on the clock of a zone. */
export const inputOfInstant = (at: number, zone: string): string =>
  `${dayOf(at, zone)}T${formatTime(at, zone).slice(0, 5)}`

/** Whether a complaint still owes a call-back. */
export const owesCallback = ({ type, closedAt, timeline }: Pick<Ticket, 'type' | 'closedAt' | 'timeline'>): boolean =>
  type === 'complaint' && closedAt === null && !timeline.some((entry) => entry.type === 'callback')
