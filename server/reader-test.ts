// Whether patrol readers were tested at the edges of shifts. A reader takes part when its device names its test tag
// (attribute `testTag`, the UID); what it reads of that tag is no visit of any place.
import type { Transaction } from 'kysely'
import type { Device } from '../core/contracts/device.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Tap } from '../core/contracts/tap.ts'
import { testsDue, testWindow, type ShiftEdge } from '../core/domain/reader-test.ts'
import type { Estate } from './estate.ts'
import type { InternalEvent, Internals } from './internal.ts'
import { findDevice } from './store/device.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import type { Records } from './store/schema.ts'
import { wasTested } from './store/tap.ts'

type Tx = Transaction<Records>
/** `listeningSince`: since when the gateway has listened without a gap, epoch ms. */
type Time = { at: number; cause: string; listeningSince: number }

const kind = 'patrol_reader'
const askedKey = 'readers_asked'

/** The test tag of a reader, or null. */
const testTagOf = ({ attributes }: Device): string | null =>
  typeof attributes.testTag === 'string' ? attributes.testTag.replaceAll(/[:\s-]/g, '').toUpperCase() : null

/** Whether a reader has read its own test tag. */
export async function isSelfTest(tx: Tx, reader: string | null, uid: string | null): Promise<boolean> {
  const device = reader === null || uid === null ? null : await findDevice(tx, reader)
  return device !== null && testTagOf(device) === uid
}

const eventOf = (
  { id, site }: Pick<Device, 'id' | 'site'>,
  name: InternalEvent['name'],
  data: Record<string, unknown>,
  at: number,
  cause: string,
): InternalEvent => ({ name, subject: { type: 'device', id }, data, site, device: id, at, cause })

/** A self-test was read: whoever missed it hears of it. */
export const tellTested = (tx: Tx, internals: Internals, tap: Tap, at: number): Promise<NewHappening[]> =>
  internals.tell(
    tx,
    eventOf({ id: tap.reader!, site: tap.site! }, 'reader_tested', { tap: tap.id }, at, `test/${tap.id}`),
  )

/** Says which readers were not tested at the edges of shifts that are over now; to be called once a minute. */
export async function askReaders(tx: Tx, estate: Estate, internals: Internals, time: Time): Promise<NewHappening[]> {
  const readers = [...estate.devices.values()].filter(
    (device) => device.kind === kind && testTagOf(device) !== null && !device.service,
  )
  if (readers.length === 0) return []
  const asked = await readMeta(tx, askedKey)
  const due = readers.flatMap((device) =>
    edgesOf(estate, device.site, Number(asked ?? time.at), time).map((edge) => ({ device, edge })),
  )
  // Kept only when it matters, so that a quiet minute writes nothing.
  if (asked === null || due.length > 0) await writeMeta(tx, askedKey, String(time.at))
  const told: NewHappening[] = []
  for (const { device, edge } of due) told.push(...(await askReader(tx, internals, device, edge, time.at)))
  return told
}

async function askReader(tx: Tx, internals: Internals, device: Device, { shift, edge, at }: ShiftEdge, now: number) {
  if (await wasTested(tx, device.id, at - testWindow, at + testWindow)) return []
  const cause = `untested/${device.id}/${shift}/${edge}/${at}`
  return internals.tell(tx, eventOf(device, 'reader_untested', { shift, edge }, now, cause))
}

/** Where nobody listened, nothing can have been heard. */
function edgesOf(estate: Estate, site: string, since: number, { at, listeningSince }: Time): ShiftEdge[] {
  const shifts = [...estate.shifts.values()].filter((shift) => shift.site === site)
  const timezone = estate.sites.get(site)?.timezone ?? 'UTC'
  return testsDue(shifts, timezone, since, at).filter((edge) => edge.at - testWindow >= listeningSince)
}
