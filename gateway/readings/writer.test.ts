// The way of readings from the journal into a store: batches, outages, refusals, restarts, upkeep.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../journal/journal.ts'
import { openJournal, type SegmentJournal } from '../journal/segments.ts'
import { openMemoryReadings } from './memory.ts'
import { fileOffsets, type Offset, type Offsets } from './offsets.ts'
import { Unavailable, type Point, type ReadingsStore } from './store.ts'
import { startReadingsWriter, type ReadingsWriter, type WriterOptions } from './writer.ts'

const at = Date.UTC(2026, 0, 5)
let dir: string
let journal: SegmentJournal
let writer: ReadingsWriter | null

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'wk-writer-'))
  journal = await openJournal({ dir: path.join(dir, 'journal'), now: () => at, reserveBytes: 0 })
  writer = null
})
afterEach(async () => {
  await writer?.stop()
  await journal.close()
  await rm(dir, { recursive: true })
})

const entry = (n: number, device = 'p-1'): Entry => ({
  type: 'readings',
  at: at + n,
  device,
  readings: [
    {
      device,
      ts: at + n,
      ordinal: 0,
      seq: n,
      at: at + n,
      timed: 'device',
      judged: at + n,
      late: false,
      metrics: { n },
    },
  ],
})
const appendAll = (from: number, to: number): Promise<number[]> =>
  Promise.all(Array.from({ length: to - from }, (_, n) => journal.append('bulk', entry(from + n))))

/** A clock whose ticks are given by hand. */
function handClock() {
  const ticks: { ms: number; tick: () => void }[] = []
  const clock = {
    now: () => at,
    every: (ms: number, tick: () => void) => {
      ticks.push({ ms, tick })
      return () => undefined
    },
  }
  return { clock, pass: (ms: number) => ticks.filter((known) => known.ms === ms).forEach(({ tick }) => tick()) }
}
function memoryOffsets(offset: Offset | null = null) {
  const saved: Offset[] = []
  const offsets: Offsets = {
    load: () => Promise.resolve(offset),
    save: (next) => Promise.resolve(void saved.push(next)),
  }
  return { offsets, saved }
}
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

function start(store: ReadingsStore, options: Partial<WriterOptions> = {}): ReadingsWriter {
  return (writer = startReadingsWriter({
    journal,
    store,
    kindOf: () => ({ kind: 'pump', site: 'hq' }),
    offsets: memoryOffsets().offsets,
    onRefused: () => undefined,
    log: silent,
    clock: handClock().clock,
    ...options,
  }))
}
const caughtUp = (running: ReadingsWriter): Promise<void> =>
  expect.poll(() => running.status().position, { timeout: 10_000 }).toBe(journal.head('bulk'))
const seqs = async (store: ReadingsStore, device = 'p-1'): Promise<(number | null)[]> => {
  const page = await store.raw({ device, kind: 'pump', from: 0, to: at * 2, limit: 100_000, cursor: null })
  return page.items.map((item) => item.seq)
}
const range = (to: number): number[] => Array.from({ length: to }, (_, n) => n)

test('everything in the journal and everything that comes is stored, in few batches', async () => {
  const memory = openMemoryReadings()
  let batches = 0
  const store = { ...memory, write: (points: readonly Point[]) => (batches++, memory.write(points)) }
  await appendAll(0, 3000)
  const running = start(store)
  await appendAll(3000, 4000)
  await caughtUp(running)
  expect(await seqs(store)).toEqual(range(4000))
  expect(batches).toBeLessThan(100)
  expect(running.lag()).toBe(0)
})

test('an outage is waited for, longer and longer, and told; then all is stored', async () => {
  const memory = openMemoryReadings()
  const waits: number[] = []
  const faults: (string | null)[] = []
  const store: ReadingsStore = {
    ...memory,
    write: (points) =>
      waits.length < 10 ? Promise.reject(new Unavailable('connection refused')) : memory.write(points),
  }
  const wait = (ms: number): Promise<void> => {
    waits.push(ms)
    faults.push(running.status().fault)
    return Promise.resolve()
  }
  const running = start(store, { wait })
  await appendAll(0, 100)
  await caughtUp(running)
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  expect(new Set(faults)).toEqual(new Set(['connection refused']))
  expect(running.status()).toMatchObject({ ok: true, fault: null, since: null })
  expect(await seqs(store)).toEqual(range(100))
})

test('the pause is as long as the store asks for', async () => {
  const memory = openMemoryReadings()
  const waits: number[] = []
  const store: ReadingsStore = {
    ...memory,
    write: (points) => (waits.length === 0 ? Promise.reject(new Unavailable('busy', 7000)) : memory.write(points)),
  }
  const running = start(store, { wait: (ms) => Promise.resolve(void waits.push(ms)) })
  await appendAll(0, 1)
  await caughtUp(running)
  expect(waits).toEqual([7000])
})

