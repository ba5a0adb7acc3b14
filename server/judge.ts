// The first half of the pipeline, all in memory: one record of the journal moves the newest values, the presence and the
// rules that listen, and gives what follows from it as effects. Nothing here waits or writes.
import { iso } from '../core/contracts/instant.ts'
import type { Device } from '../core/contracts/device.ts'
import type { Reading } from '../core/contracts/reading.ts'
import { isSignEvent, isSignReading } from '../core/domain/cross-check.ts'
import { suppressed } from '../core/domain/incident.ts'
import { goneSince, listen, type Listener } from '../core/domain/presence.ts'
import { step, type RuleInput, type Signal } from '../core/domain/rule.ts'
import type { Entry, Lane, Recorded } from '../gateway/journal/journal.ts'
import type { Effect } from './effect.ts'
import type { Estate, RoomSensor } from './estate.ts'
import { presenceOf, takeReading, type DeviceState } from './latest.ts'
import { concernsPoints } from './point.ts'
import type { PresenceChange, PresenceChanges, PresenceKeeper, SilenceChange } from './presence.ts'
import { subjectKey } from './store/incident.ts'
import type { Watcher, Watchers } from './watcher.ts'

const wrongClock = 5 * 60_000
const planEvery = 60_000

export type Judge = {
  /** Takes a record in. `replayed`: the rules have dealt with it already, only the states must learn of it. */
  take(recorded: Recorded, replayed: boolean): void
  /** Lets watchers see the silence and the time that they find when they are made or changed. */
  begin(watchers: readonly Watcher[], cause: string): void
  /** Rules that watch no longer leave nothing open behind that could never clear. */
  retire(watchers: readonly Watcher[]): void
  /** A device is in service no longer: what was kept quiet and still holds is raised now. */
  resume(device: Device, cause: string): void
  /** A route has changed: the next tick plans its rounds, also those that begin within the minute. */
  replan(): void
  /** What followed so far, in order; empties it. */
  effects(): Effect[]
  pending(): boolean
  /** The time to which a lane has come; null before its first tick. */
  time(lane: Lane): number | null
  /** Since when the urgent lane has been listened to, to be kept: a restart of ours is no gap in its listening. */
  listening(): Listener | null
}

export type JudgeDeps = {
  estate: Estate
  states: ReadonlyMap<string, DeviceState>
  watchers: Watchers
  presence: PresenceKeeper
  /** What {@link Judge.listening} gave before. */
  listening: Listener | null
  /** Names the journal's life in causes. */
  epoch: string
  /** A state has changed: to be kept sooner or later. */
  touched(device: string): void
  /** A reading for the screens. */
  onReading(device: Device, reading: Reading): void
}

type On<T extends Entry['type']> = (entry: Extract<Entry, { type: T }>, cause: string, lane: Lane) => void

