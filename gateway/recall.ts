// After a restart: what the end of the journal says of readings, ids, clocks and connections, so that a message that is
// sent again is still a repeat. The urgent lane as far as memory goes, the bulk lane at least its last ten minutes.
import type { Entry, Journal, Lane, Recorded } from './journal/journal.ts'
import type { Offsets } from './offset.ts'
import type { Repeats } from './repeats.ts'

const bulkMs = 600_000
/** So that a start stays a matter of seconds, whatever stands in the journal. */
const maxRecords = { urgent: 400_000, bulk: 800_000 } satisfies Record<Lane, number>

type Memory = { repeats: Repeats; offsets: Offsets; raise: (epoch: number) => void }

/** Reads the ends of both lanes into memory; resolves when the heads of this moment are reached. */
export async function recall(journal: Journal, memory: Memory): Promise<void> {
  const take = (records: Recorded[]) => records.forEach(({ entry }) => remember(entry, memory))
  const urgent = Math.max(firstOf(journal, 'urgent'), journal.head('urgent') - maxRecords.urgent)
  await readFrom(journal, 'urgent', urgent, take)
  await readFrom(journal, 'bulk', await recentStart(journal), take)
}

/** The position before the first record that the lane still has. */
const firstOf = (journal: Journal, lane: Lane) => Math.max(0, journal.status().lanes[lane].first - 1)

/** A position of the bulk lane that lies ten minutes before its last record, found by steps that grow fourfold. */
async function recentStart(journal: Journal): Promise<number> {
  const head = journal.head('bulk')
  const first = Math.max(firstOf(journal, 'bulk'), head - maxRecords.bulk)
  const last = await timeAfter(journal, head - 1)
  for (let back = 4096; head - back > first; back *= 4) {
    if ((await timeAfter(journal, head - back)) <= last - bulkMs) return head - back
  }
  return first
}

/** Receive time of the record that follows a position; −∞ when there is none. */
async function timeAfter(journal: Journal, position: number): Promise<number> {
  if (position < 0) return -Infinity
  let at = -Infinity
  await readFrom(journal, 'bulk', position, (records) => void (at = records[0]?.entry.at ?? at), 1)
  return at
}

/** Hands over the records after `from`, up to the head of this moment or at least `enough` of them. */
async function readFrom(
  journal: Journal,
  lane: Lane,
  from: number,
  take: (records: Recorded[]) => void,
  enough = Infinity,
): Promise<void> {
  const head = journal.head(lane)
  if (from >= head) return
  const reached = Promise.withResolvers<void>()
  let taken = 0
  const follower = journal.follow(lane, from, (records) => {
    if (taken < enough) take(records)
    taken += records.length
    if ((records.at(-1)?.position ?? 0) >= head || taken >= enough) reached.resolve()
  })
  await reached.promise
  await follower.stop()
}

function remember(entry: Entry, { repeats, offsets, raise }: Memory): void {
  switch (entry.type) {
    case 'readings':
      for (const { device, ts, ordinal, seq, at, timed } of entry.readings) {
        repeats.recall(device, ts, ordinal, seq, timed === 'device', at)
        if (timed === 'device') offsets.observe(device, at - ts, at, entry.readings.length === 1)
      }
      break
    case 'event':
      if (entry.event.id !== null) repeats.id(entry.event.device, 'event', entry.event.id)
      if (entry.event.timed === 'device') offsets.observe(entry.event.device, entry.at - entry.event.ts, entry.at, true)
      break
    case 'tap':
      if (entry.id !== null) repeats.id(entry.reader, 'tap', entry.id)
      break
    case 'presence':
      raise(entry.epoch)
      break
  }
}
