// How a lift gets stuck between floors with people inside, and how they are let out.
import { enter, faulty, floorIndex, floorName, say, type Lift, type Scene } from './lift-state.ts'
import type { Stop } from './lift-traffic.ts'
import { passes, planRun } from './motion.ts'

const levellingSpeed = 0.3

/** Two people get in where the car stands and ride past the place where it will stick. */
export function fatefulRide(lift: Lift, scene: Scene): Stop[] {
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
export function bound(lift: Lift, scene: Scene): Lift {
  const run = lift.run!
  const place = stickAt(scene)
  const onTheWay = (place - run.from) * (place - run.to) < 0
  const time = onTheWay ? passes(run, place) : Infinity
  return lift.people > 0 && time > lift.spent ? { ...lift, lasts: Math.min(run.duration, time) } : lift
}

/** Between floors, with people inside. */
export function trap(lift: Lift, scene: Scene): Lift {
  const below = Math.floor(lift.position / scene.facts.floorHeight)
  say(scene, 'entrapment', { between: [floorName(below), floorName(below + 1)], people: lift.people })
  return enter(lift, 'trapped', scene)
}

/** The rescuers release the brake: down to the next floor at levelling speed, doors open, everybody out. */
export function rescue(lift: Lift, scene: Scene): Lift {
  const to = Math.floor(lift.position / scene.facts.floorHeight) * scene.facts.floorHeight
  const lasts = (lift.position - to) / levellingSpeed
  say(scene, 'restored', { of: 'entrapment' })
  const run = { ...planRun(lift.position, to, { speed: levellingSpeed, acceleration: 0.8, jerk: 0.9 }) }
  return { ...enter(lift, 'levelling', scene), run, lasts: Math.max(lasts, run.duration), plan: [] }
}
