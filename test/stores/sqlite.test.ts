// The readings contract over the embedded store, and what is its own: offset, retention, dictionaries.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../gateway/journal/journal.ts'
import { openJournal, type SegmentJournal } from '../../gateway/journal/segments.ts'
import { openSqliteReadings } from '../../gateway/readings/sqlite.ts'
import type { ConsumeListener, ReadingsStore } from '../../gateway/readings/store.ts'
import { point, readingsContract, t0 } from './readings.contract.ts'

const root = mkdtempSync(path.join(tmpdir(), 'wk-sqlite-'))
let files = 0
const newFile = (): string => path.join(root, `readings-${++files}.db`)
const open: { close(): Promise<void> }[] = []
const opened = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
  const thing = await opening
  open.push(thing)
  return thing
}
const closed = async (thing: { close(): Promise<void> }): Promise<void> => {
  open.splice(open.indexOf(thing), 1)
  await thing.close()
}

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

readingsContract('sqlite', () => openSqliteReadings({ file: newFile() }))

const hour = 3_600_000
const day = 24 * hour
const rawOf = async (store: ReadingsStore, device: string) =>
  (await store.raw({ device, kind: 'pump', from: 0, to: 2 * t0, limit: 10_000, cursor: null })).items
const countIn = async (store: ReadingsStore, from: number, to: number, points = 1) =>
  (await store.history({ device: 'd', kind: 'pump', metric: 'a', from, to, points })).buckets

describe('consuming the journal', () => {
  const newJournal = (): Promise<SegmentJournal> =>
    openJournal({ dir: path.join(root, `journal-${++files}`), now: () => t0, reserveBytes: 0 })
  const entry = (n: number): Entry => ({
    type: 'readings',
    at: t0 + n,
    device: 'd',
    readings: [point('d', t0 + n, { a: n }, n).reading],
  })
  /** Consumes until `last` is durable, then stops. */
  const consume = async (store: ReadingsStore, journal: SegmentJournal, last: number): Promise<number[]> => {
    const seen: number[] = []
    await new Promise<void>((resolve) => {
      const listener: ConsumeListener = {
        progress({ position, durable }) {
          seen.push(position)
          if (durable >= last) resolve()
        },
        damaged: ({ reason }) => expect.fail(reason),
      }
      void store.consume!(journal.source, listener)
    })
    return seen
  }

  test('stores what is there and what comes, and goes on at its offset after a restart', async () => {
    const journal = await opened(newJournal())
    const file = newFile()
    const first = await opened(openSqliteReadings({ file }))
    await Promise.all(Array.from({ length: 2500 }, (_, n) => journal.append('bulk', entry(n))))
    await consume(first, journal, 2500)
    expect(await rawOf(first, 'd')).toHaveLength(2500)
    await closed(first)
    await Promise.all(Array.from({ length: 10 }, (_, n) => journal.append('bulk', entry(2500 + n))))
    const second = await opened(openSqliteReadings({ file }))
    const positions = await consume(second, journal, 2510)
    expect(positions[0]).toBe(2500)
    expect(await rawOf(second, 'd')).toHaveLength(2510)
  })

  test('an offset of another journal means nothing', async () => {
    const store = await opened(openSqliteReadings({ file: newFile() }))
    const old = await opened(newJournal())
    await Promise.all(Array.from({ length: 20 }, (_, n) => old.append('bulk', entry(n))))
    await (await store.consume!(old.source, { progress: () => undefined, damaged: () => undefined })).stop()
    const fresh = await opened(newJournal())
    await fresh.append('bulk', entry(100))
    await consume(store, fresh, 1)
    expect((await rawOf(store, 'd')).at(-1)!.metrics).toEqual({ a: 100 })
  })
})

