// A sump pit: water seeps in, a float switch starts the pump, the pump empties the pit.
// Faults: `pump_failed`, `inflow` (metres a minute on top of the seepage).
import type { Behaviour } from '../behaviour.ts'
import { clamp, round } from '../curves.ts'

export type Sump = { level: number; pumping: boolean; seepage: number; starts: number }

const startsAt = 1.1
const stopsAt = 0.5
const draining = 0.5
const pieceSeconds = 10

/** `depth` of the pit in metres; `days`: how long the counter has run. */
export function sumpBehaviour(device: string, depth: number, days: number): Behaviour<Sump> {
  return {
    start: (_inputs, random) => {
      const seepage = random.between(0.0008, 0.0022)
      const perDay = (1440 * seepage) / (startsAt - stopsAt)
      return { level: random.between(0.55, 1.05), pumping: false, seepage, starts: Math.floor(500 + days * perDay) }
    },
    step(before, inputs, dt, random) {
      const failed = inputs.fault(device, 'pump_failed') !== undefined
      const inflow = inputs.fault(device, 'inflow')
      let { level, pumping, starts } = before
      for (let rest = dt; rest > 0; rest -= pieceSeconds) {
        const minutes = Math.min(rest, pieceSeconds) / 60
        const wanted = pumping ? level > stopsAt : level > startsAt
        if (wanted && !pumping && !failed) starts++
        pumping = wanted && !failed
        const gain = before.seepage * random.between(0.5, 1.5) + (typeof inflow === 'number' ? inflow : 0)
        level = clamp(level + (gain - (pumping ? draining : 0)) * minutes, 0, depth)
      }
      return { state: { ...before, level, pumping, starts }, events: [] }
    },
    report: (sump, _device, random) => ({
      level_m: round(Math.max(0, sump.level + random.around(0, 0.003)), 2),
      pump_running: sump.pumping,
      pump_starts_total: sump.starts,
    }),
    every: ({ pumping }) => (pumping ? 5 : 15),
  }
}
