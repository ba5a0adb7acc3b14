// A three-phase meter: the load follows the day, the voltage sags a little under it.
// Faults: `mains_lost`, `sag` (volts under the nominal).
import type { Behaviour } from '../behaviour.ts'
import { curve, lag, round } from '../curves.ts'

export type Meter = { load: number; mains: boolean; voltage: number; energy: number }
export type MeterFacts = { device: string; peakKw: number; energyKwh: number }

// prettier-ignore
const shareByHour = [0.42, 0.38, 0.36, 0.35, 0.36, 0.42, 0.58, 0.72, 0.74, 0.68, 0.66, 0.7, 0.76, 0.74, 0.72, 0.71, 0.74, 0.84, 0.96, 1, 0.97, 0.88, 0.7, 0.54]
const nominal = 231

export function powerBehaviour({ device, peakKw, energyKwh }: MeterFacts): Behaviour<Meter> {
  return {
    start: ({ hour }) => ({
      load: peakKw * curve(shareByHour, hour),
      mains: true,
      voltage: nominal,
      energy: energyKwh,
    }),
    step(before, { hour, fault }, dt, random) {
      const mains = fault(device, 'mains_lost') === undefined
      const sag = fault(device, 'sag')
      const wanted = mains ? peakKw * curve(shareByHour, hour) * random.around(1, 0.05) : 0
      const load = mains ? lag(before.load, wanted, dt, 90) : 0
      const voltage = mains ? nominal - 4 * (load / peakKw) - (typeof sag === 'number' ? sag : 0) : 0
      const state = { load, mains, voltage, energy: before.energy + (load * dt) / 3600 }
      return { state, events: [] }
    },
    report: (meter, _device, random) => {
      const volts = (shift: number) => (meter.mains ? round(meter.voltage + shift + random.around(0, 0.25), 1) : 0)
      return {
        mains: meter.mains,
        voltage_v: volts(0),
        current_a: meter.mains ? round((meter.load * 1000) / (3 * meter.voltage * 0.93), 1) : 0,
        power_kw: round(meter.load, 1),
        power_factor: meter.mains ? round(random.around(0.93, 0.004), 3) : 0,
        frequency_hz: meter.mains ? round(random.around(50, 0.012), 2) : 0,
        energy_kwh: round(meter.energy, 1),
      }
    },
    every: () => 10,
  }
}
