// The text of an entry in its record: JSON. Readings, nearly all there is, stand in a short form, an array without names
// and with times as differences, which takes half the work and a third of the bytes; whatever it cannot hold exactly
// stands in the plain form.
import type { Reading } from '../../core/contracts/reading.ts'
import type { Entry } from './journal.ts'

type Readings = Extract<Entry, { type: 'readings' }>

/** at, device, then of each reading: at − ts, ordinal, seq, at − judged, flags, metrics */
const head = 2
const stride = 6
const byServer = 1
const isLate = 2

/** The entry as text. */
export function textOfEntry(entry: Entry): string {
  const short = entry.type === 'readings' ? shortForm(entry) : null
  return JSON.stringify(short ?? entry)
}

/** The entry of a text that {@link textOfEntry} made. */
export function entryOfText(text: string): Entry {
  const value = JSON.parse(text) as Entry | unknown[]
  return Array.isArray(value) ? readingsOf(value) : value
}

function shortForm({ at, device, readings }: Readings): unknown[] | null {
  const form: unknown[] = [at, device]
  for (const reading of readings) {
    if (!isShort(reading, at, device)) return null
    const { ts, ordinal, seq, judged, timed, late, metrics } = reading
    const flags = (timed === 'server' ? byServer : 0) | (late ? isLate : 0)
    form.push(at - ts, ordinal, seq, at - judged, flags, metrics)
  }
  return form
}

/** Whether the differences give back the very same times, and nothing is said that has no place. */
const isShort = ({ at, ts, judged, device, claimed }: Reading, received: number, sender: string): boolean =>
  at === received &&
  device === sender &&
  claimed === undefined &&
  Number.isSafeInteger(at) &&
  Number.isSafeInteger(ts) &&
  Number.isSafeInteger(at - ts) &&
  Number.isSafeInteger(judged) &&
  Number.isSafeInteger(at - judged)

function readingsOf(form: unknown[]): Readings {
  const [at, device] = form as [number, string]
  const readings: Reading[] = []
  for (let n = head; n < form.length; n += stride) {
    const flags = form[n + 4] as number
    readings.push({
      device,
      ts: at - (form[n] as number),
      ordinal: form[n + 1] as number,
      seq: form[n + 2] as number | null,
      at,
      timed: flags & byServer ? 'server' : 'device',
      judged: at - (form[n + 3] as number),
      late: (flags & isLate) !== 0,
      metrics: form[n + 5] as Reading['metrics'],
    })
  }
  return { type: 'readings', at, device, readings }
}
