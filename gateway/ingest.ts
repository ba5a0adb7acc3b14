// Every publication passes here before Aedes may acknowledge it: may it, what does it say, was it said before, is it on
// disk. Aedes awaits nothing else before PUBACK. What is not routed on is pointed at a topic that nobody can hear.
import type { Directory, Identity, KnownDevice } from './directory.ts'
import type { Entry, Journal } from './journal/journal.ts'
import { mayPublish, speaksFor } from './admit.ts'
import type { Permit, Spoken, Unregistered } from './admit.ts'
import { readMessage } from './message.ts'
import { judgeTime, statedTime } from './moment.ts'
import type { Offsets } from './offset.ts'
import { isModest, keptText, parseJson } from './payload.ts'
import { openRecorder } from './recorder.ts'
import type { Answer, Line, Turn } from './release.ts'
import type { Repeats } from './repeats.ts'
import { intakeOf, maxReadings, understand } from './telemetry.ts'
import type { Fault, Intake, Understood } from './telemetry.ts'
import type { Kind } from '../core/contracts/kind.ts'
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
  isLatest(): boolean
  /** Ends the connection, after the answer under way. */
  expel(): void
}
/** What Aedes hands over; changed in place to say what becomes of it. */
export type Publication = { topic: string; payload: Buffer; retain: boolean }

export type IngestCounts = {
  received: number
  accepted: number
  repeats: number
  quarantined: number
  refused: number
  failures: number
  byChannel: Record<Spoken, number>
}
export type Ingest = {
  take(sender: Sender, publication: Publication, answer: Answer): void
  counts(): IngestCounts
}
type Ports = { directory: Directory; journal: Journal; offsets: Offsets; repeats: Repeats; now: () => number }
/** What one publication is worked on with. */
type Case = { sender: Sender; publication: Publication; turn: Turn; at: number; device: KnownDevice }

const nowhere = '$dropped'
const strikeWindowMs = 60_000
const maxStrikes = 3
const maxRoutes = 200_000
const maxTopicKept = 512
/** The same discovery is told once in this time. */
const discoveryMs = 10_000
const maxDiscoveries = 20_000

