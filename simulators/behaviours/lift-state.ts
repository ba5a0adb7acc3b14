// What a lift is at an instant, and how it enters a phase. Shared by the files of its behaviour.
import type { FaultValue, Inputs, MachineEvent } from '../behaviour.ts'
import type { Random } from '../random.ts'
import { nextCall, type Stop } from './lift-traffic.ts'
import { during, type Run } from './motion.ts'

/** Facts of one lift, from the device's attributes. Floors are indices: 0 the ground floor, -1 the first basement. */
export type LiftFacts = {
  device: string
  lowest: number
  highest: number
  floorHeight: number
  ratedSpeed: number
  /** Share of the usual traffic, 1 for a passenger lift. */
  traffic: number
  /** Runs made before the simulation began. */
  trips: number
}

export type Phase = 'parked' | 'opening' | 'open' | 'closing' | 'moving' | 'trapped' | 'levelling' | 'jammed'
export type Lift = {
  phase: Phase
  /** Seconds that the phase has lasted and will last in all. */
  spent: number
  lasts: number
  /** Where the car stands when it does not move, metres above the ground floor. */
  position: number
  run: Run | null
  plan: Stop[]
  people: number
  /** Somebody calls when the parked phase ends. */
  called: boolean
  reopenings: number
  motorTemp: number
  /** Vibration on top of the healthy one, mm/s. */
  wear: number
  mode: 'normal' | 'inspection' | 'fire'
  trips: number
}

/** One step of one lift: what it can ask, and what it says meanwhile. */
export type Scene = { inputs: Inputs; random: Random; facts: LiftFacts; events: MachineEvent[] }

export const faulty = ({ inputs, facts }: Scene, fault: string): FaultValue | undefined =>
  inputs.fault(facts.device, fault)
export const say = (scene: Scene, type: string, data: Record<string, unknown>): void =>
  void scene.events.push({ device: scene.facts.device, type, data })

/** A floor's number as people say it; there is no floor 0. */
export const floorName = (index: number): number => (index < 0 ? index : index + 1)
export const floorIndex = (name: number): number => (name < 0 ? name : name - 1)

export const where = (lift: Lift): { position: number; speed: number } =>
  lift.run ? during(lift.run, lift.spent) : { position: lift.position, speed: 0 }
export const nearestFloor = (lift: Lift, facts: LiftFacts): number =>
  Math.round(where(lift).position / facts.floorHeight)

const doorSeconds = { opening: 2.2, open: 4, closing: 2.6 }

/** Begins a phase: doors have their times, a parked car waits for a call, runs bring their own. */
export function enter(lift: Lift, phase: Phase, { inputs, random, facts }: Scene): Lift {
  const wait = nextCall(inputs.hour, facts.traffic, random)
  const lasts = { ...doorSeconds, parked: wait.wait, moving: 0, trapped: 600, levelling: 0, jammed: 600 }[phase]
  return { ...lift, phase, spent: 0, lasts, called: phase === 'parked' && wait.called }
}
