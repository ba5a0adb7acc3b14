// What happens before anybody has said who he is: sizes, time limits, the number of connections, TLS, WebSocket.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, createServer as createTcp } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Duplex, PassThrough } from 'node:stream'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { connectAsync } from 'mqtt'
import { generate } from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createGateway } from './app.ts'
import { openDoor } from './door.ts'
import { connectPacket, publishPacket, settings, silentLog, startHouse } from './gateway.fixture.ts'
import type { House } from './gateway.fixture.ts'
import { frameMeter, guard } from './guard.ts'

const run = promisify(execFile)
const telemetry = 'fm/v1/hq/pump/p-1/telemetry'
let house: House | null = null
const start = async (...more: Parameters<typeof startHouse>) => (house = await startHouse(...more))
afterEach(async () => {
  await house?.stop()
  house = null
})

const sized = (length: number) => {
  const packet = generate(publishPacket(telemetry, 'x'.repeat(length), { qos: 0, messageId: undefined }))
  return { packet, body: packet.length - (length > 16_000 ? 4 : 3) }
}

describe('the frame meter', () => {
  it('says the same however the bytes are cut', () => {
    const bodies = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 })
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 })
    fc.assert(
      fc.property(bodies, cuts, (lengths, steps) => {
        const frames = lengths.map((n) =>
          Buffer.concat([Buffer.from(n < 128 ? [0x30, n] : [0x30, (n & 127) | 128, n >> 7]), Buffer.alloc(n, 0xff)]),
        )
        const bytes = Buffer.concat(frames)
        const fits = frameMeter(() => 200)
        let fine = true
        for (let i = 0, step = 0; i < bytes.length && fine;) {
          const size = steps[step++ % steps.length] as number
          fine = fits(bytes.subarray(i, i + size))
          i += size
        }
        expect(fine).toBe(lengths.every((n) => n <= 200))
      }),
    )
  })

  it('refuses a fifth byte of length', () => {
    expect(frameMeter(() => Infinity)(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 1]))).toBe(false)
  })
})

describe('the guard', () => {
  it('writes what belongs together in one piece and waits for a slow wire', () => {
    const written: number[] = []
    let release: (() => void) | null = null
    const wire = new Duplex({
      writableHighWaterMark: 1,
      read: () => {},
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.length)
        release = done
      },
    })
    const { stream, buffered } = guard(wire)
    stream.cork()
    for (let i = 0; i < 3; i++) stream.write(Buffer.alloc(10))
    stream.uncork()
    stream.write(Buffer.alloc(5))
    expect(written).toEqual([30])
    expect(buffered()).toBeGreaterThanOrEqual(5)
    ;(release as unknown as () => void)()
    expect(written).toEqual([30, 5])
  })

  it('stops the wire when its reader does not keep up', () => {
    const wire = new PassThrough()
    guard(wire, { connect: 1e6, packet: 1e6 })
    for (let i = 0; i < 40; i++) wire.emit('data', Buffer.from([0x30, 0x80, 0x20, ...Buffer.alloc(4096)]))
    expect(wire.isPaused()).toBe(true)
  })
})

describe('sizes', () => {
  it('are 4 KiB until CONNACK was sent', async () => {
    const { raw } = await start()
    const tooLarge = await raw()
    tooLarge.socket.write(Buffer.from([0x10, 0x81, 0x20]))
    await tooLarge.closed

    const hasty = await raw()
    hasty.socket.write(Buffer.concat([generate(connectPacket('p-1')), sized(5000).packet]))
    await hasty.closed
    expect(house?.entries('readings')).toEqual([])
  })

  it('are 256 KiB afterwards, to the byte', async () => {
    const { raw, untilEntry } = await start()
    const client = await raw()
    client.send(connectPacket('p-1'))
    await client.got((packet) => packet.cmd === 'connack')
    const overhead = sized(0x40000 - 100).body - (0x40000 - 100)
    const largest = sized(0x40000 - overhead)
    expect(largest.body).toBe(0x40000)
    client.socket.write(largest.packet)
    await untilEntry('quarantine')
    client.send({ cmd: 'pingreq' })
    await client.got((packet) => packet.cmd === 'pingresp')
    client.socket.write(sized(0x40000 - overhead + 1).packet)
    await client.closed
  })
})

