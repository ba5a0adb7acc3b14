// The journal on real files: order, durability, followers, trimming, and what it does with damage and failing disks.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realDisk, type Disk } from './disk.ts'
import type { Damage, Entry, Journal, Lane, Recorded } from './journal.ts'
import { createEncoder } from './record.ts'
import { openJournal, type JournalOptions, type SegmentJournal } from './segments.ts'
import { followSource } from './source.ts'

let dir: string
let opened: SegmentJournal[] = []

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'wk-journal-'))
})
afterEach(async () => {
  await Promise.all(opened.map((journal) => journal.close()))
  opened = []
  await rm(dir, { recursive: true, force: true })
})

const tick = (at: number): Entry => ({ type: 'tick', at, boot: false })

async function start(options: Partial<JournalOptions> = {}): Promise<SegmentJournal> {
  const journal = await openJournal({ dir, now: () => 1_000, reserveBytes: 0, ...options })
  opened.push(journal)
  return journal
}
async function restart(journal: SegmentJournal, options: Partial<JournalOptions> = {}): Promise<SegmentJournal> {
  await journal.close()
  opened = opened.filter((other) => other !== journal)
  return start(options)
}
const appendMany = (journal: Journal, lane: Lane, from: number, to: number): Promise<number[]> =>
  Promise.all(Array.from({ length: to - from + 1 }, (_, i) => journal.append(lane, tick(from + i))))

/** Follows until `last` has been handed over or was reported as damaged. */
function read(journal: Pick<Journal, 'follow'>, lane: Lane, from: number, last: number) {
  const records: Recorded[] = []
  const damage: Damage[] = []
  return new Promise<{ records: Recorded[]; damage: Damage[] }>((resolve) => {
    const end = (position: number): void => {
      if (position >= last) void follower.stop().then(() => resolve({ records, damage }))
    }
    const follower = journal.follow(
      lane,
      from,
      (batch) => {
        records.push(...batch)
        end(batch.at(-1)!.position)
      },
      (found) => {
        damage.push(found)
        end(Number(/(\d+) (are|stand)/.exec(found.reason)?.[1]))
      },
    )
  })
}
const positions = (records: Recorded[]): number[] => records.map((record) => record.position)
const ats = (records: Recorded[]): number[] => records.map((record) => record.entry.at)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const filesOf = async (lane: Lane): Promise<string[]> =>
  (await readdir(path.join(dir, lane))).sort().map((name) => path.join(dir, lane, name))

/** A disk whose calls fail as long as `fault` says so. */
function failingDisk(fault: (call: 'append' | 'sync') => string | null): { disk: Disk; synced: string[] } {
  const synced: string[] = []
  const check = (call: 'append' | 'sync'): void => {
    const code = fault(call)
    if (code) throw Object.assign(new Error(`${code}: ${call}`), { code })
  }
  const disk: Disk = {
    async create(file) {
      const real = await realDisk.create(file)
      return {
        async append(bytes) {
          check('append')
          await real.append(bytes)
        },
        async sync() {
          synced.push(file)
          check('sync')
          await real.sync()
        },
        close: () => real.close(),
      }
    },
  }
  return { disk, synced }
}

