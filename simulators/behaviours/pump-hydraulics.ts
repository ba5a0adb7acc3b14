// What water does: the drive follows the demand, the header takes its pressure, the tank empties and fills.
import type { Inputs } from '../behaviour.ts'
import { clamp, lag } from '../curves.ts'
import { operatingPoint, speedFor, type PumpCurve } from './pump-curve.ts'
import type { Pump, Station, StationFacts } from './pump-turn.ts'

const pumpCurve: PumpCurve = { ratedHz: 50, shutOff: 0.72, droop: 0.00004 }
const tank = { area: 40, full: 2.5, refillAt: 1.9, refill: 90, overflow: 3 }

/** The drive follows the demand; motors warm with their speed. */
export function spin(station: Station, facts: StationFacts, inputs: Inputs, dt: number): Station {
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
export function hydraulics(station: Station, filling: boolean, dt: number): Station {
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

/** Pressure at the pumps' inlets, from the level of the tank. */
export const inlet = ({ level }: Station): number => 0.01 + level * 0.00981
