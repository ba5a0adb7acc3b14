// The journal on segment files: two lanes with a directory each, group commit, followers, trimming.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { realDisk, syncDirectory, type Disk } from './disk.ts'
import { startFollower } from './follower.ts'
import { createHeads, type Heads, type JournalSource } from './heads.ts'
import { lanes, type Damage, type Journal, type Lane } from './journal.ts'
import { createLaneWriter, type LaneWriter } from './lane.ts'
import { recoverLane, type Kept } from './recover.ts'
import { createReserve, type Reserve } from './reserve.ts'
import { createTail, type Tail } from './tail.ts'

export type JournalOptions = {
  dir: string
  /** Epoch ms. */
  now: () => number
  disk?: Disk
  /** A segment is ended at this size; 32 MiB. */
  segmentBytes?: number
  /** How many of the newest readings, or other records, of a lane stay in memory; 16,384. */
  tailRecords?: number
  /** Space set aside for the urgent lane on a full disk; 16 MiB, 0 for none. */
  reserveBytes?: number
  /** How long consumed segments are kept; 30 days urgent, 48 h bulk. */
  keepMs?: Partial<Record<Lane, number>>
  /** Consumed segments go earlier when a lane has grown beyond this; 2 GiB. */
  keepBytes?: number
}

/** A journal whose files other threads can follow, see {@link followSource}. */
export type SegmentJournal = Journal & { readonly source: JournalSource }

const hour = 3_600_000
const keepDefault: Record<Lane, number> = { urgent: 30 * 24 * hour, bulk: 48 * hour }
const maxDamage = 100

type LaneState = { directory: string; tail: Tail; kept: Kept[]; writer: LaneWriter }

/** Opens or creates the journal of a directory. Throws when it cannot be read or written at all. */
export async function openJournal(options: JournalOptions): Promise<SegmentJournal> {
  const { dir, keepBytes = 2 * 1024 ** 3 } = options
  const keepMs = { ...keepDefault, ...options.keepMs }
  const { epoch, heads, state, damage, fault } = await openState(options)
  const report = (found: Damage): void => {
    const known = damage.some((d) => d.file === found.file && d.position === found.position)
    if (!known) damage.push(found)
    if (damage.length > maxDamage) damage.shift()
  }
  return {
    epoch,
    source: { dir, epoch, heads: heads.shared },
    append: (lane, entry) =>
      new Promise((resolve, reject) => {
        state[lane].writer.put(entry, (error, position) => (error ? reject(error) : resolve(position)))
      }),
    put: (lane, entry, done) => state[lane].writer.put(entry, done),
    head: (lane) => heads.get(lane),
    follow(lane, from, take, damaged) {
      const { directory, tail } = state[lane]
      const both = (found: Damage): void => {
        report(found)
        damaged?.(found)
      }
      return startFollower({ directory, lane, from, heads, tail, take, damaged: both })
    },
    async trim(lane, upTo) {
      const { kept } = state[lane]
      let bytes = sum(kept)
      while (kept[1] && kept[1].first - 1 <= upTo) {
        const oldest = kept[0]!
        if (oldest.newest > options.now() - keepMs[lane] && bytes <= keepBytes) return
        bytes -= oldest.bytes
        kept.shift()
        // an empty segment of a failed batch is gone already
        await rm(oldest.file, { force: true })
      }
    },
    status: () => ({
      lanes: { urgent: laneStatus(state.urgent, heads.get('urgent')), bulk: laneStatus(state.bulk, heads.get('bulk')) },
      fault: fault.urgent ?? fault.bulk,
      damage: [...damage],
    }),
    async close() {
      await Promise.all(lanes.map((lane) => state[lane].writer.close()))
    },
  }
}

const sum = (kept: readonly Kept[]): number => kept.reduce((bytes, segment) => bytes + segment.bytes, 0)

const laneStatus = ({ kept, writer }: LaneState, head: number) => ({
  head,
  first: kept[0]?.first ?? head + 1,
  bytes: sum(kept),
  waiting: writer.waiting(),
})

async function openState(options: JournalOptions) {
  const { dir, now, reserveBytes = 16 * 1024 ** 2 } = options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const epoch = await readEpoch(dir)
  const heads = createHeads()
  const damage: Damage[] = []
  const fault: Record<Lane, string | null> = { urgent: null, bulk: null }
  const reserve = createReserve(path.join(dir, 'reserve'), reserveBytes, now)
  const openLane = async (lane: Lane): Promise<LaneState> => {
    const directory = path.join(dir, lane)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const { kept, head, damage: found } = await recoverLane(directory, lane)
    damage.push(...found)
    heads.raise(lane, head)
    const tail = createTail(options.tailRecords ?? 16_384)
    const writer = startWriter({ options, directory, lane, head, heads, tail, kept, fault, reserve })
    return { directory, tail, kept, writer }
  }
  const state = { urgent: await openLane('urgent'), bulk: await openLane('bulk') }
  await syncDirectory(dir)
  await reserve.whole()
  return { epoch, heads, state, damage, fault }
}

type Start = Omit<LaneState, 'writer'> & {
  options: JournalOptions
  lane: Lane
  head: number
  heads: Heads
  fault: Record<Lane, string | null>
  reserve: Reserve
}

function startWriter({ options, directory, lane, head, heads, tail, kept, fault, reserve }: Start): LaneWriter {
  return createLaneWriter({
    directory,
    lane,
    head,
    disk: options.disk ?? realDisk,
    segmentBytes: options.segmentBytes ?? 32 * 1024 ** 2,
    async permit() {
      if (lane === 'bulk' && !(await reserve.whole())) throw full()
    },
    makeRoom: async () => lane === 'urgent' && (await reserve.spend()),
    begun: (file, first) => void kept.push({ file, first, bytes: 0, newest: options.now() }),
    durable(batch, bytes) {
      const segment = kept.at(-1)!
      segment.bytes += bytes
      segment.newest = options.now()
      tail.push(batch)
      heads.raise(lane, batch.at(-1)!.position)
    },
    outcome: (error) => void (fault[lane] = error ? error.message : null),
  })
}

const full = (): Error =>
  Object.assign(new Error('ENOSPC: the disk is full, the reserve is not whole'), { code: 'ENOSPC' })

/** The name of the journal's life, made at its first opening. */
async function readEpoch(dir: string): Promise<string> {
  const file = path.join(dir, 'epoch')
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return ''
  })
  if (found.trim()) return found.trim()
  const epoch = randomUUID()
  const handle = await open(file, 'w', 0o600)
  await handle.writeFile(`${epoch}\n`)
  await handle.sync()
  await handle.close()
  return epoch
}
