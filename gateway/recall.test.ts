// A restart on the real journal: what was sent before is still a repeat, keys and connection numbers go on.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGateway } from './app.ts'
import type { Directory } from './directory.ts'
import { handClock, literalDirectory, memoryJournal, settings, silentLog, startHouse } from './gateway.fixture.ts'
import type { House } from './gateway.fixture.ts'
import type { Entry, Journal, Lane } from './journal/journal.ts'
import { openJournal } from './journal/segments.ts'
import { openOffsets } from './offset.ts'
import { recall } from './recall.ts'
import { openRepeats } from './repeats.ts'

const telemetry = 'fm/v1/hq/pump/p-1/telemetry'
const event = 'fm/v1/hq/pump/p-1/event'

let dir: string
beforeEach(async () => void (dir = await mkdtemp(path.join(tmpdir(), 'watchkeeper-recall-'))))
afterEach(() => rm(dir, { recursive: true }))

async function entriesOf(journal: Journal, lane: Lane): Promise<Entry[]> {
  const head = journal.head(lane)
  const found: Entry[] = []
  const all = Promise.withResolvers<void>()
  const follower = journal.follow(lane, 0, (records) => {
    found.push(...records.map((record) => record.entry))
    if ((records.at(-1)?.position ?? 0) >= head) all.resolve()
  })
  await all.promise
  await follower.stop()
  return found
}

/** Runs one life of the product on the same directory. */
async function life<T>(work: (house: House, journal: Journal) => Promise<T>): Promise<T> {
  const journal = await openJournal({ dir, now: Date.now, reserveBytes: 0 })
  const house = await startHouse({ journal })
  try {
    return await work(house, journal)
  } finally {
    await house.stop()
    await journal.close()
  }
}

describe('after a restart', () => {
  it('a repeat changes nothing and a new reading gets the next key', async () => {
    const reading = (seq: number, ts: number) => JSON.stringify({ ts, seq, metrics: { current_a: 1 } })
    await life(async ({ client, clock }) => {
      const device = await client('p-1')
      await device.publishAsync(telemetry, reading(1, clock.now()), { qos: 1 })
      await device.publishAsync(event, '{"id":"e-1","type":"trip"}', { qos: 1 })
    })
    await life(async ({ client, clock, gateway }, journal) => {
      const device = await client('p-1')
      await device.publishAsync(telemetry, reading(1, clock.now()), { qos: 1, dup: true })
      await device.publishAsync(event, '{"id":"e-1","type":"trip"}', { qos: 1, dup: true })
      await device.publishAsync(telemetry, reading(2, clock.now()), { qos: 1 })
      expect(gateway.status()).toMatchObject({ received: 3, accepted: 1, repeats: 2 })
      const readings = (await entriesOf(journal, 'bulk')).flatMap((e) => (e.type === 'readings' ? e.readings : []))
      expect(readings.map((r) => [r.seq, r.ordinal])).toEqual([
        [1, 0],
        [2, 1],
      ])
      const urgent = await entriesOf(journal, 'urgent')
      expect(urgent.filter((entry) => entry.type === 'event')).toHaveLength(1)
      const epochs = urgent.flatMap((entry) => (entry.type === 'presence' ? [entry.epoch] : []))
      expect(new Set(epochs).size).toBe(2)
      expect(epochs).toEqual(epochs.toSorted((a, b) => a - b))
    })
  })

  it('a measured clock is still known', async () => {
    const hour = 3_600_000
    await life(async ({ client, clock }) => {
      const device = await client('p-1')
      await device.publishAsync(telemetry, JSON.stringify({ ts: clock.now() - hour, metrics: { current_a: 1 } }), {
        qos: 1,
      })
    })
    await life(({ gateway }) => {
      expect(gateway.clockOffset('p-1')).toBe(hour)
      return Promise.resolve()
    })
  })

  it('a clock that was not believed corrects nothing once it is right', async () => {
    const { journal } = memoryJournal()
    const clock = handClock()
    const { directory } = literalDirectory()
    const shown = (clockOffsetMs: number): Directory => ({
      ...directory,
      clockOffset: () => clockOffsetMs,
    })
    const offsetAfter = async (before: number) => {
      const gateway = await createGateway({ settings, directory: shown(before), clock, journal, log: silentLog })
      await gateway.stop()
      return gateway.clockOffset('p-1')
    }
    expect(await offsetAfter(-3_600_000)).toBeNull()
    expect(await offsetAfter(clock.now())).toBeNull()
    expect(await offsetAfter(3_600_000)).toBe(3_600_000)
  })

  it('each life begins with a boot tick in each lane, then the time is told', async () => {
    await life(() => Promise.resolve())
    await life(async ({ clock }, journal) => {
      clock.turn(1000)
      await journal.append('bulk', { type: 'tick', at: 0, boot: false })
      const ticks = (await entriesOf(journal, 'bulk')).flatMap((e) => (e.type === 'tick' ? [[e.at, e.boot]] : []))
      const start = clock.now() - 1000
      expect(ticks).toEqual([
        [start, true],
        [start, true],
        [start + 1000, false],
        [0, false],
      ])
    })
  })
})

describe('recall', () => {
  it('goes back ten minutes in a long lane and no further than it must', async () => {
    const { journal, records } = memoryJournal()
    const at = handClock().now()
    for (let i = 0; i < 40_000; i++) {
      const received = at - (40_000 - i) * 100
      const reading = { device: 'd', ts: received, ordinal: 0, seq: i, at: received, judged: received }
      const rest = { timed: 'device', late: false, metrics: {} } as const
      const entry: Entry = { type: 'readings', at: received, device: 'd', readings: [{ ...reading, ...rest }] }
      records.bulk.push({ lane: 'bulk', position: i + 1, entry })
    }
    const repeats = openRepeats()
    let recalled = 0
    const counting = { ...repeats, recall: () => void recalled++ }
    await recall(journal, { repeats: counting, offsets: openOffsets(() => null), raise: () => {} })
    expect(recalled).toBeGreaterThanOrEqual(6000)
    expect(recalled).toBeLessThanOrEqual(16_384)
  })

  it('of an unreadable journal fails the start instead of forgetting', async () => {
    const { journal } = memoryJournal()
    const broken = { ...journal, append: () => Promise.reject(new Error('EIO')) }
    const estate = literalDirectory()
    const parts = { settings, directory: estate.directory, clock: handClock(), log: silentLog }
    await expect(createGateway({ ...parts, journal: broken })).rejects.toThrow('EIO')
  })
})
