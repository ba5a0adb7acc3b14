// Names of segment files: `{first position}-{n}.wkj`, where n tells apart segments that were begun at one position
// because the earlier one failed. A segment holds the positions from its own first to before the next one's first;
// whatever lies beyond belongs to a batch that was never promised to anybody.
import { readdir } from 'node:fs/promises'
import path from 'node:path'

export type Segment = { file: string; first: number; n: number }

const pattern = /^(\d{16})-(\d{1,6})\.wkj$/

/** The path of a segment. */
export const segmentFile = (directory: string, first: number, n: number): string =>
  path.join(directory, `${String(first).padStart(16, '0')}-${n}.wkj`)

/** The segments of a lane's directory in order; other files are left alone. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const segments: Segment[] = []
  for (const name of await readdir(directory)) {
    const match = pattern.exec(name)
    if (match) segments.push({ file: path.join(directory, name), first: Number(match[1]), n: Number(match[2]) })
  }
  return segments.sort((a, b) => a.first - b.first || a.n - b.n)
}

/** The index of the segment that should hold a position: the last that begins at or before it; -1 when none does. */
export const segmentOf = (segments: readonly Segment[], position: number): number =>
  segments.findLastIndex((segment) => segment.first <= position)