describe('appending and following', () => {
  test('positions rise by one in a lane and survive reopening, with the entries', async () => {
    const first = await start()
    expect(await appendMany(first, 'bulk', 1, 100)).toEqual(range(1, 100))
    expect(await first.append('urgent', tick(7))).toBe(1)
    const second = await restart(first)
    expect(second.epoch).toBe(first.epoch)
    expect(second.head('bulk')).toBe(100)
    expect(await appendMany(second, 'bulk', 101, 110)).toEqual(range(101, 110))
    const { records, damage } = await read(second, 'bulk', 0, 110)
    expect(ats(records)).toEqual(range(1, 110))
    expect(positions(records)).toEqual(range(1, 110))
    expect(damage).toEqual([])
  })

  test('appends resolve in the order of the calls', async () => {
    const journal = await start()
    const resolved: number[] = []
    await Promise.all(
      range(1, 300).map((n) => journal.append('bulk', tick(n)).then((position) => resolved.push(position))),
    )
    expect(resolved).toEqual(range(1, 300))
  })

  test('a follower gets nothing that is not durable yet', async () => {
    const { disk } = failingDisk((call) => (call === 'sync' ? 'EIO' : null))
    const journal = await start({ disk })
    const seen: Recorded[] = []
    const follower = journal.follow('urgent', 0, (batch) => void seen.push(...batch))
    await expect(journal.append('urgent', tick(1))).rejects.toThrow('EIO')
    await follower.stop()
    expect(seen).toEqual([])
    expect(journal.head('urgent')).toBe(0)
  })

  test('a follower far behind reads files, then memory, each record once', async () => {
    const journal = await start({ segmentBytes: 4_000, tailRecords: 50 })
    for (let n = 0; n < 20; n++) await appendMany(journal, 'bulk', n * 50 + 1, n * 50 + 50)
    const live = read(journal, 'bulk', 0, 1_200)
    for (let n = 20; n < 24; n++) await appendMany(journal, 'bulk', n * 50 + 1, n * 50 + 50)
    const { records, damage } = await live
    expect(ats(records)).toEqual(range(1, 1_200))
    expect(damage).toEqual([])
  })

  test('a slow consumer holds its follower back, not the journal', async () => {
    const journal = await start()
    let release = (): void => undefined
    const batches: number[] = []
    const held = new Promise<void>((resolve) => (release = resolve))
    const started = new Promise<void>((resolve) => {
      journal.follow('bulk', 0, (batch) => {
        batches.push(batch.length)
        resolve()
        return held
      })
    })
    await journal.append('bulk', tick(1))
    await started
    await appendMany(journal, 'bulk', 2, 500)
    // turns of the event loop pass, and another consumer has everything
    await journal.append('bulk', tick(501))
    await read(journal, 'bulk', 0, 501)
    expect(batches).toEqual([1])
    release()
  })

  test('a read-only follower needs only the files and the shared heads', async () => {
    const journal = await start({ segmentBytes: 2_000 })
    await appendMany(journal, 'bulk', 1, 100)
    const foreign: Pick<Journal, 'follow'> = {
      follow: (lane, from, take, damaged) =>
        followSource(journal.source, lane, from, take, damaged ?? (() => undefined)),
    }
    const reading = read(foreign, 'bulk', 10, 300)
    await appendMany(journal, 'bulk', 101, 200)
    await appendMany(journal, 'bulk', 201, 300)
    expect(ats((await reading).records)).toEqual(range(11, 300))
  })

  test('an entry that cannot be written as JSON is refused alone', async () => {
    const journal = await start()
    const odd = { type: 'meta', at: 1, device: 'd', data: { n: 1n } } as unknown as Entry
    const [a, b, c] = await Promise.allSettled([tick(1), odd, tick(2)].map((entry) => journal.append('urgent', entry)))
    expect(a).toMatchObject({ value: 1 })
    expect(b).toMatchObject({ status: 'rejected' })
    expect(c).toMatchObject({ value: 2 })
  })
})

