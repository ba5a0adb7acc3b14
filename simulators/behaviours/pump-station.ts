// Two pumps, duty and standby, on one header and one tank; a drive holds the header's pressure. They change over once a
// day, at once when the duty pump trips, and when they are told to.
// Faults of a pump: `duty` (ordered to take over), `trip`, `no_start`, `overheat`, `vibration` (mm/s),
// `manual`; of the first pump `no_refill`.
import type { Behaviour, Inputs, MachineEvent, Metrics } from '../behaviour.ts'
import { curve, lag, round } from '../curves.ts'
import type { Random } from '../random.ts'
import { changeOver, protect } from './pump-control.ts'
import { order } from './pump-order.ts'
import { hydraulics, inlet, spin } from './pump-hydraulics.ts'
import { dayOf, turn, usedPump, type Pump, type Station, type StationFacts } from './pump-turn.ts'

const pieceSeconds = 5
// prettier-ignore
const drawByHour = [0.22, 0.18, 0.16, 0.16, 0.2, 0.35, 0.7, 0.95, 0.85, 0.65, 0.55, 0.6, 0.65, 0.55, 0.5, 0.5, 0.55, 0.7, 0.9, 1, 0.95, 0.8, 0.55, 0.35]

export function stationBehaviour(facts: StationFacts): Behaviour<Station> {
  const index = (device: string): 0 | 1 => (device === facts.pumps[0] ? 0 : 1)
  return {
    start: (inputs) => {
      const draw = facts.peakDraw * curve(drawByHour, inputs.hour)
      return {
        pumps: [usedPump(facts, 0, inputs.at), usedPump(facts, 1, inputs.at)],
        duty: turn(dayOf(facts, inputs.at)),
        stopped: [false, false],
        wanted: null,
        standbyIn: null,
        day: dayOf(facts, inputs.at),
        level: 2.2,
        refilling: false,
        pressure: facts.setPoint,
        flow: draw * Math.sqrt(facts.setPoint),
        draw,
      }
    },
    step(state, inputs, dt, random) {
      const events: MachineEvent[] = []
      let station = state
      for (let rest = dt; rest > 0; rest -= pieceSeconds)
        station = piece(station, facts, inputs, Math.min(rest, pieceSeconds), random, events)
      return { state: station, events }
    },
    tell: (station, told, inputs) => order(station, index(told.device), told, inputs),
    report: (station, device, random) => sensors(station, station.pumps[index(device)], random),
    every: () => 5,
  }
}

/** A few seconds of the station: who runs, how fast, what water does. */
function piece(before: Station, facts: StationFacts, inputs: Inputs, dt: number, random: Random, told: MachineEvent[]) {
  const controlled = changeOver(protect(before, facts, inputs, told), facts, inputs, dt, told)
  const wanted = facts.peakDraw * curve(drawByHour, inputs.hour)
  const draw = Math.max(0, lag(controlled.draw, wanted * random.around(1, 0.06), dt, 40))
  return hydraulics(
    spin({ ...controlled, draw }, facts, inputs, dt),
    inputs.fault(facts.pumps[0], 'no_refill') === undefined,
    dt,
  )
}

function sensors(station: Station, pump: Pump, random: Random): Metrics {
  const load = pump.hz / 50
  return {
    running: pump.running,
    mode: pump.manual ? 'manual' : 'auto',
    speed_hz: round(pump.hz, 1),
    flow_m3h: pump.running ? round(station.flow * random.around(1, 0.006), 1) : 0,
    inlet_pressure_mpa: round(inlet(station), 3),
    outlet_pressure_mpa: round(station.pressure + random.around(0, 0.0012), 3),
    current_a: pump.running ? round(6 + 22 * load ** 3 + random.around(0, 0.1), 1) : 0,
    motor_temp_c: round(pump.motorTemp + random.around(0, 0.12), 1),
    vibration_mm_s: pump.running ? round(0.7 + 1.1 * load + pump.wear + random.around(0, 0.06), 2) : 0,
    tank_level_m: round(station.level, 2),
    runtime_h: round(pump.runtimeHours, 1),
    starts_total: pump.starts,
  }
}
