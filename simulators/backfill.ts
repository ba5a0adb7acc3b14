// History for charts: what the same machines said over the last days, a reading every five minutes, as telemetry arrays.
// Nothing happens in it: no faults, no events, no taps.
import { topicOf } from '../core/contracts/topic.ts'
import type { Inputs, Machine, Metrics } from './behaviour.ts'
import type { Estate, EstateDevice } from './estate.ts'
import { machinesOf } from './machines.ts'
import { hourOfDay } from './site-time.ts'
import type { Message } from './world.ts'

const everyMs = 300_000
const dayMs = 86_400_000
/** Keeps an array of the longest readings (a pump's, about 350 bytes) well under the 256 KiB of a packet. */
const itemsPerMessage = 400

export type BackfillOptions = { estate: Estate; seed: number; days: number; until: number }

/**
 * The history of the `days` before `until` (epoch ms), machine by machine. Lazy: each message costs a few milliseconds,
 * so the caller can breathe between them.
 */
export function* history({ estate, seed, days, until }: BackfillOptions): Generator<Message> {
  const { timezone } = estate.sites[0]!
  const devices = new Map(estate.devices.map((device) => [device.id, device]))
  // On the five-minute grid, so that a second backfill repeats the same readings instead of adding new ones.
  const last = Math.floor((until - 1) / everyMs) * everyMs
  const first = last - days * dayMs + everyMs
  const quiet = (at: number): Inputs => ({ at, hour: hourOfDay(at, timezone), fault: () => undefined, orders: [] })
  for (const machine of machinesOf(estate, seed, quiet(first - everyMs)))
    yield* past(machine, devices, first, last, quiet, until)
}

type Item = { ts: number; seq: number; metrics: Metrics }

function* past(
  machine: Machine,
  devices: ReadonlyMap<string, EstateDevice>,
  first: number,
  last: number,
  inputs: (at: number) => Inputs,
  until: number,
): Generator<Message> {
  const pages = new Map<string, Item[]>(machine.devices.map((id) => [id, []]))
  for (let at = first; at <= last; at += everyMs) {
    machine.step(inputs(at), everyMs / 1000)
    for (const [id, page] of pages) {
      page.push({ ts: at, seq: at / everyMs, metrics: machine.report(id) })
      if (page.length < itemsPerMessage && at < last) continue
      yield message(devices.get(id)!, page.splice(0), until)
    }
  }
}

const message = (device: EstateDevice, payload: Item[], at: number): Message => ({
  at,
  device: device.id,
  channel: 'telemetry',
  topic: topicOf(device, 'telemetry'),
  payload,
  retain: false,
})
