// A lift: runs from rest to rest, opens and closes its doors, carries people, warms its motor. The state jumps from one
// phase to the next, so a step of five minutes costs no more than the runs that were made in it.
// Faults: `stuck` (value: the floor above which it sticks), `doors`, `overheat`, `vibration` (mm/s on top), `inspection`.
import type { Behaviour, Inputs, MachineEvent, Metrics } from '../behaviour.ts'
import { lag, round } from '../curves.ts'
import type { Random } from '../random.ts'
import { call, nextCall, type Stop } from './lift-traffic.ts'
import { during, passes, planRun, type Run } from './motion.ts'

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

type Phase = 'parked' | 'opening' | 'open' | 'closing' | 'moving' | 'trapped' | 'levelling' | 'jammed'
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
  called: boolean
  reopenings: number
  motorTemp: number
  /** Vibration on top of the healthy one, mm/s. */
  wear: number
  inspected: boolean
  trips: number
}

const ambient = 28
const doorSeconds = { opening: 2.2, open: 4, closing: 2.6 }
const levellingSpeed = 0.3

export const floorName = (index: number): number => (index < 0 ? index : index + 1)
export const floorIndex = (name: number): number => (name < 0 ? name : name - 1)

export function liftBehaviour(facts: LiftFacts): Behaviour<Lift> {
  return {
    start: (inputs, random) => ({
      ...enter({} as Lift, 'parked', { inputs, random, facts, events: [] }),
      position: (random.next() < 0.5 ? 0 : random.whole(0, facts.highest)) * facts.floorHeight,
      run: null,
      plan: [],
      people: 0,
      reopenings: 0,
      motorTemp: ambient + 8,
      wear: 0,
      inspected: false,
      trips: facts.trips,
    }),
    step(state, inputs, dt, random) {
      const scene: Scene = { inputs, random, facts, events: [] }
      let lift = heed(state, scene)
      for (let rest = dt; rest > 0;) {
        const span = Math.min(rest, lift.lasts - lift.spent)
        lift = elapse(lift, span, scene)
        rest -= span
        if (lift.lasts - lift.spent <= 1e-9) lift = after[lift.phase](lift, scene)
      }
      return { state: lift, events: scene.events }
    },
    report: (lift, _device, random) => sensors(lift, facts, random),
    every: (lift) => (lift.phase === 'parked' || lift.phase === 'trapped' ? 5 : 1),
  }
}

type Scene = { inputs: Inputs; random: Random; facts: LiftFacts; events: MachineEvent[] }
const faulty = ({ inputs, facts }: Scene, fault: string) => inputs.fault(facts.device, fault)
const say = (scene: Scene, type: string, data: Record<string, unknown>) =>
  scene.events.push({ device: scene.facts.device, type, data })

/** Faults that come or go change the phase at once. */
function heed(before: Lift, scene: Scene): Lift {
  const vibration = faulty(scene, 'vibration')
  const wear = typeof vibration === 'number' ? vibration : 0
  const lift = { ...before, wear, inspected: faulty(scene, 'inspection') !== undefined }
  const stuck = faulty(scene, 'stuck') !== undefined
  if (stuck && lift.phase === 'parked') return { ...enter(lift, 'opening', scene), plan: fatefulRide(lift, scene) }
  if (stuck && lift.phase === 'moving') return bound(lift, scene)
  if (!stuck && lift.phase === 'trapped') return rescue(lift, scene)
  if (faulty(scene, 'doors') === undefined && lift.phase === 'jammed') {
    say(scene, 'restored', { of: 'door_fault' })
    return enter(lift, 'closing', scene)
  }
  return lift
}

/** Lets time pass inside a phase: the motor warms on the way and cools at rest. */
function elapse(lift: Lift, span: number, scene: Scene): Lift {
  const hot = faulty(scene, 'overheat') !== undefined
  const target = hot ? 125 : lift.phase === 'moving' ? 72 : ambient
  return {
    ...lift,
    spent: lift.spent + span,
    motorTemp: lag(lift.motorTemp, target, span, hot ? 90 : 1500),
  }
}

const after: Record<Phase, (lift: Lift, scene: Scene) => Lift> = {
  parked(lift, scene) {
    if (!lift.called || lift.inspected) return enter(lift, 'parked', scene)
    const { lowest, highest } = scene.facts
    return depart({ ...lift, plan: call(scene.inputs.hour, lowest, highest, scene.random) }, scene)
  },
  moving: (lift, scene) => {
    const stop = lift.lasts < lift.run!.duration ? during(lift.run!, lift.lasts).position : lift.run!.to
    const stopped = { ...lift, position: stop, run: null }
    return stop === lift.run!.to ? enter(stopped, 'opening', scene) : trap(stopped, scene)
  },
  opening: (lift, scene) => enter(exchange(lift), 'open', scene),
  open: (lift, scene) => enter(lift, 'closing', scene),
  closing(lift, scene) {
    if (faulty(scene, 'doors') === undefined) return depart({ ...lift, reopenings: 0 }, scene)
    if (lift.reopenings < 2) return { ...enter(lift, 'opening', scene), reopenings: lift.reopenings + 1 }
    say(scene, 'door_fault', { floor: floorName(nearest(lift, scene.facts)), reopenings: 3 })
    return enter({ ...lift, reopenings: 0 }, 'jammed', scene)
  },
  trapped: (lift, scene) => enter(lift, 'trapped', scene),
  jammed: (lift, scene) => enter(lift, 'jammed', scene),
  levelling: (lift, scene) => enter({ ...lift, position: lift.run!.to, run: null }, 'opening', scene),
}

