// Readings in InfluxDB (1.x, 2.x, 3): three databases, for readings and two roll-ups, each with a retention of its own.
import { createInfluxApi, type InfluxApi, type InfluxOptions } from './influx-api.ts'
import { influxHistory } from './influx-history.ts'
import { name, text, within } from './influx-ql.ts'
import { createInfluxRollUp, type RollUpTarget } from './influx-rollup.ts'
import { readingOf, rowsOf } from './influx-rows.ts'
import { writePoints } from './influx-write.ts'
import { firstKey, pageOf } from './key.ts'
import type { RawQuery, ReadingsStore } from './store.ts'

const day = 86_400_000

/** Nothing is asked of the server before the first call; it may be down. */
export function openInfluxReadings(options: InfluxOptions): ReadingsStore {
  const { database = 'watchkeeper', retentionMs = 30 * day } = options
  const levels: RollUpTarget[] = [
    { database: options.database5m ?? `${database}_5m`, width: 300_000 },
    { database: options.database1h ?? `${database}_1h`, width: 3_600_000 },
  ]
  const api = createInfluxApi(options)
  const rollUp = createInfluxRollUp(api, database, levels)
  let rolledUpTo = Infinity
  let fault: string | null = null
  let prepared: Promise<void> | null = null
  /** Before the first call, and again after each failed write: the server may be another one by then. */
  const prepare = (): Promise<void> => {
    const preparing = (prepared ??= createDatabases(api, database, levels, retentionMs))
    preparing.catch(() => (prepared = null))
    return preparing
  }

  return {
    // each time goes over the whole running hour of every device; charts take what came since from readings
    rollUpEveryMs: 300_000,
    async write(points) {
      try {
        await prepare()
        const refused = await writePoints(api, database, points)
        fault = null
        rollUp.mark(points)
        return { refused }
      } catch (error) {
        fault = error instanceof Error ? error.message : String(error)
        prepared = null
        throw error
      }
    },
    async history(query) {
      await prepare()
      const readingsFrom = Number.isFinite(rolledUpTo) ? rolledUpTo - retentionMs : -Infinity
      return influxHistory({ api, database, levels, rolledUpTo, readingsFrom }, query)
    },
    async raw(query) {
      await prepare()
      const [series = []] = await api.query(rawStatement(database, query))
      return pageOf(series.flatMap((found) => rowsOf(found)).map(readingOf), query.limit)
    },
    async rollUp(now) {
      await prepare()
      await rollUp.run()
      rolledUpTo = now
    },
    // the databases have a retention policy
    expire: () => Promise.resolve(),
    async forget(device, kind) {
      for (const each of [database, ...levels.map((level) => level.database)]) {
        if ((await api.dialect()) === 'v2') await api.deleteDevice(each, device)
        else await api.command(`DROP SERIES FROM ${name(kind)} WHERE device = ${text(device)}`, each)
      }
    },
    async health() {
      // a server that cannot write any more still answers a ping: the last write counts
      if (fault !== null) return { ok: false, detail: fault }
      return api.ping().then(
        (version) => ({ ok: true, detail: `InfluxDB ${version}` }),
        (error: Error) => ({ ok: false, detail: error.message }),
      )
    },
    close() {
      api.close()
      return Promise.resolve()
    },
  }
}

function rawStatement(database: string, { kind, device, from, to, limit, cursor }: RawQuery): string {
  const first = cursor === null ? firstKey(from) : Number(cursor) + 1
  return (
    `SELECT *::field FROM ${name(database)}..${name(kind)} ` +
    `WHERE device = ${text(device)} AND ${within(first, firstKey(to))} ORDER BY time LIMIT ${limit + 1}`
  )
}

/**
 * In 1.x the databases are created where the login may; otherwise they are the administrator's, as in 2.x and 3, and so
 * is their retention. Whatever goes wrong here, the write that follows says it.
 */
async function createDatabases(
  api: InfluxApi,
  database: string,
  levels: readonly RollUpTarget[],
  retentionMs: number,
): Promise<void> {
  if ((await api.dialect()) !== 'v1') return
  const create = (each: string, retention: string): Promise<void> =>
    api.command(`CREATE DATABASE ${name(each)}${retention}`).catch(() => undefined)
  await create(database, ` WITH DURATION ${Math.ceil(retentionMs / 3_600_000)}h`)
  for (const level of levels) await create(level.database, '')
}