describe('time and number', () => {
  it('a wire that does not log in is cut', async () => {
    const { raw, gateway } = await start({ limits: { admissionMs: 30 } })
    const silent = await raw()
    const slow = await raw()
    slow.socket.write(generate(connectPacket('p-1')).subarray(0, 5))
    await Promise.all([silent.closed, slow.closed])
    expect(gateway.status().connections).toBe(0)
  })

  it('connections beyond the limit are turned away, and room comes back', async () => {
    const { raw, client, gateway } = await start({ limits: { perAddress: 2 } })
    const first = await client('p-1')
    await client('p-2')
    const third = await raw()
    await third.closed
    expect(gateway.status()).toMatchObject({ connections: 2, turnedAway: 1 })
    await first.endAsync()
    await client('p-1')
  })

  it('the door counts by address, in all, and who is not let in yet', () => {
    const door = openDoor({ total: 4, perAddress: 3, waiting: 2 })
    const one = door.enter('a')
    const two = door.enter('a')
    expect(door.enter('a')).toBeNull()
    one?.admitted()
    one?.admitted()
    expect(door.enter('b')).not.toBeNull()
    expect(door.enter('c')).toBeNull()
    two?.left()
    two?.left()
    expect(door.count()).toBe(2)
    expect(door.enter('a')).not.toBeNull()
  })
})

describe('listeners', () => {
  it('a taken port is named', async () => {
    const taken = createTcp().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { estate, journal, clock } = await start()
    const parts = { directory: estate.directory, journal, clock, log: silentLog }
    const second = await createGateway({ ...parts, settings: { ...settings, WK_MQTT_PORT: port } })
    await expect(second.listen()).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`)
    await second.stop()
    taken.close()
  })

  it('WebSocket clients speak through an upgrade of the HTTP server', async () => {
    const { gateway, entries } = await start()
    const server = createServer().on('upgrade', gateway.acceptWebSocket).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`
    const login = { username: 'p-1', password: 'secret-p-1', reconnectPeriod: 0, protocolVersion: 4 as const }
    const client = await connectAsync(url, login)
    await client.publishAsync(telemetry, '{"metrics":{"current_a":1}}', { qos: 1 })
    expect(entries('readings')).toHaveLength(1)
    await client.endAsync()

    // A message that never ends reaches no guard behind the WebSocket.
    const flooder = new WebSocket(url, 'mqtt')
    await once(flooder, 'open')
    flooder.send(Buffer.alloc(100_000), { fin: false })
    await once(flooder, 'close')
    server.close()
  })

  it('TLS takes passwords and certificates of our authority, and turns others away', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'watchkeeper-tls-'))
    const file = (name: string) => path.join(dir, name)
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const selfSigned = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    await run('openssl', [...selfSigned, '-keyout', file('ca.key'), '-out', file('ca.pem'), ...subject])
    const sign = async (name: string, authority: string) => {
      const request = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`]
      await run('openssl', [...request, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)])
      const by = ['-CA', file(`${authority}.pem`), '-CAkey', file(`${authority}.key`), '-CAcreateserial']
      await run('openssl', [
        'x509',
        '-req',
        '-in',
        file(`${name}.csr`),
        ...by,
        '-days',
        '2',
        '-out',
        file(`${name}.pem`),
      ])
    }
    await sign('p-1', 'ca')
    await run('openssl', [...selfSigned, '-keyout', file('other.key'), '-out', file('other.pem'), '-subj', '/CN=p-1'])
    const tls = { WK_TLS_CERT: file('ca.pem'), WK_TLS_KEY: file('ca.key'), WK_TLS_CLIENT_CA: file('ca.pem') }
    const { gateway, entries } = await start({ settings: { ...settings, ...tls } })
    const to = ['-h', 'localhost', '-p', `${gateway.mqttsPort}`, '--cafile', file('ca.pem'), '-t', telemetry, '-q', '1']
    const publish = (current: number, ...more: string[]) =>
      run('mosquitto_pub', [...to, '-m', `{"metrics":{"current_a":${current}}}`, ...more])
    await publish(1, '-u', 'p-1', '-P', 'secret-p-1')
    await publish(2, '--cert', file('p-1.pem'), '--key', file('p-1.key'))
    await expect(publish(3, '--cert', file('other.pem'), '--key', file('other.key'))).rejects.toThrow()
    await expect(publish(4)).rejects.toThrow()
    const heard = entries('readings').flatMap((entry) => entry.readings.map((one) => one.metrics.current_a))
    expect(heard).toEqual([1, 2])
    await rm(dir, { recursive: true })
  })

  it('stop tells nobody that the devices went away', async () => {
    const { client, entries, gateway } = await start()
    await client('p-1')
    const socket = connect(gateway.mqttPort as number, '127.0.0.1')
    await once(socket, 'connect')
    await gateway.stop()
    expect(entries('presence').map((entry) => entry.cause)).toEqual(['connect'])
    socket.destroy()
  })
})
