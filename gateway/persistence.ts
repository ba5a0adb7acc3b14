// Sessions, retained messages and wills in the form that Aedes expects of a persistence. The two calls on the way of
// every message answer at once: that saves two promises a message and leaves no gap in which a QoS 0 message could
// overtake a QoS 1 one, which Aedes would then drop as a repeat.
import { Readable } from 'node:stream'
import { isWild, matches } from './filter.ts'
import type { Packet, Sessions, Subscriber, Subscription } from './sessions.ts'

type Client = { id: string }

const maxRetained = 200_000

/** A value that is there already, in the shape of a promise that calls back at once. */
const atOnce = <T>(value: T) => ({ then: (done: (value: T) => void) => void done(value) })
/** A promise of what a synchronous call gives or throws. */
const soon = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()))

/** Retained messages and wills live in memory: none is ever left over from an earlier broker. */
export function persistenceOf(sessions: Sessions) {
  const retained = new Map<string, Packet>()
  const wills = new Map<string, Packet>()
  let brokerId = ''

  function retain(packet: Packet): void {
    if (packet.payload.length === 0) retained.delete(packet.topic)
    else if (retained.size < maxRetained || retained.has(packet.topic)) retained.set(packet.topic, { ...packet })
  }
  function handshake(client: Client, packet: Packet): Packet {
    const found = sessions.inbound(client.id).get(packet.messageId as number)
    if (!found) throw new Error('no such packet')
    return found
  }

  return {
    // Aedes takes nothing but an async function here.
    // eslint-disable-next-line @typescript-eslint/require-await
    async setup(broker: Client) {
      brokerId = broker.id
    },
    storeRetained: (packet: Packet) => soon(() => retain(packet)),
    createRetainedStreamCombi: (filters: string[]) => Readable.from(filters.flatMap((f) => retainedBy(retained, f))),

    addSubscriptions: (client: Client, all: Subscription[]) => soon(() => sessions.subscribe(client.id, all)),
    removeSubscriptions: (client: Client, filters: string[]) => soon(() => sessions.unsubscribe(client.id, filters)),
    subscriptionsByClient: (client: Client) => soon(() => sessions.subscriptions(client.id)),
    // A clean session begins: nothing of the former one may be delivered [MQTT-3.1.2-6].
    cleanSubscriptions: (client: Client) => soon(() => sessions.forget(client.id)),
    subscriptionsByTopic: (topic: string) => atOnce(sessions.matching(topic)),

    outgoingEnqueue: (to: { clientId: string }, packet: Packet) => soon(() => sessions.enqueue(to.clientId, packet)),
    outgoingEnqueueCombi(to: Subscriber[], packet: Packet) {
      for (const { clientId } of to) sessions.enqueue(clientId, packet)
      return atOnce(undefined)
    },
    outgoingUpdate: (client: Client, packet: Packet) => soon(() => sessions.update(client.id, packet)),
    outgoingClearMessageId: (client: Client, packet: Packet) =>
      soon(() => sessions.acknowledge(client.id, packet.messageId)),
    outgoingStream: (client: Client) => Readable.from(sessions.queue(client.id)),

    incomingStorePacket: (client: Client, packet: Packet) =>
      soon(() => void sessions.inbound(client.id).set(packet.messageId as number, { ...packet })),
    incomingGetPacket: (client: Client, packet: Packet) => soon(() => handshake(client, packet)),
    incomingDelPacket: (client: Client, packet: Packet) =>
      soon(() => void sessions.inbound(client.id).delete(handshake(client, packet).messageId as number)),
    cleanIncoming: (client: Client) => soon(() => sessions.endHandshakes(client.id)),

    putWill: (client: Client, will: Packet) =>
      soon(() => void wills.set(client.id, Object.assign(will, { brokerId, clientId: client.id }))),
    delWill: (client: Client) => soon(() => wills.delete(client.id)),
    streamWill: () => Readable.from([]),
  }
}

function retainedBy(retained: ReadonlyMap<string, Packet>, filter: string): Packet[] {
  if (!isWild(filter)) return [retained.get(filter)].filter((packet) => packet !== undefined)
  const levels = filter.split('/')
  return [...retained.values()].filter((packet) => matches(levels, packet.topic.split('/')))
}
