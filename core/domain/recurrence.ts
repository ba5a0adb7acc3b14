// RFC 5545 recurrences for schedules. A rule is expanded on the site's wall clock as if it were UTC; schedule.ts then turns
// each wall-clock time into an instant, so that daylight saving is treated as for every other start. What the library
// passes over in silence (unknown parts, hours beyond 23) is refused here, and so is work without bounds.
import { RRuleTemporal } from 'rrule-temporal'

/** As many starts a day as a schedule of plain times may have. */
const mostADay = 48
const bounds = { maxIterations: 20_000, maxCandidateEvaluations: 20_000 }
const day = 86_400_000

const numbers = (low: number, high: number, signed = false) => {
  const fits = (text: string) => {
    const value = Math.abs(Number(text))
    return (signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/).test(text) && value >= low && value <= high
  }
  return (value: string): boolean => value.split(',').every(fits)
}
const one = (fits: (value: string) => boolean) => (value: string) => !value.includes(',') && fits(value)
const matches = (pattern: RegExp) => (value: string) => pattern.test(value)

/** Each part that a rule may have, and what it may say. Seconds, minutes between starts and other calendars are not among them. */
const parts = new Map<string, (value: string) => boolean>([
  ['FREQ', matches(/^(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/)],
  ['INTERVAL', one(numbers(1, 366))],
  ['COUNT', matches(/^([1-9]\d{0,2}|1000)$/)],
  ['UNTIL', matches(/^\d{8}(T\d{6})?$/)],
  ['BYMONTH', numbers(1, 12)],
  ['BYMONTHDAY', numbers(1, 31, true)],
  ['BYYEARDAY', numbers(1, 366, true)],
  ['BYWEEKNO', numbers(1, 53, true)],
  ['BYDAY', matches(/^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU))*$/)],
  ['BYHOUR', numbers(0, 23)],
  ['BYMINUTE', numbers(0, 59)],
  ['BYSETPOS', numbers(1, 366, true)],
  ['WKST', matches(/^(MO|TU|WE|TH|FR|SA|SU)$/)],
])

/** The parts of a rule by name; null when it is none. */
function partsOf(rrule: string): Map<string, string> | null {
  const found = new Map<string, string>()
  for (const part of rrule.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = '', more] = part.split('=')
    if (more !== undefined || found.has(name) || !parts.get(name)?.(value)) return null
    found.set(name, value)
  }
  return found.has('FREQ') ? found : null
}

const lengthOf = (list: string | undefined, otherwise: number): number => list?.split(',').length ?? otherwise

function startsADay(rule: Map<string, string>): number {
  const hours = lengthOf(rule.get('BYHOUR'), rule.get('FREQ') === 'HOURLY' ? 24 : 1)
  return hours * lengthOf(rule.get('BYMINUTE'), 1)
}

/** The same rule without doubt about its end: a last day counts whole. */
const exact = (rule: Map<string, string>): string =>
  [...rule].map(([name, value]) => `${name}=${name === 'UNTIL' ? lastMoment(value) : value}`).join(';')
const lastMoment = (until: string): string => `${until.length === 8 ? `${until}T235959` : until}Z`

/** `2026-11-23`, `20:00` → `20261123T200000Z`. */
const stamp = (from: string, start: string): string => `${from.replaceAll('-', '')}T${start.replace(':', '')}00Z`

type Recurrence = { rrule: string; from: string; start: string }

/** Rules that were opened, by their text: a counted one works out all its starts once. */
const opened = new Map<string, RRuleTemporal>()
const mostOpened = 500

/** The rule, ready to be asked; null when it is not one of ours. Throws when the library refuses it. */
function open({ rrule, from, start }: Recurrence): RRuleTemporal | null {
  const rule = partsOf(rrule)
  if (!rule || startsADay(rule) > mostADay) return null
  const rruleString = `DTSTART:${stamp(from, start)}\nRRULE:${exact(rule)}`
  const known = opened.get(rruleString) ?? new RRuleTemporal({ rruleString, ...bounds })
  if (opened.size >= mostOpened) opened.clear()
  opened.set(rruleString, known)
  return known
}

function timesOf(rule: RRuleTemporal, from: number, to: number): number[] {
  const counted = rule.options().count !== undefined
  const times = counted ? rule.all() : rule.between(new Date(from), new Date(to), true)
  return times.map((at) => at.epochMilliseconds).filter((at) => at >= from && at <= to)
}

/** What is wrong with a recurrence: `rrule` (not understood, more than 48 starts a day, endless to work out) or null. */
export function recurrenceFault(recurrence: Recurrence): 'rrule' | null {
  try {
    const rule = open(recurrence)
    const first = Date.parse(`${recurrence.from}T00:00:00Z`)
    if (rule) timesOf(rule, first, first + 400 * day)
    return rule ? null : 'rrule'
  } catch {
    return 'rrule'
  }
}

/**
 * The wall-clock times (written as if they were UTC, epoch ms) of a recurrence in [from, to]; none of a rule that
 * {@link recurrenceFault} finds fault with.
 */
export function recurrences(recurrence: Recurrence, from: number, to: number): number[] {
  try {
    const rule = open(recurrence)
    return rule ? timesOf(rule, from, to) : []
  } catch {
    return []
  }
}
