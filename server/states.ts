// The states of all devices in memory, and their slow way into the records: a sweep writes what was touched in slices,
// and only when it is through is the place safe at which it began. A restart replays states from there.
import type { Kysely } from 'kysely'
import type { Happening } from '../core/contracts/live.ts'
import type { Lane } from '../gateway/journal/journal.ts'
import { intervalOf, type Estate } from './estate.ts'
import { newState, packState, unpackState, type DeviceState } from './latest.ts'
import { allStates, type StateRow } from './store/device-state.ts'
import type { Records } from './store/schema.ts'

/** States written in one transaction; more would hold up the loop. */
const slice = 500
/** A sweep begins so long after the last one ended, in pipeline time. */
const sweepEvery = 5_000

export type Place = Record<Lane, number>
export type Slice = {
  rows: StateRow[]
  /** Where the sweep began that ends with this slice; null while it goes on. */
  finished: Place | null
  /** The slice could not be written: all of its sweep is to be swept again. */
  restore(): void
}

export type States = {
  map: ReadonlyMap<string, DeviceState>
  /** A state has changed. */
  touch(device: string): void
  /** The next slice; `place` is how far the journal is judged, `now` pipeline time. */
  next(place: Place, now: number): Slice
  /** Takes over devices that came, changed or went. */
  apply(happenings: readonly Happening[]): void
}

export async function loadStates(db: Kysely<Records>, estate: Estate): Promise<States> {
  const docs = new Map((await allStates(db)).map(({ device, doc }) => [device, doc]))
  const map = new Map<string, DeviceState>()
  for (const device of estate.devices.values()) {
    const doc = docs.get(device.id)
    const interval = intervalOf(estate, device)
    map.set(device.id, doc === undefined ? newState(device, interval) : unpackState(doc, device, interval))
  }
  let touched = new Set<string>()
  let sweep: { left: string[]; place: Place } | null = null
  let swept = -Infinity

  function refresh(id: string): void {
    const device = estate.devices.get(id)
    if (!device) return void map.delete(id)
    const interval = intervalOf(estate, device)
    const known = map.get(id)
    if (known) Object.assign(known.watched, { parent: device.parent, interval })
    else map.set(id, newState(device, interval))
  }
  return {
    map,
    touch: (device) => void touched.add(device),
    next(place, now) {
      if (!sweep && (now >= swept + sweepEvery || now < swept)) {
        sweep = { left: [...touched], place: { ...place } }
        touched = new Set()
      }
      const ids = sweep?.left.splice(0, slice) ?? []
      const finished = sweep?.left.length === 0 ? sweep.place : null
      const left = sweep?.left ?? []
      if (finished) {
        sweep = null
        swept = now
      }
      const rows = ids.flatMap((device) => {
        const state = map.get(device)
        return state ? [{ device, doc: packState(state) }] : []
      })
      const restore = () => {
        for (const id of [...ids, ...left]) touched.add(id)
        sweep = null
        swept = -Infinity
      }
      return { rows, finished, restore }
    },
    apply(happenings) {
      for (const { type, id } of happenings)
        if (type.startsWith('device.')) refresh(id)
        else if (type.startsWith('kind.'))
          for (const device of estate.devices.values()) if (device.kind === id) refresh(device.id)
    },
  }
}
