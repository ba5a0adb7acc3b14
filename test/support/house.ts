// Boots the whole house as a stranger would: a process of its own, free ports, a data directory of its own, real wires.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Caller } from './caller.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Strong enough for the product, and only ever used on loopback by a test. */
export const adminPassword = 'correct horse battery staple'

export type HouseOptions = {
  /** The demo estate with its simulators, as `npm start`. */
  demo?: boolean
  /** Without an administrator: the first one is made by the link in the log, and nobody is signed in. */
  unclaimed?: boolean
  env?: Record<string, string>
  /** Reuses a data directory of a house that was stopped or killed. */
  dataDir?: string
}

export type House = {
  url: string
  mqttPort: number
  dataDir: string
  /** Milliseconds from spawn to the ready line. */
  readyMs: number
  pid: number
  /** Signed in as the administrator, unless there is none yet. */
  admin: Caller
  /** Everything it logged so far, one line each. */
  log: string[]
  /** Asks it to stop and waits for it; answers the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL. */
  kill(): Promise<void>
  /** Stops and removes the data. */
  leave(): Promise<void>
}

/** Ports that were free a moment ago: the product's settings want numbers, and a killed house must come back on its own. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

/** Resolves at the log line that says the house is ready; rejects with its last words when it ends before. */
function untilReady(child: ChildProcess, log: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => log.push(line))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      log.push(line)
      if (line.includes('"msg":"ready"')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${log.slice(-20).join('\n')}`)))
  })
}

/** Starts the process, and waits for nothing. */
async function launch(options: HouseOptions) {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'watchkeeper-')))
  const [httpPort, mqttPort] = await freePorts(2)
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    WK_HTTP_PORT: String(httpPort),
    WK_MQTT_PORT: String(mqttPort),
    WK_DATA_DIR: dataDir,
    ...(options.unclaimed ? {} : { WK_ADMIN_PASSWORD: adminPassword }),
    ...options.env,
  }
  const args = [path.join(root, 'main.ts'), ...(options.demo ? ['--demo'] : [])]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, dataDir, env, began: performance.now() }
}

/** Starts a house on the disk of another and kills it so many ms later, ready or not. */
export async function startInVain(options: HouseOptions & { dataDir: string }, ms: number): Promise<void> {
  const { child } = await launch(options)
  child.stdout.resume()
  child.stderr.resume()
  setTimeout(() => child.kill('SIGKILL'), ms)
  await once(child, 'exit')
}

/** Starts a house and signs in. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { child, dataDir, env, began } = await launch(options)
  const log: string[] = []
  await untilReady(child, log)
  const readyMs = performance.now() - began
  const url = `http://127.0.0.1:${env.WK_HTTP_PORT}`
  const ended = once(child, 'exit') as Promise<[number | null]>
  const admin = new Caller(url)
  if (!options.unclaimed) await admin.signIn('admin', adminPassword)
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    return (await ended)[0]
  }
  return {
    url,
    mqttPort: Number(env.WK_MQTT_PORT),
    dataDir,
    readyMs,
    pid: child.pid!,
    admin,
    log,
    stop,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    leave: async () => {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
