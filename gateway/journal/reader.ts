// Reads a lane from its segment files, in order, from any thread. Positions rise without a gap, so whatever is missing
// is damage and is said; bytes that hold no promised position (a torn tail, a batch that failed) are no loss.
import type { Damage, Lane, Recorded } from './journal.ts'
import { listSegments, segmentOf, type Segment } from './segment.ts'
import { openWindow, type SegmentWindow } from './window.ts'

/** `upTo` is the last position that is dealt with: handed over or damaged. */
export type Read = { records: Recorded[]; damage: Damage[]; upTo: number }
export type LaneReader = {
  /**
   * The next records up to the durable position `head`, at most a few thousand; none only when all up to `head` have
   * been handed over or are damaged.
   */
  read(head: number): Promise<Read>
  close(): Promise<void>
}

/** Reads on after position `from` in the directory of a lane. */
export function createLaneReader(directory: string, lane: Lane, from: number): LaneReader {
  let expected = from + 1
  let window: SegmentWindow | null = null

  const missing = (last: number, file: string, reason: string): Damage => {
    const damage = { lane, file, position: expected, reason: `positions ${expected} to ${last} ${reason}` }
    expected = last + 1
    return damage
  }
  const windowOn = async (file: string): Promise<SegmentWindow | null> => {
    if (window?.file === file) return window
    await window?.close()
    window = null
    return (window = await openWindow(file).catch(goneOrBroken))
  }
  const readFrom = async (segment: Segment, last: number, out: Read): Promise<void> => {
    const view = await windowOn(segment.file)
    const taken = await view
      ?.take(expected, last, (position, entry) => {
        if (position > expected) out.damage.push(missing(position - 1, segment.file, 'are damaged'))
        out.records.push({ lane, position, entry })
        expected = position + 1
      })
      .catch(goneOrBroken)
    if (!taken) out.damage.push(missing(last, segment.file, 'are damaged or missing'))
  }

  return {
    async read(head) {
      const out: Read = { records: [], damage: [], upTo: expected - 1 }
      while (expected <= head && out.records.length === 0) {
        // Listed after `head` became known: a segment that took over at a position up to `head` is seen in time.
        const segments = await listSegments(directory)
        const index = segmentOf(segments, expected)
        const last = Math.min(head, (segments[index + 1]?.first ?? Infinity) - 1)
        const segment = segments[index]
        if (segment) await readFrom(segment, last, out)
        // whoever starts at 0 asks for all there is, not for what was trimmed long ago
        else if (expected === 1) expected = last + 1
        else out.damage.push(missing(last, directory, 'are no longer kept'))
      }
      out.upTo = expected - 1
      return out
    },
    async close() {
      await window?.close()
      window = null
    },
  }
}

/** A file that vanished or a sector that cannot be read is damage; anything else (no descriptors …) is not. */
function goneOrBroken(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'EIO') return null
  throw error
}