describe('retention', () => {
  const filled = async (retention: { retentionMs: number; rollUp5mMs?: number; rollUp1hMs?: number }) => {
    const store = await opened(openSqliteReadings({ file: newFile(), ...retention }))
    await store.write(Array.from({ length: 96 }, (_, n) => point('d', t0 + n * hour * 0.5, { a: n })))
    return store
  }

  test('readings go, their roll-ups stay, even when nobody had rolled up before', async () => {
    const store = await filled({ retentionMs: day })
    await store.expire(t0 + 2 * day)
    expect(await rawOf(store, 'd')).toHaveLength(48)
    expect((await countIn(store, t0, t0 + 2 * day, 8)).map((bucket) => bucket.count)).toEqual(Array(8).fill(12))
  })

  test('a chart of expired readings is no finer than its roll-ups', async () => {
    const store = await filled({ retentionMs: day })
    await store.expire(t0 + 2 * day)
    const fine = await store.history({ device: 'd', kind: 'pump', metric: 'a', from: t0, to: t0 + hour, points: 500 })
    expect(fine.bucketMs).toBe(300_000)
    expect(fine.buckets.filter((bucket) => bucket.count > 0)).toHaveLength(2)
  })

  test.each([1, 2, 3])(
    'what arrives later than the retention is added to the roll-ups, %i times over',
    async (times) => {
      const store = await filled({ retentionMs: day })
      await store.expire(t0 + 2 * day)
      for (let n = 0; n < times; n++) {
        await store.write([point('d', t0 + 1000 + n, { a: 1000 + n })])
        expect((await countIn(store, t0, t0 + 2 * day, 8))[0]).toMatchObject({ count: 12 + n + 1, max: 1000 + n })
        await store.rollUp(t0 + 2 * day)
        await store.expire(t0 + 2 * day + n * 600_000)
      }
      expect((await countIn(store, t0, t0 + 2 * day, 8))[0]).toMatchObject({
        count: 12 + times,
        max: 999 + times,
        last: 11,
      })
    },
  )

  test('late beyond the five-minute roll-ups it is added to the hour', async () => {
    const store = await filled({ retentionMs: hour, rollUp5mMs: day })
    await store.expire(t0 + 2 * day)
    await store.write([point('d', t0 + 1000, { a: 1000 })])
    expect((await countIn(store, t0, t0 + 2 * day, 8))[0]).toMatchObject({ count: 13, max: 1000 })
    await store.rollUp(t0 + 2 * day)
    await store.rollUp(t0 + 2 * day)
    expect((await countIn(store, t0, t0 + 2 * day, 8))[0]).toMatchObject({ count: 13, max: 1000 })
  })

  test('in the end the roll-ups go, too', async () => {
    const store = await filled({ retentionMs: hour, rollUp5mMs: day, rollUp1hMs: day })
    await store.expire(t0 + 4 * day)
    expect((await countIn(store, t0, t0 + 2 * day))[0]!.count).toBe(0)
  })
})

describe('stale roll-ups', () => {
  test('a chart never waits for the next roll-up: what is stale is read from below', async () => {
    const store = await opened(openSqliteReadings({ file: newFile() }))
    await store.write(Array.from({ length: 96 }, (_, n) => point('d', t0 + n * hour * 0.5, { a: n })))
    await store.rollUp(t0 + 2 * day)
    await store.write([point('d', t0 + 61_000, { a: 500 })])
    expect((await countIn(store, t0, t0 + 2 * day, 8))[0]).toMatchObject({ count: 13, max: 500, last: 11 })
    expect((await countIn(store, t0, t0 + hour, 12))[0]).toMatchObject({ count: 2, max: 500, last: 500 })
  })
})

describe('bounds', () => {
  test('ever new words and sets of metrics stay readable and do not fill the dictionary', async () => {
    const file = newFile()
    const store = await opened(openSqliteReadings({ file }))
    const odd = Array.from({ length: 12_000 }, (_, n) => point('d', t0 + n, { [`m${n}`]: n, a: n }))
    await store.write(odd)
    expect((await rawOf(store, 'd')).at(-1)!.metrics).toEqual({ m9999: 9999, a: 9999 })
    const last = await store.raw({
      device: 'd',
      kind: 'pump',
      from: t0 + 11_999,
      to: t0 + 12_000,
      limit: 1,
      cursor: null,
    })
    expect(last.items[0]!.metrics).toEqual({ m11999: 11_999, a: 11_999 })
    expect((await countIn(store, t0, t0 + 12_000))[0]).toMatchObject({ count: 12_000, max: 11_999 })
    await store.rollUp(t0 + day)
    expect((await countIn(store, t0, t0 + day))[0]).toMatchObject({ count: 12_000, max: 11_999, min: 0 })
    await closed(store)
    const db = new DatabaseSync(file)
    expect(Number(db.prepare('SELECT count(*) AS n FROM shape').get()!['n'])).toBeLessThanOrEqual(10_000)
    db.close()
  })

  test('a file of a newer version is refused', async () => {
    const file = newFile()
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    await expect(openSqliteReadings({ file })).rejects.toThrow('newer version')
  })
})