describe('trimming', () => {
  test('drops whole segments that are consumed and old, and keeps the head', async () => {
    let now = 1_000
    const options = { segmentBytes: 1_000, keepMs: { bulk: 5_000 }, now: () => now }
    const journal = await start(options)
    for (let n = 0; n < 10; n++) await appendMany(journal, 'bulk', n * 20 + 1, n * 20 + 20)
    const files = await filesOf('bulk')
    await journal.trim('bulk', 120)
    expect(await filesOf('bulk')).toEqual(files)
    now = 7_000
    await journal.trim('bulk', 120)
    expect((await filesOf('bulk')).length).toBeLessThan(files.length)
    expect(journal.status().lanes.bulk.first).toBeGreaterThan(1)
    expect(journal.status().lanes.bulk.first).toBeLessThanOrEqual(121)
    const { records, damage } = await read(journal, 'bulk', 120, 200)
    expect(ats(records)).toEqual(range(121, 200))
    expect(damage).toEqual([])
    expect((await restart(journal, options)).head('bulk')).toBe(200)
  })

  test('consumed segments go early when a lane has grown too large', async () => {
    const journal = await start({ segmentBytes: 1_000, keepBytes: 3_000 })
    for (let n = 0; n < 10; n++) await appendMany(journal, 'bulk', n * 20 + 1, n * 20 + 20)
    await journal.trim('bulk', 200)
    expect(journal.status().lanes.bulk.bytes).toBeLessThanOrEqual(3_000)
  })

  test('who asks for trimmed positions is told; who starts at 0 gets what there is', async () => {
    const journal = await start({ segmentBytes: 1_000, keepBytes: 1_500 })
    for (let n = 0; n < 10; n++) await appendMany(journal, 'bulk', n * 20 + 1, n * 20 + 20)
    await journal.trim('bulk', 200)
    const { first } = journal.status().lanes.bulk
    const behind = await read(await restart(journal, { tailRecords: 1 }), 'bulk', 5, 200)
    expect(behind.damage[0]!.reason).toBe(`positions 6 to ${first - 1} are no longer kept`)
    expect(positions(behind.records)).toEqual(range(first, 200))
    const fresh = await read(opened[0]!, 'bulk', 0, 200)
    expect(fresh.damage).toEqual([])
  })
})

describe('damage', () => {
  test('a torn tail is dropped and its positions are given out anew', async () => {
    const journal = await start()
    await appendMany(journal, 'bulk', 1, 10)
    await journal.close()
    opened = []
    const [file] = await filesOf('bulk')
    await truncate(file!, (await readFile(file!)).length - 7)
    const whole = await readFile(file!)
    const again = await start()
    expect(again.head('bulk')).toBe(9)
    expect((await readFile(file!)).length).toBeLessThan(whole.length)
    expect(await again.append('bulk', tick(100))).toBe(10)
    const { records, damage } = await read(again, 'bulk', 0, 10)
    expect(ats(records)).toEqual([...range(1, 9), 100])
    expect(damage).toEqual([])
    expect(again.status().damage).toEqual([])
  })

  test.each([
    ['payload', 30],
    ['length', 8],
    ['mark', 0],
    ['position', 12],
    ['checksum', 4],
  ])(
    'a flipped bit in the %s of a record in the middle is reported and only that record is left out',
    async (_, at) => {
      const journal = await start({ tailRecords: 1 })
      await appendMany(journal, 'bulk', 1, 10)
      await journal.close()
      opened = []
      const [file] = await filesOf('bulk')
      const bytes = await readFile(file!)
      const size = bytes.length / 10
      bytes[4 * Math.round(size) + at]! ^= 0x10
      await writeFile(file!, bytes)
      const again = await start()
      expect(again.head('bulk')).toBe(10)
      const { records, damage } = await read(again, 'bulk', 0, 10)
      expect(positions(records)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10])
      expect(damage).toMatchObject([{ lane: 'bulk', position: 5, reason: 'positions 5 to 5 are damaged' }])
      expect(again.status().damage).toHaveLength(1)
    },
  )

  test('a lost segment in the middle is reported and the rest is read', async () => {
    const journal = await start({ segmentBytes: 1_000 })
    for (let n = 0; n < 6; n++) await appendMany(journal, 'bulk', n * 20 + 1, n * 20 + 20)
    await journal.close()
    opened = []
    const files = await filesOf('bulk')
    await rm(files[2]!)
    const { records, damage } = await read(await start(), 'bulk', 0, 120)
    expect(damage).toHaveLength(1)
    expect(records.length).toBeLessThan(120)
    expect(records.at(-1)!.position).toBe(120)
  })

  test('a consumer that is further than the journal is told and gets what comes next', async () => {
    const journal = await start()
    await appendMany(journal, 'bulk', 1, 3)
    const reading = read(journal, 'bulk', 50, 4)
    await journal.append('bulk', tick(4))
    const { records, damage } = await reading
    expect(ats(records)).toEqual([4])
    expect(damage[0]!.reason).toContain('stands at 50')
  })
})

