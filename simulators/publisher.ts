// The wires: one MQTT connection fed from the outbox. MQTT.js gives up QoS 1 messages at a reconnect and says so in their
// callback; every one of those goes back into the outbox.
import { connect, type MqttClient } from 'mqtt'
import { createOutbox } from './outbox.ts'
import type { Message } from './world.ts'

export type Log = {
  debug(o: object, msg: string): void
  info(o: object, msg: string): void
  warn(o: object, msg: string): void
  error(o: object, msg: string): void
}

export type PublisherOptions = {
  url: string
  username: string
  secret: string
  clientId: string
  log: Log
  /** Most messages kept while there is no connection. */
  limit?: number
  reconnectMs?: number
  /** Called at every new connection, before anything else is sent. */
  onOnline?: () => void
  /** What is listened to at every new connection, and who is told of what comes. */
  hears?: { filters: readonly string[]; heard: (topic: string, payload: Buffer) => void }
}

export type Publisher = {
  /** Sends in the order of calls per device, again and again until acknowledged. */
  publish(message: Message): void
  /** Sends around the outbox (history); resolves when acknowledged, rejects when the connection goes. */
  deliver(message: Message): Promise<void>
  /** Resolves when everything is acknowledged. */
  drained(): Promise<void>
  status(): { connected: boolean; waiting: number; dropped: number }
  /** Gives what waits `graceMs` to leave, then disconnects. */
  stop(graceMs?: number): Promise<void>
}

const window = 64

export function startPublisher(options: PublisherOptions): Publisher {
  const { log } = options
  const outbox = createOutbox(options.limit ?? 50_000)
  const client = connectTo(options)
  const waiters = new Set<() => void>()
  let underWay = 0
  let delivering = 0

  const send = (message: Message): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(message.payload)
      client.publish(message.topic, body, { qos: 1, retain: message.retain }, (error) =>
        error ? reject(error) : resolve(),
      )
    })
  function pump(): void {
    while (client.connected && underWay < window) {
      const message = outbox.take()
      if (message === null) break
      underWay++
      send(message).then(
        () => settle(() => outbox.done(message)),
        () => settle(() => outbox.failed(message)),
      )
    }
    if (outbox.size() === 0) for (const waiter of waiters) waiter()
  }
  function settle(how: () => void): void {
    underWay--
    how()
    pump()
  }

  client.on('connect', () => {
    log.info({ clientId: options.clientId }, 'simulators connected')
    if (options.hears) client.subscribe([...options.hears.filters], { qos: 1 })
    options.onOnline?.()
    pump()
  })
  client.on('message', (topic, payload) => options.hears?.heard(topic, payload))
  client.on('error', (error) => log.warn({ fault: error.message }, 'simulators cannot connect'))

  const drained = (): Promise<void> =>
    outbox.size() === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          const waiter = () => {
            waiters.delete(waiter)
            resolve()
          }
          waiters.add(waiter)
        })

  return {
    publish(message) {
      outbox.push(message)
      pump()
    },
    async deliver(message) {
      delivering++
      await send(message).finally(() => delivering--)
    },
    drained,
    status: () => ({ connected: client.connected, waiting: outbox.size(), dropped: outbox.dropped() }),
    async stop(graceMs = 1000) {
      if (client.connected) await within(graceMs, drained())
      // What is under way may never be answered: then there is nothing to wait for.
      await client.endAsync(!client.connected || outbox.size() > 0 || delivering > 0)
    },
  }
}

function connectTo(options: PublisherOptions): MqttClient {
  return connect(options.url, {
    username: options.username,
    password: options.secret,
    clientId: options.clientId,
    clean: true,
    protocolVersion: 4,
    keepalive: 30,
    reconnectPeriod: options.reconnectMs ?? 1000,
    // A secret that is not valid yet, or a broker that is still starting, is no reason to give up.
    reconnectOnConnackError: true,
    queueQoSZero: false,
    resubscribe: false,
  })
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const handle = setTimeout(timer.resolve, ms)
  await Promise.race([work, timer.promise])
  clearTimeout(handle)
}
