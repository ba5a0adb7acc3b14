// Every publication passes here before Aedes may acknowledge it: may it, what does it say, was it said before, is it on
// disk. Aedes awaits nothing else before PUBACK. What is not passed on is pointed at a topic that nobody can hear.
import type { Spoken } from './admit.ts'
import { faultText, openAside } from './aside.ts'
import type { Directory, Identity, KnownDevice } from './directory.ts'
import type { Journal } from './journal/journal.ts'
import { readMessage } from './message.ts'
import { judgeTime, statedTime } from './moment.ts'
import type { Offsets } from './offset.ts'
import { isModest, parseJson, textOf } from './payload.ts'
import { openPermits } from './permits.ts'
import { openRecorder } from './recorder.ts'
import { finish, queueUp } from './release.ts'
import type { Answer, Line, Turn } from './release.ts'
import type { Repeats } from './repeats.ts'
import { maxReadings, understand } from './telemetry.ts'
import type { Understood } from './telemetry.ts'
import type { Reading } from '../core/contracts/reading.ts'

/** One connection as the ingest sees it. */
export type Sender = {
  identity: Identity
  /** The connection's number. */
  epoch: number
  line: Line
  /** When it published what it may not, lately. */
  strikes: number[]
  /** Whether the same login has no newer connection. */
  isLatest: () => boolean
  /** Ends the connection, after the answer under way. */
  expel: () => void
}
/** What Aedes hands over; changed in place to say what becomes of it. */
export type Publication = { topic: string; payload: Buffer; retain: boolean }

export type IngestCounts = {
  /** Messages. */
  received: number
  /** Readings and other messages that went into the journal, and that were known already. */
  accepted: number
  repeats: number
  quarantined: number
  refused: number
  /** Appends that the journal could not make. */
  failures: number
  /** Messages by channel. */
  byChannel: Record<Spoken, number>
}
export type Ingest = {
  /** Takes one message; `answer` comes when all of it is on disk, with the error when it is not, in order of arrival. */
  take: (sender: Sender, publication: Publication, answer: Answer) => void
  counts: () => IngestCounts
}
type Ports = { directory: Directory; journal: Journal; offsets: Offsets; repeats: Repeats; now: () => number }
/** One publication that is permitted. */
type Case = { sender: Sender; publication: Publication; turn: Turn; at: number; device: KnownDevice }

const nowhere = '$dropped'
const strikeWindowMs = 60_000
const maxStrikes = 3
/** Unknown metrics of one reading that the discovery inbox is told of. */
const maxNewMetrics = 8

