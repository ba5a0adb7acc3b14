// What the broker remembers of clients between connections: lasting subscriptions, queues for the absent, open QoS 2
// handshakes. Everything is bounded.
import { isWild, matches } from './filter.ts'

export type Packet = {
  topic: string
  payload: Buffer | string
  qos?: number
  cmd?: string
  brokerId?: string
  brokerCounter?: number
  messageId?: number
}
export type Subscription = { topic: string; qos: number; rh?: number; rap?: boolean; nl?: boolean }
export type Subscriber = Subscription & { clientId: string }
type Session = { subscriptions: Map<string, Subscription>; queue: Packet[]; inbound: Map<number, Packet> }

export type SessionLimits = { sessions: number; queue: number }
const sessionLimits: SessionLimits = { sessions: 20_000, queue: 1_000 }

export type Sessions = {
  subscribe: (id: string, subscriptions: Subscription[]) => void
  unsubscribe: (id: string, filters: string[]) => void
  subscriptions: (id: string) => Subscription[]
  /** Lasting subscriptions above QoS 0 that a topic meets. */
  matching: (topic: string) => Subscriber[]
  /** Queues a message; a full queue takes no more. */
  enqueue: (id: string, packet: Packet) => void
  queue: (id: string) => Packet[]
  /** Gives a queued message its packet id, or puts the second half of its QoS 2 handshake in its place. */
  update: (id: string, packet: Packet) => void
  /** Takes an acknowledged message out of the queue. */
  acknowledge: (id: string, messageId: number | undefined) => Packet | undefined
  /** Open QoS 2 handshakes of a client. */
  inbound: (id: string) => Map<number, Packet>
  endHandshakes: (id: string) => void
  forget: (id: string) => void
  /** Forgets every session of a login (`{username}:{client id}`). */
  revoke: (username: string) => void
}

/** An empty store; when it is full the session that was made first goes. */
export function openSessions(limits: SessionLimits = sessionLimits): Sessions {
  const sessions = new Map<string, Session>()
  const lasting = new Map<string, Map<string, Subscriber>>()
  const wild = new Map<string, string[]>()

  function sessionOf(id: string): Session {
    let session = sessions.get(id)
    if (session) return session
    const oldest = sessions.size >= limits.sessions ? sessions.keys().next().value : undefined
    if (oldest !== undefined) forget(oldest)
    session = { subscriptions: new Map(), queue: [], inbound: new Map() }
    sessions.set(id, session)
    return session
  }

  function watch(filter: string, subscriber: Subscriber): void {
    let subscribers = lasting.get(filter)
    if (!subscribers) {
      subscribers = new Map()
      lasting.set(filter, subscribers)
      if (isWild(filter)) wild.set(filter, filter.split('/'))
    }
    subscribers.set(subscriber.clientId, subscriber)
  }

  function unwatch(filter: string, id: string): void {
    const subscribers = lasting.get(filter)
    if (!subscribers?.delete(id) || subscribers.size > 0) return
    lasting.delete(filter)
    wild.delete(filter)
  }

  function forget(id: string): void {
    sessions.get(id)?.subscriptions.forEach((_, filter) => unwatch(filter, id))
    sessions.delete(id)
  }

  function matching(topic: string): Subscriber[] {
    if (lasting.size === 0) return []
    const found = [...(lasting.get(topic)?.values() ?? [])]
    if (wild.size === 0) return found
    const levels = topic.split('/')
    for (const [filter, parts] of wild) {
      if (matches(parts, levels)) found.push(...(lasting.get(filter)?.values() ?? []))
    }
    return found
  }

  function update(id: string, packet: Packet): void {
    const queue = sessions.get(id)?.queue ?? []
    for (const [i, one] of queue.entries()) {
      if (packet.cmd === 'pubrel' && one.messageId === packet.messageId) return void (queue[i] = packet)
      const isSame = one.brokerId === packet.brokerId && one.brokerCounter === packet.brokerCounter
      if (isSame) return void (one.messageId = packet.messageId)
    }
  }

  return {
    subscribe(id, subscriptions) {
      const session = sessionOf(id)
      for (const { topic, qos, rh, rap, nl } of subscriptions) {
        session.subscriptions.set(topic, { topic, qos, rh, rap, nl })
        if (qos > 0) watch(topic, { clientId: id, topic, qos, rh, rap, nl })
        else unwatch(topic, id)
      }
    },
    unsubscribe(id, filters) {
      for (const filter of filters) {
        sessions.get(id)?.subscriptions.delete(filter)
        unwatch(filter, id)
      }
    },
    subscriptions: (id) => [...(sessions.get(id)?.subscriptions.values() ?? [])],
    matching,
    enqueue(id, packet) {
      const { queue } = sessionOf(id)
      if (queue.length < limits.queue) queue.push({ ...packet })
    },
    queue: (id) => [...(sessions.get(id)?.queue ?? [])],
    update,
    acknowledge(id, messageId) {
      const queue = sessions.get(id)?.queue ?? []
      const index = queue.findIndex((one) => one.messageId === messageId)
      return index < 0 ? undefined : queue.splice(index, 1)[0]
    },
    inbound: (id) => sessionOf(id).inbound,
    endHandshakes(id) {
      const session = sessions.get(id)
      session?.inbound.clear()
      if (session?.subscriptions.size === 0 && session.queue.length === 0) sessions.delete(id)
    },
    forget,
    revoke(username) {
      for (const id of [...sessions.keys()]) if (id.startsWith(`${username}:`)) forget(id)
    },
  }
}
