// Real MQTT clients and a live screen for acceptance tests: mqtt.js, Debian's mosquitto_pub, socket.io-client.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import mqtt from 'mqtt'
import { io, type Socket } from 'socket.io-client'
import type { Caller } from './caller.ts'
import type { House } from './house.ts'

export type Credentials = { id: string; secret: string; site: string; kind: string }

/** Publishes one message with Debian's client at QoS 1; answers its exit code, 0 after PUBACK. */
export async function mosquittoPub(
  house: House,
  device: Credentials,
  channel: string,
  payload: unknown,
): Promise<number> {
  const topic = `fm/v1/${device.site}/${device.kind}/${device.id}/${channel}`
  const message = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const args = [
    '-h',
    '127.0.0.1',
    '-p',
    String(house.mqttPort),
    '-u',
    device.id,
    '-P',
    device.secret,
    '-q',
    '1',
    '-t',
    topic,
    '-m',
    message,
  ]
  const [code] = (await once(spawn('mosquitto_pub', args, { stdio: 'ignore' }), 'exit')) as [number]
  return code
}

/** A device on the wire; `publish` resolves at PUBACK. */
export async function connectDevice(house: { mqttPort: number }, device: Credentials) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${house.mqttPort}`, {
    username: device.id,
    password: device.secret,
    reconnectPeriod: 0,
  })
  return {
    client,
    publish: (channel: string, payload: unknown) =>
      client.publishAsync(
        `fm/v1/${device.site}/${device.kind}/${device.id}/${channel}`,
        typeof payload === 'string' ? payload : JSON.stringify(payload),
        { qos: 1 },
      ),
    end: () => client.endAsync(),
  }
}

/** A screen: collects what it is told and waits for what a test expects. */
export async function watchScreen(house: House, caller: Caller) {
  const socket: Socket = io(house.url, {
    transports: ['websocket'],
    extraHeaders: { cookie: caller.cookie ?? '' },
    reconnection: false,
  })
  const events: any[] = []
  const readings: any[] = []
  const waiting = new Set<() => void>()
  const told = (): void => {
    for (const check of waiting) check()
  }
  socket.on('event', (event) => {
    events.push(event)
    told()
  })
  socket.on('readings', (batch: any[]) => {
    readings.push(...batch)
    told()
  })
  const [snapshot] = (await Promise.race([
    new Promise((resolve) => socket.once('snapshot', (first) => resolve([first]))),
    new Promise((_, reject) => socket.once('connect_error', reject)),
  ])) as [any]
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = find()
        if (found === undefined) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  return {
    snapshot,
    events,
    /** Resolves at the first event, past or future, that fits. */
    event: (fits: (event: any) => boolean): Promise<any> => until(() => events.find(fits)),
    reading: (fits: (reading: any) => boolean): Promise<any> => until(() => readings.find(fits)),
    close: () => socket.close(),
  }
}

/** Registers a device through the API and answers what it needs to speak. */
export async function register(
  caller: Caller,
  device: Record<string, unknown> & { id: string; site: string; kind: string },
): Promise<Credentials> {
  const { secret } = await caller.create('/devices', { name: device.id, ...device })
  return { id: device.id, secret, site: device.site, kind: device.kind }
}
