// What the clock on the wall of the site says. Zones shift by whole quarters of an hour, so the offset is asked once per
// quarter and kept.
const quarterMs = 900_000
const dayMs = 86_400_000
const offsets = new Map<string, number>()

/** Milliseconds of the site's day that have passed, 0 … 86,399,999. */
export function timeOfDay(at: number, timezone: string): number {
  const local = at + offset(at, timezone)
  return ((local % dayMs) + dayMs) % dayMs
}

/** Hour of the site's day as a fraction, 0 … 24. */
export const hourOfDay = (at: number, timezone: string): number => timeOfDay(at, timezone) / 3_600_000

function offset(at: number, timezone: string): number {
  const quarter = Math.floor(at / quarterMs) * quarterMs
  const key = `${timezone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size > 10_000) offsets.clear()
  const found = Date.parse(localIso(quarter, timezone)) - quarter
  offsets.set(key, found)
  return found
}

function localIso(at: number, timezone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`
}