export function createJudge(deps: JudgeDeps): Judge {
  const { estate, states, watchers, presence } = deps
  const times: Record<Lane, number | null> = { urgent: null, bulk: null }
  let effects: Effect[] = []
  let planned = -Infinity
  let silently = false
  let { listening } = deps
  let part = 0

  /** Hands one input to one watcher. A rule that throws is set aside with its input; the others go on. */
  function run(watcher: Watcher, input: RuleInput, cause: string): void {
    try {
      const { memory, signals, due } = step(watcher.rule, watcher.memory, input, watcher.context)
      if (memory !== watcher.memory) {
        watcher.memory = memory
        watchers.changed(watcher)
      }
      if (due !== watcher.due) watchers.wants(watcher, due)
      for (const signal of signals) signalled(watcher, signal, input.at, cause)
    } catch (error) {
      const reason = `rule ${watcher.rule.id}: ${String(error)}`
      const message = { id: `${cause}/${part++}`, at: input.at, device: watcher.device, topic: '', reason }
      effects.push({ does: 'aside', message: { ...message, payload: JSON.stringify(input) } })
    }
  }
  function signalled(watcher: Watcher, signal: Signal, at: number, cause: string): void {
    const device = estate.devices.get(watcher.device)
    if (!device) return
    const subject = subjectKey(signal.subject)
    const withheld = watcher.withheld.delete(subject)
    if (withheld) watchers.changed(watcher)
    if (signal.type !== 'clear' && suppressed(watcher.rule, device)) {
      if (signal.type === 'raise' && !signal.historic) watcher.withheld.set(subject, signal)
      watchers.changed(watcher)
      return
    }
    const facts = { rule: watcher.rule, signal, site: device.site, device, at, cause: `${cause}/${part++}` }
    effects.push({ does: 'settle', signalled: facts })
  }

  /** A message of the device was received. Gives its state, or null when nobody knows the device (any more). */
  function heard(id: string, at: number, cause: string): DeviceState | null {
    const state = states.get(id)
    if (!state) return null
    deps.touched(id)
    const changes = presence.heard(id, at)
    if (changes) showChanges(changes, at, cause)
    return state
  }
  function timed(
    state: DeviceState,
    message: { at: number; ts: number; judged: number; timed: string; claimed?: number },
    cause: string,
  ) {
    const { at, ts, judged, claimed } = message
    // A clock that is too far off to be corrected is wrong all the more; without any time of its own nothing is said.
    if (message.timed !== 'device' && claimed === undefined) return
    const offset = claimed === undefined ? judged - ts : at - claimed
    const before = state.clockOffsetMs ?? 0
    state.clockOffsetMs = offset
    if (Math.abs(offset) > wrongClock === Math.abs(before) > wrongClock) return
    const device = estate.devices.get(state.watched.id)
    if (!device || silently) return
    const subject = { type: 'device' as const, id: device.id }
    const name = Math.abs(offset) > wrongClock ? ('clock_wrong' as const) : ('clock_right' as const)
    const facts = { data: { offsetMs: offset }, site: device.site, device: device.id }
    const event = { name, subject, ...facts, at, cause: `${cause}/${part++}` }
    effects.push({ does: 'internal', event })
  }

  function takeReadingOf(device: Device, state: DeviceState, reading: Reading, cause: string): void {
    timed(state, reading, cause)
    if (!silently) signsOfReading(device, state, reading, cause)
    if (takeReading(state, reading)) deps.onReading(device, reading)
    if (silently) return
    for (const watcher of watchers.of(device.id))
      for (const metric of watcher.metrics)
        if (metric in reading.metrics) {
          run(watcher, { type: 'reading', at: reading.at, reading }, cause)
          break
        }
  }

  /** To be asked before the state takes the reading in: a sign is that a value has come, not that it is there. */
  function signsOfReading(device: Device, state: DeviceState, reading: Reading, cause: string): void {
    for (const sensor of estate.sensors.get(device.id) ?? []) {
      const known = 'metric' in sensor.sign ? state.values.get(sensor.sign.metric) : undefined
      const before = known && known.judged <= reading.judged ? known.value : undefined
      if (isSignReading(sensor, reading, before)) sign(sensor, reading, cause)
    }
  }
  function sign(
    { device, checkpoint, site, use }: RoomSensor,
    { at, judged }: { at: number; judged: number },
    cause: string,
  ) {
    const of = { device, checkpoint, site, use, at: judged, receivedAt: at }
    effects.push({ does: 'sign', sign: { ...of, cause: `${cause}/${part++}` } })
  }

  function showChanges({ shown, silences }: PresenceChanges, at: number, cause: string): void {
    for (const change of shown) showPresence(change, at)
    for (const change of silences) showSilence(change, at, cause)
  }
  function showPresence({ device: id, before, after }: PresenceChange, at: number): void {
    deps.touched(id)
    const device = estate.devices.get(id)
    const state = states.get(id)
    if (!device || !state || silently) return
    if (before.presence === after.presence && before.since === after.since) return
    const told = { type: 'presence.changed' as const, at: iso(at), site: device.site, by: null, id }
    effects.push({ does: 'tell', happening: { ...told, data: presenceOf(state) } })
    if ((before.presence === 'online') !== (after.presence === 'online'))
      effects.push({ does: 'silence', device: id, silent: after.presence !== 'online', at })
  }
  function showSilence({ device, multiple, silent, lastSeen }: SilenceChange, at: number, cause: string): void {
    if (silently) return
    for (const watcher of watchers.of(device))
      if (watcher.inputs.silence === multiple) run(watcher, { type: 'silence', at, silent, lastSeen }, cause)
  }

  /** Calls the watchers of a lane that waited for this time. */
  function callDue(lane: Lane, at: number, cause: string): void {
    for (let watcher = watchers.due[lane].take(at); watcher; watcher = watchers.due[lane].take(at)) {
      watcher.queued = Infinity
      if (watcher.due === null) continue
      if (watcher.due > at) watchers.wants(watcher, watcher.due)
      else {
        watcher.due = null
        run(watcher, { type: 'tick', at }, cause)
      }
    }
  }

  const on: { [T in Entry['type']]: On<T> } = {
    readings({ at, device: id, readings }, cause) {
      const state = heard(id, at, cause)
      const device = estate.devices.get(id)
      if (state && device) for (const reading of readings) takeReadingOf(device, state, reading, cause)
    },
    event({ event }, cause) {
      const state = heard(event.device, event.at, cause)
      const device = estate.devices.get(event.device)
      if (!state || !device) return
      timed(state, event, cause)
      if (silently) return
      if (concernsPoints(event)) effects.push({ does: 'points', event, site: device.site })
      for (const sensor of estate.sensors.get(device.id) ?? [])
        if (isSignEvent(sensor, event.type)) sign(sensor, event, cause)
      for (const watcher of watchers.of(device.id))
        if (watcher.inputs.events.has(event.type)) run(watcher, { type: 'event', at: event.at, event }, cause)
    },
    tap({ reader, id, tap, ...moment }, cause) {
      const { at, judged } = moment
      const state = heard(reader, at, cause)
      const device = estate.devices.get(reader)
      if (state) timed(state, moment, cause)
      const claimed = moment.timed === 'device'
      const sent = { payload: tap, id, at: judged, claimed, receivedAt: at, sites: null, cause }
      const of = {
        reader: device ? { id: reader, site: device.site } : null,
        clockOffsetMs: state?.clockOffsetMs ?? null,
      }
      if (!silently) effects.push({ does: 'tap', sent: { ...sent, ...of, by: null, person: 'shared' } })
    },
    presence({ device, epoch, ...told }, cause) {
      const state = states.get(device)
      // An older connection's will says nothing about the one that took its place.
      if (!state || epoch < state.connection) return
      state.connection = epoch
      state.watched.offlineAt = goneSince(state.watched.offlineAt, told)
      if (told.online) heard(device, told.at, cause)
      deps.touched(device)
    },
    meta({ at, device, data }, cause) {
      heard(device, at, cause)
      if (!silently) effects.push({ does: 'discover', discovery: { at, device, what: 'meta', name: device, data } })
    },
    ack({ at, device, id, ok, data }, cause) {
      heard(device, at, cause)
      if (!silently) effects.push({ does: 'ack', ack: { device, id, ok, data, at } })
    },
    quarantine({ at, device, topic, reason, payload }, cause) {
      if (device !== null) heard(device, at, cause)
      if (!silently) effects.push({ does: 'aside', message: { id: cause, at, device, topic, reason, payload } })
    },
    discovered({ at, device, what, name, data }) {
      if (!silently) effects.push({ does: 'discover', discovery: { at, device, what, name, data } })
    },
    refused({ at, user, topic, what, reason }) {
      const told = { type: 'audit.mqtt_refused' as const, at: iso(at), site: null, by: null, id: user }
      if (!silently) effects.push({ does: 'tell', happening: { ...told, data: { topic, what, reason } } })
    },
    tick({ at, boot }, cause, lane) {
      times[lane] = at
      if (lane === 'urgent' && (listening === null || !silently)) listening = listen(listening, { at, boot })
      if (lane === 'bulk') {
        showChanges(presence.tick({ at, boot, replayed: silently }), at, cause)
      }
      if (silently) return
      callDue(lane, at, cause)
      if (lane === 'urgent') bringChores(at, cause)
    },
  }
  function bringChores(at: number, cause: string): void {
    const time = { at, cause, listeningSince: listening?.since ?? at }
    effects.push({ does: 'chores', ...time })
    if (at < planned + planEvery && at >= planned) return
    planned = at
    effects.push({ does: 'housekeeping', ...time })
  }

  return {
    take({ lane, position, entry }, replayed) {
      silently = replayed
      part = 0
      ;(on[entry.type] as On<Entry['type']>)(entry, `${deps.epoch}/${lane}/${position}`, lane)
    },
    begin(fresh, cause) {
      silently = false
      part = 0
      for (const watcher of fresh) {
        const at = times[watcher.lane]
        if (at === null) continue
        const { silence } = watcher.inputs
        const lastSeen = states.get(watcher.device)?.watched.lastSeen ?? null
        if (silence !== null && presence.silent(watcher.device, silence))
          run(watcher, { type: 'silence', at, silent: true, lastSeen }, cause)
        run(watcher, { type: 'tick', at }, cause)
      }
    },
    retire(gone) {
      for (const { rule, device } of gone)
        effects.push({ does: 'abandon', rule: rule.id, device, at: times.urgent ?? 0 })
    },
    resume(device, cause) {
      part = 0
      for (const watcher of watchers.of(device.id)) {
        if (watcher.withheld.size === 0 || suppressed(watcher.rule, device)) continue
        for (const signal of watcher.withheld.values()) {
          const at = times[watcher.lane] ?? signal.at
          const facts = { rule: watcher.rule, signal, site: device.site, device, at, cause: `${cause}/${part++}` }
          effects.push({ does: 'settle', signalled: { ...facts, resumed: true } })
        }
        watcher.withheld.clear()
        watchers.changed(watcher)
      }
    },
    replan: () => void (planned = -Infinity),
    effects() {
      const taken = effects
      effects = []
      return taken
    },
    pending: () => effects.length > 0,
    time: (lane) => times[lane],
    listening: () => listening,
  }
}
