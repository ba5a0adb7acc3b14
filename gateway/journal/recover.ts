// What a lane holds when the journal is opened: its segments, its last position, a torn tail cut off.
import { readFile, stat } from 'node:fs/promises'
import { cutFile } from './disk.ts'
import type { Damage, Lane } from './journal.ts'
import { findRecord, nextMark } from './record.ts'
import { listSegments } from './segment.ts'

/** `newest` is the time of the last change, epoch ms. */
export type Kept = { file: string; first: number; bytes: number; newest: number }
export type Recovered = { kept: Kept[]; head: number; damage: Damage[] }

/**
 * Finds the end of a lane. Only the last segment can be torn: what lies behind its last good record was never
 * promised and is cut off. Flushes the rest, because it may so far be only in memory.
 */
export async function recoverLane(directory: string, lane: Lane): Promise<Recovered> {
  const segments = await listSegments(directory)
  const last = segments.at(-1)
  if (!last) return { kept: [], head: 0, damage: [] }
  const scan = scanSegment(await readFile(last.file), last.first)
  await cutFile(last.file, scan.end)
  const damage = scan.gaps.map((gap) => ({ lane, file: last.file, position: gap.from, reason: gap.reason }))
  const kept: Kept[] = []
  for (const { file, first } of segments) {
    const { size, mtimeMs } = await stat(file)
    kept.push({ file, first, bytes: size, newest: mtimeMs })
  }
  return { kept, head: scan.head, damage }
}

type Scan = { head: number; end: number; gaps: { from: number; reason: string }[] }

function scanSegment(bytes: Buffer, first: number): Scan {
  const scan: Scan = { head: first - 1, end: 0, gaps: [] }
  for (let at = 0; at >= 0 && at < bytes.length;) {
    const found = findRecord(bytes, at, bytes.length)
    if (found.type !== 'record') {
      at = nextMark(bytes, at + 1)
      continue
    }
    const next = scan.head + 1
    if (found.position > next) {
      scan.gaps.push({ from: next, reason: `positions ${next} to ${found.position - 1} are damaged` })
    }
    scan.head = found.position
    scan.end = at = found.end
  }
  return scan
}
