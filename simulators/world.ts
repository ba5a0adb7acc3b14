// The whole estate in motion, without wires: time goes in, MQTT messages come out. Fleet, play and backfill use it.
import { topicOf, type Channel } from '../core/contracts/topic.ts'
import type { CommandMessage } from '../core/contracts/command.ts'
import { cannot, type FaultValue, type Inputs, type Machine, type MachineEvent } from './behaviour.ts'
import type { MachineTap, Metrics, Reply } from './behaviour.ts'
import type { Estate, EstateDevice } from './estate.ts'
import { machinesOf } from './machines.ts'
import type { Deed } from './scenario.ts'
import { distort, undistorted, type Distortion } from './sensor.ts'
import { hourOfDay } from './site-time.ts'

/** A message of a device, ready for the wire. */
export type Message = {
  at: number
  device: string
  channel: Channel
  topic: string
  payload: object
  retain: boolean
}

export type World = {
  /**
   * Lets time pass up to `at`; machines live `speed` times as long, but never more than five seconds' worth in one
   * call. Messages in the order in which they are sent; none when time stands still. A clock set
   * back is taken as it is.
   */
  advance(at: number, speed?: number): Message[]
  /** The retained `state` of every device, sent once after connecting. */
  births(at: number): Message[]
  /** Tells a device what came on its `cmd` topic. Gives its answer; null when it cannot hear or is none of ours. */
  tell(device: string, command: CommandMessage, at: number): Message | null
  /** Does to a device what a step of a scenario says. Unknown devices are refused with a TypeError. */
  apply(deed: Deed & { device: string }): void
}

export type WorldOptions = {
  estate: Estate
  seed: number
  /** The instant at which it begins, epoch ms. */
  at: number
  /** Guards walk no round that began before, epoch ms; without it they take up the one under way. */
  walkFrom?: number
}

/** After a pause of the process the machines skip what they missed instead of living it in one breath. */
const longestStepMs = 5000
/** Answers that a device remembers, to tell a repeated command from a new one. */
const mostAnswers = 100
/** Firmware that births tell. */
const firmware = 'sim-1.0'

/** An estate whose machines stand as they would at that hour. */
export function createWorld({ estate, seed, at: begin, walkFrom }: WorldOptions): World {
  const { timezone } = estate.sites[0]!
  const devices = new Map(estate.devices.map((device) => [device.id, device]))
  const faults = new Map<string, FaultValue>()
  const fault: Inputs['fault'] = (device, name) => faults.get(`${device}/${name}`)
  const sensors = new Map<string, Distortion>()
  let orders: MachineEvent[] = []
  let pending: (() => Message)[] = []
  let now = begin
  let simulated = begin
  const inputsFor = (machine: readonly string[]): Inputs => ({
    at: now,
    hour: hourOfDay(simulated, timezone),
    fault,
    orders: orders.filter(({ device }) => machine.includes(device)),
  })
  const machines = machinesOf(estate, seed, inputsFor([]), walkFrom)
  const voices = new Map(estate.devices.map((device, i) => [device.id, voice(device, begin, i)]))
  const heard = (id: string): boolean => {
    const { parent } = devices.get(id)!
    return !(sensors.get(id)?.mute ?? false) && (parent === null || !devices.has(parent) || heard(parent))
  }

  /** A cut cable: the broker sends the will. A mended one: everybody behind it is born again. */
  function mute(id: string, silent: boolean): void {
    if (silent) return void pending.push(() => voices.get(id)!.will(now))
    const family = estate.devices.filter((device) => device.id === id || device.parent === id)
    pending.push(
      ...family.filter((device) => heard(device.id)).map((device) => () => voices.get(device.id)!.birth(now)),
    )
  }

  function live(machine: Machine, dt: number): Message[] {
    const { events, taps } = machine.step(inputsFor(machine.devices), dt)
    const said = [
      ...events.map((event) => voices.get(event.device)!.event(event, now)),
      ...(taps ?? []).map((tap) => voices.get(tap.device)!.tap(tap, now)),
    ]
    for (const id of machine.devices) {
      const reading = voices.get(id)!.reading(machine, now, sensors.get(id))
      if (reading) said.push(reading)
    }
    return said.filter((message) => heard(message.device))
  }

  return {
    advance(at, speed = 1) {
      const gap = at - now
      if (gap <= 0) {
        now = at
        return []
      }
      const dt = (Math.min(gap, longestStepMs) / 1000) * speed
      now = at
      simulated += gap * speed
      const messages = [...pending.map((say) => say()), ...machines.flatMap((machine) => live(machine, dt))]
      orders = []
      pending = []
      return messages
    },
    tell(id, command, at) {
      const machine = machines.find(({ devices: those }) => those.includes(id))
      if (!machine || !heard(id)) return null
      return voices
        .get(id)!
        .answer(command, at, () =>
          machine.tell({ device: id, name: command.name, args: command.args }, inputsFor(machine.devices)),
        )
    },
    births: (at) => [...voices.values()].map((speaker) => speaker.birth(at)),
    apply(deed) {
      if (!devices.has(deed.device)) throw new TypeError(`no such device: ${deed.device}`)
      const sensor = sensors.get(deed.device) ?? undistorted()
      sensors.set(deed.device, sensor)
      if ('fault' in deed) faults.set(`${deed.device}/${deed.fault}`, deed.value ?? true)
      else if ('mend' in deed) faults.delete(`${deed.device}/${deed.mend}`)
      else if ('event' in deed)
        orders.push({ device: deed.device, type: deed.event, point: deed.point, data: deed.data ?? {} })
      else if ('set' in deed) sensor.set = { ...sensor.set, ...deed.set }
      else if ('hold' in deed) for (const metric of deed.hold) sensor.held.set(metric, undefined)
      else if ('mute' in deed) {
        sensor.mute = deed.mute
        mute(deed.device, deed.mute)
      } else if ('honest' in deed) sensors.delete(deed.device)
      else
        for (const [metric, perMinute] of Object.entries(deed.drift))
          sensor.drift.set(metric, { perMinute, since: now })
    },
  }
}

