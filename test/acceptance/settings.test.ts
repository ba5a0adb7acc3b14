// Starting and stopping: a wrong setting stops the start with every fault in words; a missing InfluxDB does not; a clean
// stop loses nothing; the first administrator comes in by the one-time link of the log.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Caller } from '../support/caller.ts'
import { adminPassword, freePorts, openHouse, type House } from '../support/house.ts'
import { startInflux } from '../support/influx.ts'
import { refusedStart } from '../support/refused.ts'
import { connectDevice, register, watchScreen, type Credentials } from '../support/wires.ts'

let scratch: string
const ends: (() => Promise<unknown>)[] = []
const opened = async (...options: Parameters<typeof openHouse>): Promise<House> => {
  const house = await openHouse(...options)
  ends.push(() => house.leave())
  return house
}

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'watchkeeper-settings-'))
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
  await rm(scratch, { recursive: true, force: true })
})

/** Settings with which nothing but what a test spoils is wrong. */
const sound = async (): Promise<Record<string, string>> => {
  const [http, mqtt] = await freePorts(2)
  return { WK_HTTP_PORT: String(http), WK_MQTT_PORT: String(mqtt), WK_DATA_DIR: path.join(scratch, 'fresh') }
}

describe('does not start', () => {
  test('with wrong settings: all of them are told together, by name, in both languages, and nothing is touched', async () => {
    const wrong = {
      WK_HTTP_PORT: 'eighty',
      WK_MQTT_PORT: '99999',
      WK_DATA_DUR: '/tmp',
      WK_LOG_LEVEL: 'loud',
      WK_MQTT_HOST: '0.0.0.0',
      WK_REDIS_URL: 'redis://here',
      WK_INFLUX_URL: 'here:8086',
    }
    const dir = path.join(scratch, 'never')
    const { code, said } = await refusedStart({ ...(await sound()), ...wrong, WK_DATA_DIR: dir })
    expect(code).toBe(2)
    expect(said).toContain('Watchkeeper cannot start. 无法启动:')
    for (const name of ['WK_HTTP_PORT', 'WK_MQTT_PORT', 'WK_LOG_LEVEL', 'WK_REDIS_URL', 'WK_INFLUX_URL'])
      expect(said).toMatch(new RegExp(`^${name}: `, 'm'))
    expect(said).toMatch(/^WK_DATA_DUR: .*did you mean WK_DATA_DIR\?/m)
    expect(existsSync(dir)).toBe(false)
  })

  test('with plain MQTT open to the network, unless that is said', async () => {
    const { code, said } = await refusedStart({ ...(await sound()), WK_MQTT_HOST: '0.0.0.0' })
    expect(code).toBe(2)
    expect(said).toContain('WK_MQTT_PLAINTEXT')
  })

  test.each(['WK_HTTP_PORT', 'WK_MQTT_PORT'])('when another program has the port of %s', async (name) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = String((other.address() as AddressInfo).port)
    const { code, said, logged } = await refusedStart({ ...(await sound()), [name]: port })
    expect(code).toBe(2)
    expect(said).toContain(name)
    expect(said).toContain(port)
    expect(said).not.toMatch(/^\s+at /m)
    // What had been opened before was closed in order, not cut off after five seconds.
    expect(logged).toContain('"msg":"stopped"')
    await new Promise((closed) => other.close(closed))
  })

  test('when the data directory cannot be written', async () => {
    const file = path.join(scratch, 'a-file')
    await writeFile(file, 'not a directory')
    for (const dir of [file, path.join(file, 'below')]) {
      const { code, said } = await refusedStart({ ...(await sound()), WK_DATA_DIR: dir })
      expect(code).toBe(2)
      expect(said).toContain(`WK_DATA_DIR: ${dir}`)
    }
  })

  test('on the records of a newer version, which it leaves as they are', async () => {
    const dir = path.join(scratch, 'newer')
    await mkdir(dir)
    const file = path.join(dir, 'records.db')
    const newer = new DatabaseSync(file)
    newer.exec('create table things_to_come (id text); pragma user_version = 99')
    newer.close()
    const { code, said } = await refusedStart({ ...(await sound()), WK_DATA_DIR: dir })
    expect(code).toBe(2)
    expect(said).toMatch(/newer version.*新版本/)
    expect(said.trim().split('\n')).toHaveLength(2)
    const after = new DatabaseSync(file)
    expect(after.prepare('pragma user_version').get()).toEqual({ user_version: 99 })
    expect(after.prepare('select name from sqlite_master').all()).toEqual([{ name: 'things_to_come' }])
    after.close()
  })

  test('for real use on the data of a demo', async () => {
    const demo = await opened({ demo: true })
    expect(await demo.admin.get('/about')).toMatchObject({ demo: true, setupNeeded: false })
    expect(await demo.stop()).toBe(0)
    const { code, said } = await refusedStart({ ...(await sound()), WK_DATA_DIR: demo.dataDir })
    expect(code).toBe(2)
    expect(said).toMatch(/data of a demo.*演示数据/)
  })
})