/** The ingest of one gateway. */
export function openIngest({ directory, journal, offsets, repeats, now }: Ports): Ingest {
  const recorder = openRecorder(journal, repeats)
  const routes = new Map<string, Permit & { verdict: 'allowed' }>()
  const intakes = new Map<string, { kind: Kind; intake: Intake }>()
  const discoveries = new Map<string, number>()
  const byChannel: IngestCounts['byChannel'] = { telemetry: 0, event: 0, tap: 0, state: 0, meta: 0, ack: 0 }
  const counts = { received: 0, accepted: 0, repeats: 0, quarantined: 0, refused: 0 }

  /** The permit of a topic, from memory while the directory still says the same of the device. */
  function permitOf(identity: Identity, topic: string): Permit {
    const known = routes.get(topic)
    if (known) {
      const device = directory.device(known.device.id)
      const isSame = device !== null && device.site === known.device.site && device.kind === known.device.kind
      if (isSame && speaksFor(identity, device)) return known
    }
    const permit = mayPublish(directory, identity, topic)
    if (permit.verdict !== 'allowed') return permit
    if (routes.size >= maxRoutes) routes.clear()
    routes.set(topic, permit)
    return permit
  }

  function intakeFor(id: string): Intake | null {
    const kind = directory.kind(id)
    if (kind === null) return null
    const known = intakes.get(id)
    if (known?.kind === kind) return known.intake
    const intake = intakeOf(kind)
    intakes.set(id, { kind, intake })
    return intake
  }

  function discover(turn: Turn, at: number, entry: Entry & { type: 'discovered' }): void {
    const key = `${entry.what}/${entry.device}/${entry.name}`
    if (at - (discoveries.get(key) ?? -Infinity) < discoveryMs) return
    if (discoveries.size >= maxDiscoveries) discoveries.clear()
    discoveries.set(key, at)
    recorder.record(turn, 'urgent', entry)
  }

  function refuse(sender: Sender, publication: Publication, turn: Turn, at: number, reason: string): void {
    counts.refused++
    const topic = publication.topic.slice(0, maxTopicKept)
    drop(publication)
    recorder.record(turn, 'urgent', { type: 'refused', at, user: sender.identity.id, topic, what: 'publish', reason })
    sender.strikes = [...sender.strikes.filter((strike) => at - strike < strikeWindowMs), at]
    if (sender.strikes.length >= maxStrikes) sender.expel()
  }

  /** Quarantine: acknowledged, kept with the reason, passed on to nobody. */
  function setAside(turn: Turn, at: number, device: string | null, topic: string, reason: string, payload: string) {
    counts.quarantined++
    const lane = topic.endsWith('/telemetry') ? 'bulk' : 'urgent'
    const kept = topic.slice(0, maxTopicKept)
    recorder.record(turn, lane, { type: 'quarantine', at, device, topic: kept, reason, payload })
  }

  function strange(publication: Publication, turn: Turn, at: number, permit: Permit & { verdict: 'strange' }): void {
    setAside(turn, at, permit.device, publication.topic, permit.reason, keptText(publication.payload))
    drop(publication)
    if (permit.unregistered) discover(turn, at, newcomer(permit.unregistered, permit.device, at))
  }

  function rejectWhole({ publication, turn, at, device }: Case, reason: string): void {
    setAside(turn, at, device.id, publication.topic, reason, keptText(publication.payload))
    drop(publication)
  }

  function keyed(item: Understood, one: Case): Reading | null {
    const { at, device } = one
    const seq = item.envelope.seq ?? null
    const moment = judgeTime(statedTime(item.envelope.ts, at), at, offsets.of(device.id))
    const key = repeats.reading(device.id, moment.ts, seq, moment.timed === 'device', at)
    if (key === null) return null
    const { timed, judged, late } = moment
    return { device: device.id, ts: key.ts, ordinal: key.ordinal, seq, at, timed, judged, late, metrics: item.metrics }
  }

  function telemetry(one: Case): void {
    const { publication, turn, at, device } = one
    const intake = intakeFor(device.kind)
    if (!intake) return rejectWhole(one, 'unknown_kind')
    const parsed = parseJson(publication.payload)
    if ('fault' in parsed) return rejectWhole(one, parsed.fault)
    const items: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
    if (items.length === 0 || items.length > maxReadings) {
      return rejectWhole(one, items.length === 0 ? 'empty' : 'too_many_readings')
    }
    const understood = items.map((item) => understand(item, intake))
    // All of a backfill is measured before any of it is judged, so that its order does not matter.
    for (const item of understood) {
      const stated = typeof item === 'string' ? null : statedTime(item.envelope.ts, at)
      if (stated !== null) offsets.observe(device.id, at - stated, at, items.length === 1)
    }
    const readings: Reading[] = []
    let isWhole = true
    understood.forEach((item, i) => {
      if (typeof item === 'string' || item.faults.length > 0) {
        isWhole = false
        const reason = typeof item === 'string' ? item : faultText(item.faults)
        setAside(turn, at, device.id, publication.topic, reason, keptText(JSON.stringify(items[i])))
      }
      if (typeof item === 'string') return
      for (const fault of item.faults) {
        if (fault.reason === 'metric_unknown') discover(turn, at, newMetric(device.id, fault.metric, item, at))
      }
      if (item.metrics === item.envelope.metrics || Object.keys(item.metrics).length > 0) {
        const reading = keyed(item, one)
        if (reading) readings.push(reading)
        else {
          counts.repeats++
          isWhole = false
        }
      }
    })
    if (readings.length === 0) {
      recorder.waitForOthers(turn, 'bulk')
      return drop(publication)
    }
    counts.accepted += readings.length
    recorder.record(turn, 'bulk', { type: 'readings', at, device: device.id, readings })
    publication.retain = false
    if (!isWhole) publication.payload = Buffer.from(JSON.stringify(readings.map(said)))
  }

  function message(one: Case, channel: Exclude<Spoken, 'telemetry'>): void {
    const { publication, turn, at, device, sender } = one
    const parsed = parseJson(publication.payload)
    if ('fault' in parsed) return rejectWhole(one, parsed.fault)
    if (!isModest(parsed.value)) return rejectWhole(one, 'too_deep')
    const read = readMessage(channel, parsed.value, { device: device.id, at, epoch: sender.epoch, offsets })
    if ('fault' in read) return rejectWhole(one, read.fault)
    if (read.id !== null && !repeats.id(device.id, channel, read.id)) {
      counts.repeats++
      recorder.waitForOthers(turn, 'urgent')
      return drop(publication)
    }
    counts.accepted++
    recorder.record(turn, 'urgent', read.entry)
    publication.retain = channel === 'state' || channel === 'meta'
    // A will that outlived its connection must not overwrite the birth of the next one.
    if (channel === 'state' && !sender.isLatest()) drop(publication)
  }

  function dispatch(sender: Sender, publication: Publication, turn: Turn, at: number): void {
    const permit = permitOf(sender.identity, publication.topic)
    if (permit.verdict === 'forbidden') return refuse(sender, publication, turn, at, permit.reason)
    if (permit.verdict === 'strange') return strange(publication, turn, at, permit)
    const { device, channel } = permit
    byChannel[channel]++
    const one = { sender, publication, turn, at, device }
    if (channel === 'telemetry') telemetry(one)
    else message(one, channel)
  }

  return {
    take(sender, publication, answer) {
      counts.received++
      const turn = sender.line.turn(answer)
      dispatch(sender, publication, turn, now())
      turn.ready()
    },
    counts: () => ({ ...counts, failures: recorder.failures(), byChannel: { ...byChannel } }),
  }
}

function drop(publication: Publication): void {
  publication.topic = nowhere
  publication.retain = false
}

/** An accepted reading as a subscriber is shown it. */
const said = ({ ts, seq, metrics }: Reading) => (seq === null ? { ts, metrics } : { ts, seq, metrics })

/** `metric_type: door, floor; metric_unknown: foo` */
function faultText(faults: Fault[]): string {
  const names = Map.groupBy(faults, (fault) => fault.reason)
  return [...names].map(([reason, of]) => `${reason}: ${of.map((f) => f.metric.slice(0, 64)).join(', ')}`).join('; ')
}

const newcomer = ({ id, site, kind, channel }: Unregistered, through: string | null, at: number) =>
  ({ type: 'discovered', at, device: through, what: 'device', name: id, data: { site, kind, channel } }) as const

const newMetric = (device: string, metric: string, item: Understood, at: number) =>
  ({
    type: 'discovered',
    at,
    device,
    what: 'metric',
    name: metric,
    data: { value: keptText(JSON.stringify(item.envelope.metrics[metric])) },
  }) as const