/** How long a phase lasts; a parked car waits for a call. */
function enter(lift: Lift, phase: Phase, { inputs, random, facts }: Scene): Lift {
  const wait = nextCall(inputs.hour, facts.traffic, random)
  const lasts = { ...doorSeconds, parked: wait.wait, moving: 0, trapped: 600, levelling: 0, jammed: 600 }[phase]
  return { ...lift, phase, spent: 0, lasts, called: phase === 'parked' && wait.called }
}

/** Doors are shut: on to the next stop, or rest. */
function depart(lift: Lift, scene: Scene): Lift {
  const [stop] = lift.plan
  if (stop === undefined) return enter(lift, 'parked', scene)
  const to = stop.floor * scene.facts.floorHeight
  if (Math.abs(to - lift.position) < 0.001) return enter(lift, 'opening', scene)
  const run = planRun(lift.position, to, { speed: scene.facts.ratedSpeed, acceleration: 0.8, jerk: 0.9 })
  const moving = { ...enter(lift, 'moving', scene), run, lasts: run.duration, trips: lift.trips + 1 }
  return faulty(scene, 'stuck') === undefined ? moving : bound(moving, scene)
}

/** People get out and in at the stop. */
function exchange(lift: Lift): Lift {
  const [stop, ...plan] = lift.plan
  return stop ? { ...lift, plan, people: Math.max(0, lift.people - stop.alight) + stop.board } : { ...lift, people: 0 }
}

/** Two people get in where the car stands and ride past the place where it will stick. */
function fatefulRide(lift: Lift, scene: Scene): Stop[] {
  const { lowest, highest, floorHeight } = scene.facts
  const here = Math.round(lift.position / floorHeight)
  return [
    { floor: here, board: 2, alight: 0 },
    { floor: lift.position < stickAt(scene) ? highest : lowest, board: 0, alight: 2 },
  ]
}

const stickAt = (scene: Scene): number => {
  const value = faulty(scene, 'stuck')
  return (floorIndex(typeof value === 'number' ? value : 2) + 0.55) * scene.facts.floorHeight
}

/** A run with people on board ends between floors, once it passes the place. */
function bound(lift: Lift, scene: Scene): Lift {
  const run = lift.run!
  const place = stickAt(scene)
  const onTheWay = (place - run.from) * (place - run.to) < 0
  const time = onTheWay ? passes(run, place) : Infinity
  return lift.people > 0 && time > lift.spent ? { ...lift, lasts: Math.min(run.duration, time) } : lift
}

function trap(lift: Lift, scene: Scene): Lift {
  const below = Math.floor(lift.position / scene.facts.floorHeight)
  say(scene, 'entrapment', { between: [floorName(below), floorName(below + 1)], people: lift.people })
  return enter(lift, 'trapped', scene)
}

/** The rescuers release the brake: down to the next floor at levelling speed, doors open, everybody out. */
function rescue(lift: Lift, scene: Scene): Lift {
  const to = Math.floor(lift.position / scene.facts.floorHeight) * scene.facts.floorHeight
  const lasts = (lift.position - to) / levellingSpeed
  say(scene, 'restored', { of: 'entrapment' })
  const run = { ...planRun(lift.position, to, { speed: levellingSpeed, acceleration: 0.8, jerk: 0.9 }) }
  return { ...enter(lift, 'levelling', scene), run, lasts: Math.max(lasts, run.duration), plan: [] }
}

const nearest = (lift: Lift, facts: LiftFacts): number => Math.round(where(lift).position / facts.floorHeight)
const where = (lift: Lift): { position: number; speed: number } =>
  lift.run ? during(lift.run, lift.spent) : { position: lift.position, speed: 0 }

const doors: Record<Phase, string> = {
  parked: 'closed',
  moving: 'closed',
  trapped: 'closed',
  levelling: 'closed',
  opening: 'opening',
  open: 'open',
  closing: 'closing',
  jammed: 'open',
}

function sensors(lift: Lift, facts: LiftFacts, random: Random): Metrics {
  const { position, speed } = where(lift)
  const still = speed < 0.01
  const up = lift.run !== null && lift.run.to > lift.run.from
  return {
    floor: floorName(nearest(lift, facts)),
    position_m: round(position, 2),
    speed_mps: round(speed, 2),
    direction: still ? 'stop' : up ? 'up' : 'down',
    door: doors[lift.phase],
    load_kg: lift.people * 68,
    occupied: lift.people > 0,
    motor_temp_c: round(lift.motorTemp + random.around(0, 0.15), 1),
    vibration_mm_s: round(0.15 + 0.5 * speed + (still ? 0 : lift.wear) + Math.abs(random.around(0, 0.08)), 2),
    brake: still ? 'applied' : 'released',
    power_kw: round(0.35 + drive(lift, speed, up), 2),
    trips_total: lift.trips,
    service_mode: lift.inspected ? 'inspection' : 'normal',
  }
}

/** The counterweight balances half the rated load: an empty car is heavy to send down, light to lift. */
function drive(lift: Lift, speed: number, up: boolean): number {
  const unbalanced = (lift.people * 68 - 500) * (up ? 1 : -1)
  return speed * (1.2 + Math.max(0, (unbalanced * 9.81) / 1000 / 0.8))
}
