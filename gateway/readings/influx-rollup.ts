// Roll-ups in InfluxDB, computed by us: continuous queries exist in 1.x only and miss late data. What is stale is kept
// in memory; after a restart the writer goes over the last minute again, which marks it anew.
import { joinRanges, type Range, type Stretch } from './influx-ranges.ts'
import type { InfluxApi, Series } from './influx-api.ts'
import { rollUpLine, type RollUpRow } from './influx-line.ts'
import { byTime, figures, furtherField, furtherFigures, name, text, within } from './influx-ql.ts'
import { piecesOf, rowsOf } from './influx-rows.ts'
import { firstKey, tsOf } from './key.ts'
import type { Point } from './store.ts'

export type InfluxRollUp = {
  /** Marks the buckets of points as stale. */
  mark(points: readonly Point[]): void
  /** Brings what is stale up to date. What could not be, stays stale. */
  run(): Promise<void>
}
export type RollUpTarget = { database: string; width: number }

const devicesAtOnce = 20
const linesAtOnce = 5000
/** Buckets of one statement. */
const maxBuckets = 96

/** Readings stand in `source`; the first target is computed from them, each further one from the one before it. */
export function createInfluxRollUp(api: InfluxApi, source: string, targets: readonly RollUpTarget[]): InfluxRollUp {
  const stale = targets.map(() => new Map<string, Range>())
  const runTarget = async (n: number, target: RollUpTarget, ranges: Map<string, Range>): Promise<void> => {
    const from = targets[n - 1]
    const [database, what] = from ? [from.database, furtherFigures] : [source, figures('*')]
    for (const stretch of joinRanges(ranges.values(), target.width, maxBuckets, devicesAtOnce)) {
      const series = (await api.query(statement(database, what, stretch, target.width))).flat()
      const rows = series.flatMap((found) => rollUpRows(stretch.kind, found, from ? furtherField : undefined))
      await writeLines(api, target.database, rows.map(rollUpLine))
    }
  }
  return {
    mark(points) {
      for (const { kind, reading } of points) {
        targets.forEach(({ width }, n) => {
          const from = Math.floor(reading.ts / width) * width
          stale[n]!.set(`${kind}/${reading.device}/${from}`, { kind, device: reading.device, from })
        })
      }
    },
    async run() {
      for (const [n, target] of targets.entries()) {
        const taken = stale[n]!
        stale[n] = new Map()
        try {
          await runTarget(n, target, taken)
        } catch (error) {
          for (const [key, range] of taken) stale[n].set(key, range)
          throw error
        }
      }
    },
  }
}

function statement(database: string, what: string, { kind, devices, from, to }: Stretch, width: number): string {
  const which = devices.map((device) => `device = ${text(device)}`).join(' OR ')
  return (
    `SELECT ${what} FROM ${name(database)}..${name(kind)} ` +
    `WHERE (${which}) AND ${within(firstKey(from), firstKey(to))} ` +
    `GROUP BY ${byTime(width, 0)}, device, site fill(none)`
  )
}

function rollUpRows(kind: string, series: Series, nameOf?: (column: string) => string): RollUpRow[] {
  const { device = '', site = '' } = series.tags ?? {}
  return rowsOf(series, nameOf).flatMap(({ key, cells }) => {
    const pieces = piecesOf(cells)
    return pieces.size === 0 ? [] : [{ kind, site, device, ts: tsOf(key), pieces }]
  })
}

async function writeLines(api: InfluxApi, database: string, lines: string[]): Promise<void> {
  for (let n = 0; n < lines.length; n += linesAtOnce) {
    await api.write(database, lines.slice(n, n + linesAtOnce).join('\n'))
  }
}
