// A real influxd of this machine for a test: own directory, free ports of loopback, gone afterwards.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePorts } from './house.ts'

export type Influx = {
  url: string
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, unless it runs. */
  start(): Promise<void>
  /** The answer to InfluxQL, asked for without any code of ours. */
  ask(database: string, influxQl: string): Promise<unknown[][]>
  /** Points that carry a field, in the database that the product fills. */
  count(measurement: string, field: string): Promise<number>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Starts influxd, on a free port unless one is given; resolves when it answers. */
export async function startInflux(given?: number): Promise<Influx> {
  const dir = await mkdtemp(path.join(tmpdir(), 'wk-influxd-'))
  const [free, rpc] = (await freePorts(2)) as [number, number]
  const http = given ?? free
  const url = `http://127.0.0.1:${http}`
  const config = path.join(dir, 'influxd.conf')
  await writeFile(config, configuration(dir, http, rpc))
  let child: ChildProcess | null = null
  let starting: Promise<void> = Promise.resolve()
  const launch = async (): Promise<void> => {
    if (child && !child.killed) return
    if (child) await ended(child)
    child = spawn('influxd', ['-config', config], { stdio: 'ignore' })
    await answering(url, child)
  }
  const start = (): Promise<void> => (starting = launch())
  const kill = async (): Promise<void> => {
    await starting
    child!.kill('SIGKILL')
    await ended(child!)
  }
  const ask = async (database: string, influxQl: string): Promise<unknown[][]> => {
    const answer = await fetch(
      `${url}/query?${new URLSearchParams({ db: database, q: influxQl, epoch: 'u' }).toString()}`,
    )
    const { results } = (await answer.json()) as { results: { error?: string; series?: { values: unknown[][] }[] }[] }
    if (results[0]?.error) throw new Error(results[0].error)
    return results[0]?.series?.[0]?.values ?? []
  }
  await start()
  return {
    url,
    start,
    kill,
    ask,
    count: async (measurement, field) =>
      Number((await ask('watchkeeper', `SELECT count("${field}") FROM "${measurement}"`))[0]?.[1] ?? 0),
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const failed = once(child, 'exit').then(() => {
    throw new Error('influxd ended while it started')
  })
  const answered = async (): Promise<void> => {
    while (
      !(await fetch(`${url}/ping`).then(
        (answer) => answer.status === 204,
        () => false,
      ))
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await Promise.race([answered(), failed])
  failed.catch(() => undefined)
}

const configuration = (dir: string, http: number, rpc: number): string => `
reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  query-log-enabled = false
[http]
  bind-address = "127.0.0.1:${http}"
  log-enabled = false
[monitor]
  store-enabled = false
[logging]
  level = "error"
`
