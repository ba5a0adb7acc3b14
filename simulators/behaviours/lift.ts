// A lift: runs from rest to rest, opens and closes its doors, carries people, warms its motor. The state jumps from one
// phase to the next, so a step of five minutes costs no more than the runs that were made in it.
// Faults: `stuck` (value: the floor above which it sticks), `doors`, `overheat`, `vibration` (mm/s on top), `inspection`,
// `recall` (a fire: down to the ground floor, doors open, out of use).
import type { Behaviour } from '../behaviour.ts'
import { lag } from '../curves.ts'
import { bound, fatefulRide, rescue, trap } from './lift-plight.ts'
import { liftSensors } from './lift-sensors.ts'
import {
  enter,
  faulty,
  floorName,
  nearestFloor,
  say,
  type Lift,
  type LiftFacts,
  type Phase,
  type Scene,
} from './lift-state.ts'
import { call, type Stop } from './lift-traffic.ts'
import { during, planRun } from './motion.ts'

const ambient = 28

export function liftBehaviour(facts: LiftFacts): Behaviour<Lift> {
  return {
    // Parked for no time: the first step asks when somebody calls.
    start: (_inputs, random) => ({
      phase: 'parked',
      spent: 0,
      lasts: 0,
      position: (random.next() < 0.5 ? 0 : random.whole(0, facts.highest)) * facts.floorHeight,
      run: null,
      plan: [],
      people: 0,
      called: false,
      reopenings: 0,
      motorTemp: ambient + 8,
      wear: 0,
      mode: 'normal',
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
    report: (lift, _device, random) => liftSensors(lift, facts, random),
    every: (lift) => (lift.phase === 'parked' || lift.phase === 'trapped' ? 5 : 1),
  }
}

/** Faults that come or go change the phase at once. */
function heed(before: Lift, scene: Scene): Lift {
  const lift = { ...before, wear: wearOf(scene), mode: modeOf(scene) }
  const stuck = faulty(scene, 'stuck') !== undefined
  if (stuck && lift.phase === 'parked') return { ...enter(lift, 'opening', scene), plan: fatefulRide(lift, scene) }
  if (stuck && lift.phase === 'moving') return bound(lift, scene)
  if (!stuck && lift.phase === 'trapped') return rescue(lift, scene)
  if (lift.mode === 'fire' && lift.phase === 'parked') return depart(lift, scene)
  if (faulty(scene, 'doors') !== undefined || lift.phase !== 'jammed') return lift
  say(scene, 'restored', { of: 'door_fault' })
  return enter(lift, 'closing', scene)
}

const modeOf = (scene: Scene): Lift['mode'] =>
  faulty(scene, 'recall') !== undefined ? 'fire' : faulty(scene, 'inspection') !== undefined ? 'inspection' : 'normal'
const wearOf = (scene: Scene): number => {
  const vibration = faulty(scene, 'vibration')
  return typeof vibration === 'number' ? vibration : 0
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
    if (!lift.called || lift.mode === 'inspection') return enter(lift, 'parked', scene)
    const { lowest, highest } = scene.facts
    return depart({ ...lift, plan: call(scene.inputs.hour, lowest, highest, scene.random) }, scene)
  },
  moving: (lift, scene) => {
    const stop = lift.lasts < lift.run!.duration ? during(lift.run!, lift.lasts).position : lift.run!.to
    const stopped = { ...lift, position: stop, run: null }
    return stop === lift.run!.to ? enter(stopped, 'opening', scene) : trap(stopped, scene)
  },
  opening: (lift, scene) => enter(exchange(lift), 'open', scene),
  // Recalled by a fire, the car waits on the ground floor with open doors.
  open: (lift, scene) => enter(lift, lift.mode === 'fire' && lift.position === 0 ? 'open' : 'closing', scene),
  closing(lift, scene) {
    if (faulty(scene, 'doors') === undefined) return depart({ ...lift, reopenings: 0 }, scene)
    if (lift.reopenings < 2) return { ...enter(lift, 'opening', scene), reopenings: lift.reopenings + 1 }
    say(scene, 'door_fault', { floor: floorName(nearestFloor(lift, scene.facts)), reopenings: 3 })
    return enter({ ...lift, reopenings: 0 }, 'jammed', scene)
  },
  trapped: (lift, scene) => enter(lift, 'trapped', scene),
  jammed: (lift, scene) => enter(lift, 'jammed', scene),
  levelling: (lift, scene) => enter({ ...lift, position: lift.run!.to, run: null }, 'opening', scene),
}

/** Doors are shut: on to the next stop, to the ground floor when recalled, or rest. */
function depart(before: Lift, scene: Scene): Lift {
  const lift = before.mode === 'fire' ? { ...before, plan: [evacuation(before)] } : before
  const [stop] = lift.plan
  if (stop === undefined) return enter(lift, 'parked', scene)
  const to = stop.floor * scene.facts.floorHeight
  if (Math.abs(to - lift.position) < 0.001) return enter(lift, 'opening', scene)
  const run = planRun(lift.position, to, { speed: scene.facts.ratedSpeed, acceleration: 0.8, jerk: 0.9 })
  const moving = { ...enter(lift, 'moving', scene), run, lasts: run.duration, trips: lift.trips + 1 }
  return faulty(scene, 'stuck') === undefined ? moving : bound(moving, scene)
}

const evacuation = ({ people }: Lift): Stop => ({ floor: 0, board: 0, alight: people })

/** People get out and in at the stop. */
function exchange(lift: Lift): Lift {
  const [stop, ...plan] = lift.plan
  return stop ? { ...lift, plan, people: Math.max(0, lift.people - stop.alight) + stop.board } : { ...lift, people: 0 }
}