describe('failing disks', () => {
  test.each(['append', 'sync'] as const)(
    'a failed %s rejects its batch; the next goes to a new segment under the same positions',
    async (failing) => {
      let broken = false
      const { disk, synced } = failingDisk((call) => (broken && call === failing ? 'EIO' : null))
      const journal = await start({ disk, tailRecords: 1 })
      await appendMany(journal, 'bulk', 1, 5)
      broken = true
      const failed = await Promise.allSettled(range(6, 9).map((n) => journal.append('bulk', tick(n))))
      expect(failed.map((result) => result.status)).toEqual(Array(4).fill('rejected'))
      expect(journal.status().fault).toContain('EIO')
      broken = false
      const before = synced.length
      expect(await journal.append('bulk', tick(60))).toBe(6)
      expect(synced.slice(before)).not.toContain(synced[before - 1])
      expect(journal.status().fault).toBeNull()
      const again = await restart(journal)
      const { records, damage } = await read(again, 'bulk', 0, 6)
      expect(ats(records)).toEqual([1, 2, 3, 4, 5, 60])
      expect(damage).toEqual([])
    },
  )

  test('what a failed batch left in its segment is never read, even when it could not be cut off', async () => {
    let broken = false
    const { disk } = failingDisk((call) => (broken && call === 'sync' ? 'EIO' : null))
    const journal = await start({ disk, tailRecords: 1 })
    await appendMany(journal, 'bulk', 1, 5)
    const [file] = await filesOf('bulk')
    const promised = await readFile(file!)
    broken = true
    await Promise.allSettled(range(6, 9).map((n) => journal.append('bulk', tick(n))))
    broken = false
    const [encoder, ghosts] = [createEncoder(), range(6, 9)]
    for (const n of ghosts) encoder.add(n, tick(n))
    expect(await appendMany(journal, 'bulk', 60, 63)).toEqual(ghosts)
    await writeFile(file!, Buffer.concat([promised, encoder.bytes()]))
    const expected = [1, 2, 3, 4, 5, 60, 61, 62, 63]
    expect(ats((await read(journal, 'bulk', 0, 9)).records)).toEqual(expected)
    const { records, damage } = await read(await restart(journal), 'bulk', 0, 9)
    expect(ats(records)).toEqual(expected)
    expect(damage).toEqual([])
  })

  test('on a full disk the urgent lane uses the reserve, the bulk lane waits until it is whole again', async () => {
    let now = 10_000
    let isFull = true
    const reserve = path.join(dir, 'reserve')
    const { disk } = failingDisk((call) => (isFull && call === 'append' && existsSync(reserve) ? 'ENOSPC' : null))
    const journal = await start({ disk, reserveBytes: 64 * 1024, now: () => now })
    expect((await readFile(reserve)).length).toBe(64 * 1024)
    await expect(journal.append('bulk', tick(1))).rejects.toThrow('ENOSPC')
    expect(await journal.append('urgent', tick(2))).toBe(1)
    expect(existsSync(reserve)).toBe(false)
    await expect(journal.append('bulk', tick(3))).rejects.toThrow('reserve')
    expect(await journal.append('urgent', tick(4))).toBe(2)
    expect(journal.status().fault).toContain('ENOSPC')
    isFull = false
    now += 2_000
    expect(await journal.append('bulk', tick(5))).toBe(1)
    expect((await readFile(reserve)).length).toBe(64 * 1024)
    expect(journal.status().fault).toBeNull()
  })

  test('a reserve that is needed a second time and is gone rejects', async () => {
    const { disk } = failingDisk((call) => (call === 'append' ? 'ENOSPC' : null))
    const journal = await start({ disk, reserveBytes: 64 * 1024 })
    await expect(journal.append('urgent', tick(1))).rejects.toThrow('ENOSPC')
    await expect(journal.append('urgent', tick(2))).rejects.toThrow('ENOSPC')
    expect(journal.head('urgent')).toBe(0)
  })
})
