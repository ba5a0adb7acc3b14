// Roll-ups in InfluxDB, computed by us: continuous queries exist in 1.x only and miss late data. What is stale is kept
// in memory; after a restart the writer goes over the last minute again, which marks it anew.
import { joinRanges, type Range } from './influx-ranges.ts'
import type { InfluxApi, Series } from './influx-api.ts'
import { rollUpLine } from './influx-line.ts'
import { byTime, figures, name, text, within } from './influx-ql.ts'
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

/** `source` is the database of readings; each target is computed from it directly. */
export function createInfluxRollUp(api: InfluxApi, source: string, targets: readonly RollUpTarget[]): InfluxRollUp {
  const stale = targets.map(() => new Map<string, Range>())
  const runTarget = async (target: RollUpTarget, ranges: Map<string, Range>): Promise<void> => {
    for (const { kind, devices, from, to } of joinRanges(ranges.values(), target.width, maxBuckets, devicesAtOnce)) {
      const series = await api.query(statement(source, kind, devices, from, to, target.width))
      await writeLines(
        api,
        target.database,
        series.flat().flatMap((found) => linesOf(kind, found)),
      )
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
          await runTarget(target, taken)
        } catch (error) {
          for (const [key, range] of taken) stale[n].set(key, range)
          throw error
        }
      }
    },
  }
}

function statement(source: string, kind: string, devices: string[], from: number, to: number, width: number): string {
  const which = devices.map((device) => `device = ${text(device)}`).join(' OR ')
  return (
    `SELECT ${figures('*')} FROM ${name(source)}..${name(kind)} ` +
    `WHERE (${which}) AND ${within(firstKey(from), firstKey(to))} ` +
    `GROUP BY ${byTime(width, 0)}, device, site fill(none)`
  )
}

function linesOf(kind: string, series: Series): string[] {
  const { device = '', site = '' } = series.tags ?? {}
  return rowsOf(series).flatMap(({ key, cells }) => {
    const pieces = piecesOf(cells)
    return pieces.size === 0 ? [] : [rollUpLine({ kind, site, device, ts: tsOf(key), pieces })]
  })
}

async function writeLines(api: InfluxApi, database: string, lines: string[]): Promise<void> {
  for (let n = 0; n < lines.length; n += linesAtOnce) {
    await api.write(database, lines.slice(n, n + linesAtOnce).join('\n'))
  }
}