test('during an outage memory is bounded: the journal waits', async () => {
  const sizes: number[] = []
  let up = (): void => undefined
  const outage = new Promise<void>((resolve) => (up = resolve))
  const memory = openMemoryReadings()
  const store: ReadingsStore = {
    ...memory,
    async write(points) {
      sizes.push(points.length)
      await outage
      return memory.write(points)
    },
  }
  await appendAll(0, 30_000)
  const running = start(store)
  await expect.poll(() => sizes.length).toBe(1)
  await appendAll(30_000, 40_000)
  up()
  await caughtUp(running)
  expect(Math.max(...sizes)).toBeLessThan(5000 + 4096)
  expect(await seqs(store)).toEqual(range(40_000))
})

test('what the store refuses for ever is handed on with its reason and counted', async () => {
  const memory = openMemoryReadings()
  const refused: string[] = []
  const store: ReadingsStore = {
    ...memory,
    async write(points) {
      const odd = points.filter(({ reading }) => reading.seq === 5)
      await memory.write(points.filter(({ reading }) => reading.seq !== 5))
      return { refused: odd.map((point) => ({ point, reason: 'type conflict' })) }
    },
  }
  const running = start(store, { onRefused: ({ point, reason }) => refused.push(`${point.reading.seq}: ${reason}`) })
  await appendAll(0, 10)
  await caughtUp(running)
  expect(refused).toEqual(['5: type conflict'])
  expect(running.status()).toMatchObject({ refused: 1, ok: true })
  expect(await seqs(store)).toHaveLength(9)
})

test('readings of a device that is no longer registered are left out', async () => {
  const store = openMemoryReadings()
  const running = start(store, { kindOf: (device) => (device === 'gone' ? null : { kind: 'pump', site: 'hq' }) })
  await journal.append('bulk', entry(1, 'gone'))
  await journal.append('bulk', entry(2))
  await caughtUp(running)
  expect(await seqs(store)).toEqual([2])
  expect(await seqs(store, 'gone')).toEqual([])
})

describe('the offset', () => {
  test('is kept once roll-ups hold everything up to it, and starts the next life', async () => {
    const { clock, pass } = handClock()
    const { offsets, saved } = memoryOffsets()
    const running = start(openMemoryReadings(), { clock, offsets })
    await appendAll(0, 10)
    await caughtUp(running)
    expect(saved).toEqual([])
    expect(running.position()).toBe(0)
    pass(60_000)
    await expect.poll(() => running.position()).toBe(10)
    expect(saved).toEqual([{ epoch: journal.epoch, position: 10 }])
    await running.stop()
    const later = openMemoryReadings()
    const next = start(later, { offsets: memoryOffsets(saved[0]).offsets })
    await appendAll(10, 15)
    await caughtUp(next)
    expect(await seqs(later)).toEqual([10, 11, 12, 13, 14])
  })

  test('is not kept when the roll-up failed', async () => {
    const { clock, pass } = handClock()
    const { offsets, saved } = memoryOffsets()
    let broken = true
    const store: ReadingsStore = {
      ...openMemoryReadings(),
      rollUp: () => (broken ? Promise.reject(new Unavailable('no')) : Promise.resolve()),
    }
    const running = start(store, { clock, offsets })
    await appendAll(0, 10)
    await caughtUp(running)
    pass(60_000)
    await expect.poll(() => running.status().fault).toBe('no')
    expect(saved).toEqual([])
    broken = false
    pass(60_000)
    await expect.poll(() => running.status().ok).toBe(true)
    expect(saved).toHaveLength(1)
  })

  test('of another epoch means nothing', async () => {
    const store = openMemoryReadings()
    await appendAll(0, 5)
    const running = start(store, { offsets: memoryOffsets({ epoch: 'another', position: 4 }).offsets })
    await caughtUp(running)
    expect(await seqs(store)).toEqual(range(5))
  })

  test('in a file survives, and a file that is no offset counts as none', async () => {
    const file = path.join(dir, 'offset')
    expect(await fileOffsets(file).load()).toBeNull()
    await fileOffsets(file).save({ epoch: 'e', position: 7 })
    expect(await fileOffsets(file).load()).toEqual({ epoch: 'e', position: 7 })
    await writeFile(file, '{"epoch":"e"')
    expect(await fileOffsets(file).load()).toBeNull()
  })
})

test('upkeep takes turns: an expiry that falls on a roll-up is done after it', async () => {
  const { clock, pass } = handClock()
  const done: string[] = []
  const store: ReadingsStore = {
    ...openMemoryReadings(),
    rollUp: () => Promise.resolve(void done.push('roll-up')),
    expire: () => Promise.resolve(void done.push('expiry')),
  }
  start(store, { clock })
  pass(60_000)
  pass(60_000)
  pass(600_000)
  await expect.poll(() => done).toEqual(['roll-up', 'expiry'])
})
