// What a simulated machine is: a pure step through time, and what its sensors say of the state it is in.
// One behaviour may speak for several devices (the two pumps of a station share one tank).
import type { MetricValue } from '../core/contracts/metric.ts'
import type { Random } from './random.ts'
import type { SunTap } from './sun.ts'

export type Metrics = Record<string, MetricValue>
/** How strong a fault is: `true`, or a figure or word that the behaviour documents. */
export type FaultValue = number | string | true

/** A discrete message of a machine. */
export type MachineEvent = { device: string; type: string; point?: string; data: Record<string, unknown> }
/**
 * A proof of presence read by a patrol reader: the tag's UID, and what a signed tag says besides. `readAt`: when it was
 * read (epoch ms), of a read that was kept and is sent later.
 */
export type MachineTap = { device: string; tag: string; badge: string; readAt?: number } & Partial<SunTap>

export type Inputs = {
  /** The instant at the end of the step on the clock on the wall, epoch ms. */
  at: number
  /** Hour of the simulated day in the site's zone, 0 … 24; runs ahead of the wall clock at speeds above 1. */
  hour: number
  /** The fault that a device has now, if any. */
  fault: (device: string, name: string) => FaultValue | undefined
  /** Events that a scenario makes happen at a device of this machine. */
  orders: readonly MachineEvent[]
}

/** Something that a machine is told to do, and what it answers at once; what follows from it takes its time. */
export type Told = { device: string; name: string; args: Record<string, unknown> }
export type Reply = { ok: boolean; data: Record<string, unknown> }
/** What a machine says that does not do it: `why` is a word for programs. */
export const cannot = (why: string): Reply => ({ ok: false, data: { why } })

export type Step<S> = { state: S; events: MachineEvent[]; taps?: MachineTap[] }

export type Behaviour<S> = {
  start(inputs: Inputs, random: Random): S
  /** `dt`: simulated seconds, any length: a behaviour cuts it down itself where its physics needs it. */
  step(state: S, inputs: Inputs, dt: number, random: Random): Step<S>
  /** Takes a command or refuses it. A machine without this can be told nothing. */
  tell?(state: S, told: Told, inputs: Inputs): { state: S; reply: Reply }
  /** What the device's sensors say; empty when it has none. */
  report(state: S, device: string, random: Random): Metrics
  /** Seconds between two readings of a device in this state. */
  every(state: S, device: string): number
}

/** A behaviour that lives: its state is held, so that machines of every kind stand in one list. */
export type Machine = {
  devices: readonly string[]
  step(inputs: Inputs, dt: number): Pick<Step<unknown>, 'events' | 'taps'>
  tell(told: Told, inputs: Inputs): Reply
  report(device: string): Metrics
  every(device: string): number
}

/** Brings a behaviour to life for its devices. */
export function machine<S>(
  devices: readonly string[],
  behaviour: Behaviour<S>,
  first: Inputs,
  random: Random,
): Machine {
  let state = behaviour.start(first, random)
  return {
    devices,
    step(inputs, dt) {
      const { state: next, ...said } = behaviour.step(state, inputs, dt, random)
      state = next
      return said
    },
    tell(told, inputs) {
      if (!behaviour.tell) return cannot('unknown_command')
      const taken = behaviour.tell(state, told, inputs)
      state = taken.state
      return taken.reply
    },
    report: (device) => behaviour.report(state, device, random),
    every: (device) => behaviour.every(state, device),
  }
}