/** One device's side of the conversation: its topics, its sequence, when it speaks next. */
function voice(device: EstateDevice, begin: number, index: number) {
  let sequence = 0
  let serial = 0
  // Devices do not all speak in the same second.
  let nextAt = begin + (index % 10) * 1000
  const answers = new Map<string, Reply>()
  const message = (channel: Channel, at: number, payload: object, retain = false): Message => ({
    at,
    device: device.id,
    channel,
    topic: topicOf(device, channel),
    payload,
    retain,
  })
  const identity = (at: number) => ({ ts: at, id: `${device.id}-${at}-${serial++}` })
  return {
    birth: (at: number) => message('state', at, { online: true, fw: firmware }, true),
    will: (at: number) => message('state', at, { online: false }, true),
    event: ({ type, point, data }: MachineEvent, at: number) =>
      message('event', at, { ...identity(at), type, ...(point === undefined ? {} : { point }), data }),
    tap: ({ device: _reader, readAt, ...read }: MachineTap, at: number) =>
      message('tap', at, { ...identity(at), ts: readAt ?? at, ...read }),
    /** The answer to a command. One that is repeated is answered as before; one that is too old is not obeyed. */
    answer({ id, expiresAt }: CommandMessage, at: number, obey: () => Reply): Message {
      const reply = answers.get(id) ?? (expiresAt <= at ? cannot('expired') : obey())
      answers.set(id, reply)
      for (const [oldest] of answers) if (answers.size > mostAnswers) answers.delete(oldest)
      // What it brought about is not kept waiting for the next turn to speak.
      nextAt = at
      return message('ack', at, { id, ...reply })
    },
    /** A reading when one is due: sooner than planned when the machine has begun to move. */
    reading(machine: Machine, at: number, distortion: Distortion | undefined): Message | null {
      const everyMs = machine.every(device.id) * 1000
      nextAt = Math.min(nextAt, at + everyMs)
      // A tick may come a little early.
      if (at + 200 < nextAt) return null
      nextAt = at + everyMs
      const metrics: Metrics = machine.report(device.id)
      const said = distortion ? distort(metrics, distortion, at) : metrics
      return message('telemetry', at, { ts: at, seq: sequence++, metrics: said })
    },
  }
}
