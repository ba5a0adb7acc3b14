// Debian's influxd 1.6.7 for a test: scratch directory, free ports, loopback, stopped at the end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Influx = {
  url: string
  /** Points that carry a field, asked with InfluxQL over HTTP. */
  count(measurement: string, field: string, database?: string): Promise<number>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

const config = (dir: string, http: number, rpc: number): string => `
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
`

/** Starts a server, on a free port unless one is given, and waits until it answers. */
export async function startInflux(given?: number): Promise<Influx> {
  const dir = await mkdtemp(path.join(tmpdir(), 'watchkeeper-influx-'))
  const [http, rpc] = [given ?? (await freePort()), await freePort()]
  await writeFile(path.join(dir, 'influx.conf'), config(dir, http, rpc))
  const child = spawn('influxd', ['-config', path.join(dir, 'influx.conf')], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${http}`
  while (
    !(await fetch(`${url}/ping`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`influxd ended with ${child.exitCode}`)
    await new Promise((again) => setTimeout(again, 20))
  }
  return {
    url,
    async count(measurement, field, database = 'watchkeeper') {
      const query = new URLSearchParams({ db: database, q: `SELECT count("${field}") FROM "${measurement}"` })
      const answer = await (await fetch(`${url}/query?${query}`)).json()
      return answer.results[0].series?.[0].values[0][1] ?? 0
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(dir, { recursive: true, force: true })
    },
  }
}
