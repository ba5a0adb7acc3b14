// The readings contract over a real InfluxDB, and what an outage, a kill and a poisoned line do there.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reading } from '../../core/contracts/reading.ts'
import type { Journal } from '../../gateway/journal/journal.ts'
import { openJournal } from '../../gateway/journal/segments.ts'
import { openInfluxReadings } from '../../gateway/readings/influx.ts'
import { fileOffsets } from '../../gateway/readings/offsets.ts'
import type { Point, ReadingsStore } from '../../gateway/readings/store.ts'
import { startReadingsWriter } from '../../gateway/readings/writer.ts'
import { startInflux, type Influx } from '../support/influx.ts'
import { point, readingsContract, t0 } from './readings.contract.ts'

const url = process.env['WK_TEST_INFLUX_URL']
const installed = (process.env['PATH'] ?? '').split(path.delimiter).some((dir) => existsSync(path.join(dir, 'influxd')))
if (!url && !installed && process.env['CI'] === 'true') throw new Error('influxd is not installed')

let influxd: Influx | null = null
let databases = 0
const open = (address: string, database = `wk_test_${process.pid}_${++databases}`): ReadingsStore =>
  openInfluxReadings({ url: address, database, retentionMs: 100_000 * 86_400_000 })

describe.skipIf(!url && !installed)('InfluxDB', () => {
  beforeAll(async () => {
    if (!url) influxd = await startInflux()
  })
  afterAll(() => influxd?.stop())

  readingsContract('influx', () => Promise.resolve(open(url ?? influxd!.url)))

  describe.skipIf(url)('on its own server', () => {
    const points = (device: string, from: number, to: number): Point[] =>
      Array.from({ length: to - from }, (_, n) => point(device, t0 + from + n, { a: from + n }, from + n))
    const countOf = async (database: string, device: string): Promise<unknown> =>
      (await influxd!.ask(database, `SELECT count("a") FROM "pump" WHERE "device" = '${device}'`))[0]?.[1] ?? 0

    test('points are where an independent query looks for them', async () => {
      const store = open(influxd!.url, 'look')
      await store.write([point('p-1', t0, { current_a: 12.5, running: true, mode: 'auto' }, 42)])
      const rows = await influxd!.ask('look', `SELECT current_a, running, mode, _seq, device, site FROM pump`)
      expect(rows).toEqual([[t0 * 1000, 12.5, true, 'auto', 42, 'p-1', 'hq']])
      await store.close()
    })

    test('a poisoned line is set aside with the reason, the others are stored', async () => {
      const store = open(influxd!.url, 'poison')
      await store.write([point('p-1', t0, { a: 1, b: 2 })])
      const batch = points('p-2', 0, 100)
      batch[37] = point('p-2', t0 + 37, { a: 37, b: 'a text where a number was' })
      const { refused } = await store.write(batch)
      expect(refused).toHaveLength(1)
      expect(refused[0]!.point).toBe(batch[37])
      expect(refused[0]!.reason).toContain('conflict')
      expect(await countOf('poison', 'p-2')).toBe(99)
      await store.close()
    })

    test('killed in the midst of writes, every point that the journal has is there afterwards', async () => {
      const dir = await mkdtemp(path.join(tmpdir(), 'wk-influx-journal-'))
      const journal = await openJournal({ dir, now: () => t0, reserveBytes: 0 })
      const store = open(influxd!.url, 'killed')
      const outages: string[] = []
      const writer = startReadingsWriter({
        journal,
        store,
        kindOf: () => ({ kind: 'pump', site: 'hq' }),
        offsets: fileOffsets(path.join(dir, 'offset')),
        onRefused: ({ reason }) => expect.fail(reason),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        clock: { now: () => t0, every: () => () => undefined },
        async wait() {
          outages.push(writer.status().fault!)
          expect(writer.status().lag).toBeGreaterThan(0)
          await influxd!.start()
        },
      })
      for (let n = 0; n < 40; n++) {
        const killing = n === 10 || n === 25 ? influxd!.kill() : null
        await Promise.all(points('p-1', n * 500, n * 500 + 500).map(({ reading }) => append(journal, reading)))
        await killing
      }
      await expect.poll(() => writer.lag(), { timeout: 20_000 }).toBe(0)
      expect(outages.length).toBeGreaterThan(0)
      expect(await countOf('killed', 'p-1')).toBe(20_000)
      expect(writer.status()).toMatchObject({ ok: true, fault: null, refused: 0 })
      await writer.stop()
      await store.close()
      await journal.close()
      await rm(dir, { recursive: true })
    })
  })
})

const append = (journal: Journal, reading: Reading): Promise<number> =>
  journal.append('bulk', { type: 'readings', at: reading.at, device: reading.device, readings: [reading] })
