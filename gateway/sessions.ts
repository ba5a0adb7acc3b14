// What the broker remembers of clients between connections, in the form that Aedes expects of a persistence: retained
// messages, lasting subscriptions, queues for the absent, open QoS 2 handshakes, wills. Everything is bounded. The two
// calls on the way of every message answer at once: with a promise in between, a QoS 0 message overtakes a QoS 1 one
// and Aedes then drops the latter as a repeat.
import { Readable } from 'node:stream'
import { isWild, matches } from './filter.ts'

type Packet = {
  topic: string
  payload: Buffer | string
  qos?: number
  cmd?: string
  brokerId?: string
  brokerCounter?: number
  messageId?: number
}
type Subscription = { topic: string; qos: number; rh?: number; rap?: boolean; nl?: boolean }
type Subscriber = Subscription & { clientId: string }
type Client = { id: string }
type Session = { subscriptions: Map<string, Subscription>; queue: Packet[]; inbound: Map<number, Packet> }

export type SessionLimits = { sessions: number; queue: number; retained: number }
export const sessionLimits: SessionLimits = { sessions: 20_000, queue: 1_000, retained: 200_000 }

/** A value that is there already, in the shape of a promise that calls back at once. */
const atOnce = <T>(value: T) => ({ then: (done: (value: T) => void) => void done(value) })

