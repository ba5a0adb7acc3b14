// What the sensors of a lift say of the state it is in.
import type { Metrics } from '../behaviour.ts'
import { round } from '../curves.ts'
import type { Random } from '../random.ts'
import { floorName, nearestFloor, where, type Lift, type LiftFacts, type Phase } from './lift-state.ts'

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

/** What the lift's sensors say. */
export function liftSensors(lift: Lift, facts: LiftFacts, random: Random): Metrics {
  const { position, speed } = where(lift)
  const still = speed < 0.01
  const up = lift.run !== null && lift.run.to > lift.run.from
  return {
    floor: floorName(nearestFloor(lift, facts)),
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
    service_mode: lift.mode,
  }
}

/** The counterweight balances half the rated load: an empty car is heavy to send down, light to lift. */
function drive(lift: Lift, speed: number, up: boolean): number {
  const unbalanced = (lift.people * 68 - 500) * (up ? 1 : -1)
  return speed * (1.2 + Math.max(0, (unbalanced * 9.81) / 1000 / 0.8))
}