describe('stops cleanly and comes back', () => {
  let first: House
  let pump: Credentials
  let incident: any

  beforeAll(async () => {
    first = await opened()
    await first.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
    pump = await register(first.admin, { id: 'p-1', site: 'hq', kind: 'pump' })
    await first.admin.create('/rules', {
      ...{ id: 'hot', name: '过热', scope: { kind: 'pump' }, priority: 2, when: { metric: 'motor_temp_c', above: 90 } },
      raise: { title: '过热', ticket: { type: 'fault' } },
    })
    const screen = await watchScreen(first, first.admin)
    const device = await connectDevice(first, pump)
    await device.publish('telemetry', { ts: Date.now(), seq: 1, metrics: { motor_temp_c: 95 } })
    incident = (await screen.event((event) => event.type === 'incident.opened' && event.data.rule === 'hot')).data
    await device.end()
    screen.close()
  })

  test('a second process on the same data is refused while the first runs', async () => {
    const { code, said } = await refusedStart({ ...(await sound()), WK_DATA_DIR: first.dataDir })
    expect(code).toBe(2)
    expect(said).toMatch(/in use by process \d+/)
  })

  test('SIGTERM ends it with 0, which it only does when all parts have stopped within five seconds', async () => {
    const asked = performance.now()
    expect(await first.stop()).toBe(0)
    expect(performance.now() - asked).toBeLessThan(10_000)
    expect(first.log.at(-1)).toContain('"msg":"stopped"')
  })

  test('a demo is refused on its data', async () => {
    const { code, said } = await refusedStart({ ...(await sound()), WK_DATA_DIR: first.dataDir }, ['--demo'])
    expect(code).toBe(2)
    expect(said).toMatch(/real data.*正式数据/)
  })

  test('the second start is ready soon, and everything is still there', async () => {
    const second = await opened({ dataDir: first.dataDir })
    expect(second.readyMs).toBeLessThan(20_000)
    const same = new Caller(second.url)
    same.cookie = first.admin.cookie
    expect((await same.get('/session')).user.username).toBe('admin')
    expect(await same.get(`/incidents/${incident.id}`)).toMatchObject({
      rule: 'hot',
      active: true,
      acknowledged: false,
    })
    const { ticket } = await same.get(`/incidents/${incident.id}`)
    expect(await same.get(`/tickets/${ticket}`)).toMatchObject({ number: 1, state: 'new', device: 'p-1' })
    expect((await same.get('/devices/p-1/latest')).metrics.motor_temp_c.value).toBe(95)
    const screen = await watchScreen(second, same)
    const device = await connectDevice(second, pump)
    await device.publish('telemetry', { ts: Date.now(), seq: 2, metrics: { motor_temp_c: 60 } })
    await screen.event((event) => event.type === 'incident.cleared' && event.id === incident.id)
    const kept = async () => (await same.get('/devices/p-1/readings')).items.map(({ seq }: any) => seq)
    await expect.poll(kept, { timeout: 20_000 }).toEqual([1, 2])
    await device.end()
    screen.close()
  })
})

