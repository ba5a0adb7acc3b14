// A journal in memory for tests of what follows one: the same promises as the real one, without a disk.
import type { Entry, Follower, Journal, Lane, Recorded } from '../../gateway/journal/journal.ts'

export type MemoryJournal = Journal & { records: Record<Lane, Recorded[]> }

export function memoryJournal(epoch = 'test'): MemoryJournal {
  const records: Record<Lane, Recorded[]> = { urgent: [], bulk: [] }
  const wakes = new Set<() => void>()

  function follow(lane: Lane, from: number, take: (batch: Recorded[]) => Promise<void> | void): Follower {
    let stopped = false
    let wake = () => {}
    const wakeUp = () => wake()
    wakes.add(wakeUp)
    async function run(): Promise<void> {
      for (let at = from; !stopped;) {
        const batch = records[lane].slice(at)
        if (batch.length > 0) await take(batch)
        else await new Promise<void>((resolve) => (wake = resolve))
        at += batch.length
      }
    }
    const running = run()
    return {
      async stop() {
        stopped = true
        wakes.delete(wakeUp)
        wake()
        await running
      },
    }
  }
  return {
    epoch,
    records,
    append(lane: Lane, entry: Entry) {
      const position = records[lane].length + 1
      records[lane].push({ lane, position, entry })
      for (const wake of wakes) wake()
      return Promise.resolve(position)
    },
    put(lane, entry, done) {
      void this.append(lane, entry).then((position) => done(null, position))
    },
    head: (lane) => records[lane].length,
    follow,
    trim: () => Promise.resolve(),
    status: () => {
      const part = (lane: Lane) => ({ head: records[lane].length, first: 1, bytes: 0, waiting: 0 })
      return { lanes: { urgent: part('urgent'), bulk: part('bulk') }, fault: null, damage: [] }
    },
    close: () => Promise.resolve(),
  }
}