/** The ingest of one gateway. */
export function openIngest({ directory, journal, offsets, repeats, now }: Ports): Ingest {
  const permits = openPermits(directory)
  const recorder = openRecorder(journal, repeats)
  const aside = openAside(recorder)
  const byChannel: IngestCounts['byChannel'] = { telemetry: 0, event: 0, tap: 0, state: 0, meta: 0, ack: 0 }
  const counts = { received: 0, accepted: 0, repeats: 0 }

  function refuse(sender: Sender, publication: Publication, turn: Turn, at: number, reason: string): void {
    aside.refused(turn, at, sender.identity.id, publication.topic, reason)
    drop(publication)
    sender.strikes = [...sender.strikes.filter((strike) => at - strike < strikeWindowMs), at]
    if (sender.strikes.length >= maxStrikes) expelAfter(turn, sender)
  }

  function reject({ publication, turn, at, device }: Case, reason: string): void {
    aside.quarantine(turn, at, device.id, publication.topic, reason, publication.payload)
    drop(publication)
  }

  function acknowledgeOnly({ publication, turn }: Case, lane: 'urgent' | 'bulk'): void {
    recorder.waitForOthers(turn, lane)
    drop(publication)
  }

  function telemetry(one: Case): void {
    const intake = permits.intake(one.device.kind)
    if (!intake) return reject(one, 'unknown_kind')
    const parsed = parseJson(one.publication.payload)
    if ('fault' in parsed) return reject(one, parsed.fault)
    const items: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
    if (items.length === 0) return reject(one, 'empty')
    if (items.length > maxReadings) return reject(one, 'too_many_readings')
    const understood = items.map((item) => understand(item, intake))
    observe(one, understood)
    const readings: Reading[] = []
    let isWhole = true
    for (let i = 0; i < items.length; i++) {
      if (!judge(one, understood[i] as Understood | string, items[i], readings)) isWhole = false
    }
    if (readings.length === 0) return acknowledgeOnly(one, 'bulk')
    record(one, readings, isWhole)
  }

  /** All of a backfill is measured before any of it is judged, so that its order does not matter. */
  function observe({ device, at }: Case, understood: (Understood | string)[]): void {
    for (const item of understood) {
      const stated = typeof item === 'string' ? null : statedTime(item.envelope.ts, at)
      if (stated !== null) offsets.observe(device.id, at - stated, at, understood.length === 1)
    }
  }

  /** Adds what is good and new of one object to `readings`; false when anything of it was left out. */
  function judge(one: Case, item: Understood | string, raw: unknown, readings: Reading[]): boolean {
    const isClean = typeof item !== 'string' && item.faults.length === 0
    if (!isClean) setAside(one, item, raw)
    if (typeof item === 'string' || item.isEmpty) return false
    const reading = keyed(item, one)
    if (reading) readings.push(reading)
    else counts.repeats++
    return isClean && reading !== null
  }

  function setAside({ turn, at, device, publication }: Case, item: Understood | string, raw: unknown): void {
    const reason = typeof item === 'string' ? item : faultText(item.faults)
    aside.quarantine(turn, at, device.id, publication.topic, reason, textOf(raw) ?? publication.payload)
    if (typeof item === 'string') return
    const unknown = item.faults.filter((fault) => fault.reason === 'metric_unknown').slice(0, maxNewMetrics)
    for (const { metric } of unknown) {
      aside.newMetric(turn, at, device.id, metric, textOf(item.envelope.metrics[metric]) ?? '')
    }
  }

  function keyed({ envelope, metrics }: Understood, { at, device }: Case): Reading | null {
    const { ts: time, timed, judged, late, claimed } = judgeTime(envelope.ts, at, offsets.of(device.id))
    const seq = envelope.seq ?? null
    const key = repeats.reading(device.id, time, seq, timed === 'device', at)
    if (key === null) return null
    const reading = { device: device.id, ts: key.ts, ordinal: key.ordinal, seq, at, timed, judged, late, metrics }
    return claimed === undefined ? reading : { ...reading, claimed }
  }

  function record({ turn, at, device, publication }: Case, readings: Reading[], isWhole: boolean): void {
    counts.accepted += readings.length
    recorder.record(turn, 'bulk', { type: 'readings', at, device: device.id, readings })
    publication.retain = false
    if (!isWhole) publication.payload = Buffer.from(JSON.stringify(readings.map(said)))
  }

  function message(one: Case, channel: Exclude<Spoken, 'telemetry'>): void {
    const { publication, turn, at, device, sender } = one
    const parsed = parseJson(publication.payload)
    if ('fault' in parsed) return reject(one, parsed.fault)
    if (!isModest(parsed.value)) return reject(one, 'too_deep')
    const read = readMessage(channel, parsed.value, { device: device.id, at, epoch: sender.epoch, offsets })
    if ('fault' in read) return reject(one, read.fault)
    if (read.id !== null && !repeats.id(device.id, channel, read.id)) {
      counts.repeats++
      return acknowledgeOnly(one, 'urgent')
    }
    counts.accepted++
    recorder.record(turn, 'urgent', read.entry)
    publication.retain = channel === 'state' || channel === 'meta'
    // A will that outlived its connection must not overwrite the birth of the next one.
    if (channel === 'state' && !sender.isLatest()) drop(publication)
  }

  function dispatch(sender: Sender, publication: Publication, turn: Turn, at: number): void {
    const permit = permits.of(sender.identity, publication.topic)
    if (permit.verdict === 'allowed') {
      byChannel[permit.channel]++
      const one: Case = { sender, publication, turn, at, device: permit.device }
      if (permit.channel === 'telemetry') telemetry(one)
      else message(one, permit.channel)
    } else if (permit.verdict === 'forbidden') {
      refuse(sender, publication, turn, at, permit.reason)
    } else {
      aside.quarantine(turn, at, permit.device, publication.topic, permit.reason, publication.payload)
      if (permit.unregistered) aside.newcomer(turn, at, permit.unregistered, permit.device)
      drop(publication)
    }
  }

  return {
    take(sender, publication, answer) {
      counts.received++
      const turn = queueUp(sender.line, answer)
      const at = now()
      try {
        dispatch(sender, publication, turn, at)
      } catch (error) {
        // A fault of ours must not make the device resend for ever.
        aside.quarantine(turn, at, null, publication.topic, `internal: ${String(error)}`, publication.payload)
        drop(publication)
      }
      finish(turn, null)
    },
    counts: () => ({ ...counts, ...aside.counts(), failures: recorder.failures(), byChannel: { ...byChannel } }),
  }
}

/** Without its PUBACK the client would only say it again. */
function expelAfter(turn: Turn, sender: Sender): void {
  const { answer } = turn
  turn.answer = (error) => {
    answer(error)
    sender.expel()
  }
}

function drop(publication: Publication): void {
  publication.topic = nowhere
  publication.retain = false
}

/** An accepted reading as a subscriber is shown it. */
const said = ({ ts, seq, metrics }: Reading) => (seq === null ? { ts, metrics } : { ts, seq, metrics })