describe('without InfluxDB', () => {
  const readyz = async (house: House) => {
    const response = await fetch(`${house.url}/readyz`)
    return { status: response.status, ...((await response.json()) as { state: string; parts: Record<string, string> }) }
  }
  async function oneReading(house: House, seq: number): Promise<void> {
    await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
    const device = await connectDevice(house, await register(house.admin, { id: 'p-1', site: 'hq', kind: 'pump' }))
    await device.publish('telemetry', { ts: Date.now(), seq, metrics: { current_a: 12.4 } })
    await device.end()
  }

  test('it starts, says degraded, accepts readings, and stores them once the server is there', async () => {
    const [port] = await freePorts(1)
    const house = await opened({ env: { WK_INFLUX_URL: `http://127.0.0.1:${port}` } })
    expect(await readyz(house)).toMatchObject({ status: 200, state: 'degraded', parts: { readings: 'failed' } })
    await oneReading(house, 1)
    const influx = await startInflux(port)
    ends.push(() => influx.stop())
    await expect.poll(() => influx.count('pump', 'current_a'), { timeout: 60_000, interval: 200 }).toBe(1)
    await expect
      .poll(() => readyz(house), { timeout: 60_000, interval: 200 })
      .toMatchObject({ status: 200, state: 'ok' })
  }, 120_000)

  test('with one that refuses the token: the same, and stored once it is right', async () => {
    const lines: string[] = []
    let lets = false
    const stub: Server = createHttpServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (request.url!.startsWith('/ping')) return response.writeHead(204, { 'X-Influxdb-Version': '1.8.10' }).end()
        if (!lets) return response.writeHead(401).end('{"error":"authorization failed"}')
        if (request.url!.startsWith('/write')) lines.push(Buffer.concat(chunks).toString())
        if (request.url!.startsWith('/write')) return response.writeHead(204).end()
        return response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[{"statement_id":0}]}')
      })
    }).listen(0, '127.0.0.1')
    await once(stub, 'listening')
    const { port } = stub.address() as AddressInfo
    const house = await opened({ env: { WK_INFLUX_URL: `http://127.0.0.1:${port}` } })
    ends.push(() => Promise.resolve(stub.close()))
    await oneReading(house, 7)
    await expect
      .poll(() => readyz(house), { timeout: 60_000, interval: 200 })
      .toMatchObject({ status: 200, state: 'degraded' })
    expect(lines).toEqual([])
    lets = true
    await expect.poll(() => lines.join('\n'), { timeout: 60_000, interval: 200 }).toMatch(/current_a=12\.4/)
    await expect
      .poll(() => readyz(house), { timeout: 60_000, interval: 200 })
      .toMatchObject({ status: 200, state: 'ok' })
  }, 120_000)
})

describe('without an administrator', () => {
  const linkOf = (house: House): string | null => {
    const ready = JSON.parse(house.log.find((line) => line.includes('"msg":"ready"'))!) as { setup: string | null }
    return ready.setup
  }

  test('the log has a link that makes the first one, once', async () => {
    const house = await opened({ unclaimed: true })
    const link = new URL(linkOf(house)!)
    expect(link.origin).toBe(house.url)
    const token = link.searchParams.get('token')!
    const visitor = new Caller(house.url)
    expect(await visitor.get('/about')).toMatchObject({ setupNeeded: true, demo: false })
    expect((await visitor.call('POST', '/session', { username: 'admin', password: adminPassword })).status).toBe(401)

    const person = { username: 'hejing', name: '何静', password: adminPassword }
    const guess = await visitor.call('POST', '/setup', { ...person, token: `${token}x` })
    expect(guess).toMatchObject({ status: 403, body: { code: 'bad_setup_token' } })
    const made = await visitor.call('POST', '/setup', { ...person, token })
    expect(made).toMatchObject({ status: 201, body: { user: { username: 'hejing', role: 'admin' } } })
    const again = await visitor.call('POST', '/setup', { ...person, username: 'mallory', token })
    expect(again).toMatchObject({ status: 409, body: { code: 'setup_done' } })

    await visitor.signIn('hejing', adminPassword)
    expect((await visitor.get('/users')).items.map(({ username }: any) => username)).toEqual(['hejing'])
    expect(await house.stop()).toBe(0)
    const second = await opened({ unclaimed: true, dataDir: house.dataDir })
    expect(linkOf(second)).toBeNull()
    await new Caller(second.url).signIn('hejing', adminPassword)
  })
})
