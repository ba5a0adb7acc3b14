// The short way for the bulk of all traffic: telemetry that no MQTT client listens to needs nothing of Aedes but its
// PUBACK, and Aedes costs more than all our own work on it. Whole frames are taken out of the stream before Aedes sees
// them; everything else goes on untouched, and nothing ever overtakes what Aedes still has to read.
import type { Duplex } from 'node:stream'
import type { Acks } from './acks.ts'
import type { Ingest, Sender } from './ingest.ts'

/** Handles the PUBLISH whose body is data[start, end); false leaves it to Aedes. */
export type Taker = (first: number, data: Buffer, start: number, end: number) => boolean

/** A frame is waited for here only when it is small; a larger one is passed on in parts. */
const maxHeld = 8 * 1024
const publish = 3

/** Cuts a stream of chunks into frames. `isIdle`: Aedes has read all that was passed on. */
export function openSplitter(pass: (bytes: Buffer) => void, take: Taker, isIdle: () => boolean) {
  let held: Buffer | null = null
  /** Bytes of a frame whose beginning was passed on already. */
  let passing = 0

  return (chunk: Buffer): void => {
    const data = held ? Buffer.concat([held, chunk]) : chunk
    held = null
    let at = Math.min(passing, data.length)
    passing -= at
    let from = 0
    let isTaking = at === 0 && isIdle()
    while (at < data.length) {
      const body = bodyOf(data, at)
      const end = body === null ? Infinity : body.start + body.length
      const first = data[at] as number
      if (body === null || (end > data.length && isTaking && first >> 4 === publish && body.length <= maxHeld)) {
        held = data.subarray(at)
        break
      }
      if (isTaking && end <= data.length && first >> 4 === publish && take(first, data, body.start, end)) from = end
      else isTaking = false
      passing = Math.max(0, end - data.length)
      at = Math.min(end, data.length)
    }
    if (from < at) pass(data.subarray(from, at))
  }
}

/** Where the body of the frame at `at` starts and how long it is; null when the header is not complete. */
function bodyOf(data: Buffer, at: number): { start: number; length: number } | null {
  let length = 0
  let factor = 1
  for (let i = at + 1; i < data.length; i++) {
    const byte = data[i] as number
    length += (byte & 127) * factor
    factor *= 128
    if (byte < 128) return { start: i + 1, length }
  }
  return null
}

/** How many messages of one connection may wait for the disk before its wire is paused, and when it goes on. */
const manyWaiting = 4_000
const fewWaiting = 2_000

type Ports = {
  ingest: Ingest
  /** Whether any MQTT client listens to a topic, or will. */
  isHeard: (topic: string) => boolean
  /** The one who logged in; null: leave everything to Aedes. */
  sender: () => Sender | null
  acks: Acks
  stream: Duplex
  wire: Duplex
  /** A packet came, so the client is alive. */
  alive: () => void
}

/** Takes telemetry of QoS 0 and 1 straight to the ingest and answers it. */
export function telemetryTaker({ ingest, isHeard, sender, acks, stream, wire, alive }: Ports): Taker {
  let waiting = 0

  function done(messageId: number, error: Error | null): void {
    if (--waiting === fewWaiting) wire.resume()
    if (error) stream.destroy(error)
    else if (messageId > 0) acks.add(messageId)
  }

  return (first, data, start, end) => {
    const qos = (first >> 1) & 3
    const who = sender()
    if (who === null || qos > 1 || end < start + 2) return false
    const topicEnd = start + 2 + data.readUInt16BE(start)
    const payload = topicEnd + 2 * qos
    if (payload > end) return false
    const topic = data.toString('utf8', start + 2, topicEnd)
    const messageId = qos === 0 ? 0 : data.readUInt16BE(topicEnd)
    // [MQTT-2.3.1-1]: Aedes knows what to do with a packet id of 0
    if (!topic.endsWith('/telemetry') || messageId < qos || isHeard(topic)) return false
    alive()
    if (++waiting === manyWaiting) wire.pause()
    ingest.take(who, { topic, payload: data.subarray(payload, end), retain: false }, (error) => done(messageId, error))
    return true
  }
}
