// Writes points so that one poisoned line does not hold up the others: what the server refuses is halved until the lines
// that it cannot take stand alone.
import { LinesRefused, type InfluxApi } from './influx-api.ts'
import { lineOf } from './influx-line.ts'
import type { Point } from './store.ts'

export type Refused = { point: Point; reason: string }

/** Writes all points or throws; what cannot be written ever is returned. Writing a line again changes nothing. */
export async function writePoints(api: InfluxApi, database: string, points: readonly Point[]): Promise<Refused[]> {
  const refused: Refused[] = []
  const lines: { point: Point; line: string }[] = []
  for (const point of points) {
    try {
      lines.push({ point, line: lineOf(point) })
    } catch (error) {
      refused.push({ point, reason: reasonOf(error) })
    }
  }
  await writeHalving(api, database, lines, refused)
  return refused
}

async function writeHalving(
  api: InfluxApi,
  database: string,
  lines: { point: Point; line: string }[],
  refused: Refused[],
): Promise<void> {
  if (lines.length === 0) return
  try {
    await api.write(database, lines.map(({ line }) => line).join('\n'))
  } catch (error) {
    if (!(error instanceof LinesRefused)) throw error
    if (lines.length === 1) {
      refused.push({ point: lines[0]!.point, reason: error.message })
      return
    }
    const half = lines.length >> 1
    await writeHalving(api, database, lines.slice(0, half), refused)
    await writeHalving(api, database, lines.slice(half), refused)
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