/** The store of one broker, in memory. */
export function openSessions(limits: SessionLimits = sessionLimits) {
  const sessions = new Map<string, Session>()
  const retained = new Map<string, Packet>()
  const wills = new Map<string, Packet>()
  /** Lasting subscriptions above QoS 0, by filter, then by client. */
  const lasting = new Map<string, Map<string, Subscriber>>()
  const wild = new Map<string, string[]>()
  let brokerId = ''

  const sessionOf = (id: string): Session => {
    let session = sessions.get(id)
    if (!session) {
      const oldest = sessions.size >= limits.sessions ? sessions.keys().next().value : undefined
      if (oldest !== undefined) forget(oldest)
      sessions.set(id, (session = { subscriptions: new Map(), queue: [], inbound: new Map() }))
    }
    return session
  }

  function watch(filter: string, subscriber: Subscriber): void {
    let subscribers = lasting.get(filter)
    if (!subscribers) {
      lasting.set(filter, (subscribers = new Map()))
      if (isWild(filter)) wild.set(filter, filter.split('/'))
    }
    subscribers.set(subscriber.clientId, subscriber)
  }

  function unwatch(filter: string, clientId: string): void {
    const subscribers = lasting.get(filter)
    if (!subscribers?.delete(clientId) || subscribers.size > 0) return
    lasting.delete(filter)
    wild.delete(filter)
  }

  function unsubscribeAll(id: string): void {
    const session = sessions.get(id)
    session?.subscriptions.forEach((_, filter) => unwatch(filter, id))
    session?.subscriptions.clear()
  }

  function forget(id: string): void {
    unsubscribeAll(id)
    sessions.delete(id)
    wills.delete(id)
  }

  const matching = (topic: string): Subscriber[] => {
    const found = [...(lasting.get(topic)?.values() ?? [])]
    if (wild.size === 0) return found
    const levels = topic.split('/')
    for (const [filter, parts] of wild) {
      if (matches(parts, levels)) found.push(...(lasting.get(filter)?.values() ?? []))
    }
    return found
  }

  const enqueue = (id: string, packet: Packet): void => {
    const queue = sessionOf(id).queue
    if (queue.length < limits.queue) queue.push({ ...packet })
  }

  return {
    /** Drops every session of a login (`{username}:{client id}`). */
    revoke(username: string): void {
      for (const id of [...sessions.keys(), ...wills.keys()]) if (id.startsWith(`${username}:`)) forget(id)
    },

    async setup(broker: { id: string }) {
      brokerId = broker.id
    },
    async storeRetained(packet: Packet) {
      if (packet.payload.length === 0) retained.delete(packet.topic)
      else if (retained.size < limits.retained || retained.has(packet.topic)) retained.set(packet.topic, { ...packet })
    },
    createRetainedStreamCombi(filters: string[]) {
      return Readable.from(filters.flatMap((filter) => [...retainedBy(retained, filter)]))
    },

    async addSubscriptions(client: Client, subscriptions: Subscription[]) {
      const session = sessionOf(client.id)
      for (const { topic, qos, rh, rap, nl } of subscriptions) {
        session.subscriptions.set(topic, { topic, qos, rh, rap, nl })
        if (qos > 0) watch(topic, { clientId: client.id, topic, qos, rh, rap, nl })
        else unwatch(topic, client.id)
      }
    },
    async removeSubscriptions(client: Client, filters: string[]) {
      for (const filter of filters) {
        sessions.get(client.id)?.subscriptions.delete(filter)
        unwatch(filter, client.id)
      }
    },
    async subscriptionsByClient(client: Client) {
      return [...(sessions.get(client.id)?.subscriptions.values() ?? [])]
    },
    // A clean session begins: nothing of the former one may be delivered [MQTT-3.1.2-6].
    async cleanSubscriptions(client: Client) {
      unsubscribeAll(client.id)
      sessions.delete(client.id)
    },
    subscriptionsByTopic: (topic: string) => atOnce(lasting.size === 0 ? [] : matching(topic)),

    async outgoingEnqueue(subscriber: { clientId: string }, packet: Packet) {
      enqueue(subscriber.clientId, packet)
    },
    outgoingEnqueueCombi(subscribers: Subscriber[], packet: Packet) {
      for (const subscriber of subscribers) enqueue(subscriber.clientId, packet)
      return atOnce(undefined)
    },
    async outgoingUpdate(client: Client, packet: Packet) {
      const queue = sessions.get(client.id)?.queue ?? []
      for (let i = 0; i < queue.length; i++) {
        const one = queue[i] as Packet
        const isSame = one.brokerId === packet.brokerId && one.brokerCounter === packet.brokerCounter
        if (isSame) return void (one.messageId = packet.messageId)
        // The second half of a QoS 2 handshake stands in for its message.
        if (packet.cmd === 'pubrel' && one.messageId === packet.messageId) return void (queue[i] = packet)
      }
    },
    async outgoingClearMessageId(client: Client, packet: Packet) {
      const queue = sessions.get(client.id)?.queue ?? []
      const index = queue.findIndex((one) => one.messageId === packet.messageId)
      return index < 0 ? undefined : queue.splice(index, 1)[0]
    },
    outgoingStream: (client: Client) => Readable.from([...(sessions.get(client.id)?.queue ?? [])]),

    async incomingStorePacket(client: Client, packet: Packet) {
      sessionOf(client.id).inbound.set(packet.messageId as number, { ...packet })
    },
    async incomingGetPacket(client: Client, packet: Packet) {
      const found = sessions.get(client.id)?.inbound.get(packet.messageId as number)
      if (!found) throw new Error('no such packet')
      return found
    },
    async incomingDelPacket(client: Client, packet: Packet) {
      if (!sessions.get(client.id)?.inbound.delete(packet.messageId as number)) throw new Error('no such packet')
    },
    async cleanIncoming(client: Client) {
      const session = sessions.get(client.id)
      session?.inbound.clear()
      if (session?.subscriptions.size === 0 && session.queue.length === 0) sessions.delete(client.id)
    },

    async putWill(client: Client, packet: Packet) {
      wills.set(client.id, Object.assign(packet, { brokerId, clientId: client.id }))
    },
    async delWill(client: Client) {
      const will = wills.get(client.id)
      wills.delete(client.id)
      return will
    },
    // Wills live in memory alone, so none is ever left over from another broker.
    streamWill: () => Readable.from([]),
  }
}
export type Sessions = ReturnType<typeof openSessions>

function* retainedBy(retained: Map<string, Packet>, filter: string): Generator<Packet> {
  if (!isWild(filter)) {
    const packet = retained.get(filter)
    if (packet) yield packet
    return
  }
  const levels = filter.split('/')
  for (const [topic, packet] of retained) if (matches(levels, topic.split('/'))) yield packet
}
