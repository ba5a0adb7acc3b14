// Two pumps, duty and standby, on one header and one tank; a drive holds the header's pressure. They change over once a
// day, and at once when the duty pump trips.
// Faults of a pump: `duty` (ordered to take over), `trip`, `no_start`, `overheat`, `vibration` (mm/s on top), `manual`; of the first pump: `no_refill`.
import type { Behaviour, Inputs, MachineEvent, Metrics } from '../behaviour.ts'
import { clamp, curve, lag, round } from '../curves.ts'
import type { Random } from '../random.ts'
import { operatingPoint, speedFor, type PumpCurve } from './pump-curve.ts'

export type StationFacts = {
  /** Pump 1 and pump 2. */
  pumps: readonly [string, string]
  /** Pressure that the drive holds, MPa. */
  setPoint: number
  /** Draw of the building when everybody is up, m³/h per √MPa. */
  peakDraw: number
  /** When the station was put into service: its pumps take turns by whole days from then on, its counters began. */
  countedFrom: number
}

export type Pump = {
  running: boolean
  tripped: boolean
  manual: boolean
  hz: number
  motorTemp: number
  wear: number
  runtimeHours: number
  starts: number
}
export type Station = {
  pumps: readonly [Pump, Pump]
  duty: 0 | 1
  /** Seconds until the standby pump starts after a trip. */
  standbyIn: number | null
  /** The day of service whose turn has been taken. */
  day: number
  level: number
  refilling: boolean
  pressure: number
  flow: number
  draw: number
}

const pumpCurve: PumpCurve = { ratedHz: 50, shutOff: 0.72, droop: 0.00004 }
const tank = { area: 40, full: 2.5, refillAt: 1.9, dryAt: 0.25, refill: 90, overflow: 3 }
const standbyDelay = 4
const pieceSeconds = 5
const dayMs = 86_400_000
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
    report: (station, device, random) => sensors(station, station.pumps[index(device)], random),
    every: () => 5,
  }
}

const dayOf = (facts: StationFacts, at: number): number => Math.max(0, Math.floor((at - facts.countedFrom) / dayMs))
const turn = (day: number): 0 | 1 => (day % 2 === 0 ? 0 : 1)

/** A pump as it is after its turns of duty so far. */
function usedPump(facts: StationFacts, which: 0 | 1, at: number): Pump {
  const day = dayOf(facts, at)
  const running = turn(day) === which
  const turns = which === 0 ? Math.ceil(day / 2) : Math.floor(day / 2)
  const today = Math.max(0, at - facts.countedFrom - day * dayMs) / 3_600_000
  return {
    running,
    tripped: false,
    manual: false,
    hz: running ? 38 : 0,
    motorTemp: running ? 48 : 30,
    wear: 0,
    runtimeHours: 8000 + turns * 24 + (running ? today : 0),
    starts: 400 + turns + (running ? 1 : 0),
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

/** Faults trip a running pump; a mended pump is ready again. An empty tank stops everything. */
function protect(station: Station, facts: StationFacts, inputs: Inputs, told: MachineEvent[]): Station {
  let standbyIn = station.standbyIn
  const pumps = station.pumps.map((pump, i) => {
    const device = facts.pumps[i]!
    const broken = inputs.fault(device, 'trip') !== undefined
    const vibration = inputs.fault(device, 'vibration')
    const checked = {
      ...pump,
      manual: inputs.fault(device, 'manual') !== undefined,
      wear: typeof vibration === 'number' ? vibration : 0,
    }
    if (broken && !pump.tripped) {
      told.push({ device, type: 'trip', data: { cause: 'overload', current_a: 41.5 } })
      if (pump.running) standbyIn = standbyDelay
      return { ...checked, tripped: true, running: false }
    }
    if (!broken && pump.tripped) {
      told.push({ device, type: 'restored', data: { of: 'trip' } })
      return { ...checked, tripped: false }
    }
    if (pump.running && station.level < tank.dryAt) {
      told.push({ device, type: 'dry_run', data: { tank_level_m: round(station.level, 2) } })
      return { ...checked, running: false }
    }
    return checked
  }) as [Pump, Pump]
  return { ...station, pumps, standbyIn }
}

/** The other pump takes over: after a trip, by order, once a day; the duty pump starts again after a dry run. */
function changeOver(station: Station, facts: StationFacts, inputs: Inputs, dt: number, told: MachineEvent[]): Station {
  const other = station.duty === 0 ? 1 : 0
  const ready = !station.pumps[other].tripped && inputs.fault(facts.pumps[other], 'no_start') === undefined
  const hand = (cause: string): Station => {
    told.push({ device: facts.pumps[station.duty], type: 'changeover', data: { to: facts.pumps[other], cause } })
    return { ...run(station, other), duty: other, standbyIn: null }
  }
  if (station.standbyIn !== null) {
    const left = station.standbyIn - dt
    if (left > 0 || !ready) return { ...station, standbyIn: Math.max(0, left) }
    return hand('trip')
  }
  const duty = station.pumps[station.duty]
  if (!duty.running && !duty.tripped && station.level > tank.refillAt) return run(station, station.duty)
  if (ready && duty.running && inputs.fault(facts.pumps[other], 'duty') !== undefined) return hand('order')
  const day = dayOf(facts, inputs.at)
  if (day === station.day) return station
  return { ...(turn(day) !== station.duty && duty.running && ready ? hand('daily') : station), day }
}

const run = (station: Station, which: 0 | 1): Station => ({
  ...station,
  pumps: station.pumps.map((pump, i) =>
    i === which
      ? { ...pump, running: true, hz: 20, starts: pump.starts + (pump.running ? 0 : 1) }
      : { ...pump, running: false },
  ) as [Pump, Pump],
})

/** The drive follows the demand; motors warm with their speed. */
function spin(station: Station, facts: StationFacts, inputs: Inputs, dt: number): Station {
  const wanted = clamp(speedFor(pumpCurve, facts.setPoint, inlet(station), station.draw), 20, 50)
  const pumps = station.pumps.map((pump, i) => {
    const hz = pump.running ? lag(pump.hz, wanted, dt, 3) : lag(pump.hz, 0, dt, 2)
    const hot = inputs.fault(facts.pumps[i]!, 'overheat') !== undefined && pump.running
    const target = hot ? 128 : 30 + (pump.running ? 38 * (hz / 50) ** 2 : 0)
    return {
      ...pump,
      hz: hz < 0.5 ? 0 : hz,
      motorTemp: lag(pump.motorTemp, target, dt, hot ? 120 : 900),
      runtimeHours: pump.runtimeHours + (pump.running ? dt / 3600 : 0),
    }
  }) as [Pump, Pump]
  return { ...station, pumps }
}

/** Header, flow and tank. Without a pump the header bleeds off through the taps that stay open. */
function hydraulics(station: Station, filling: boolean, dt: number): Station {
  const driving = station.pumps.find((pump) => pump.running)
  const found = driving ? operatingPoint(pumpCurve, driving.hz, inlet(station), station.draw) : null
  const pressure = found
    ? lag(station.pressure, found.pressure, dt, 1.5)
    : lag(station.pressure, inlet(station), dt, 18)
  const flow = found ? found.flow : 0
  const refilling = filling && (station.refilling ? station.level < tank.full : station.level < tank.refillAt)
  const change = ((refilling ? tank.refill : 0) - flow) * (dt / 3600)
  return { ...station, pressure, flow, refilling, level: clamp(station.level + change / tank.area, 0, tank.overflow) }
}

const inlet = ({ level }: Station): number => 0.01 + level * 0.00981

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
