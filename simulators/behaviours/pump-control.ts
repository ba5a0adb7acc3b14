// Who runs: faults trip pumps, the other one takes over after a trip, by order and once a day.
import type { Inputs, MachineEvent } from '../behaviour.ts'
import { round } from '../curves.ts'
import { dayOf, turn, type Pump, type Station, type StationFacts } from './pump-turn.ts'

const standbyDelay = 4
/** Levels of the tank, m: below the first pumps stop, above the second they may start again. */
export const dry = { stop: 0.25, start: 1.9 }

/** Faults trip a pump, running or idle; a mended pump is ready again. An empty tank stops everything. */
export function protect(station: Station, facts: StationFacts, inputs: Inputs, told: MachineEvent[]): Station {
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
      if (pump.running) standbyIn = standbyDelay
      const tripped = pump.running ? 'trip' : 'idle_trip'
      const data = pump.running ? { cause: 'overload', current_a: 41.5 } : { cause: 'phase_loss' }
      told.push({ device, type: tripped, data })
      return { ...checked, tripped, running: false }
    }
    if (!broken && pump.tripped) {
      told.push({ device, type: 'restored', data: { of: pump.tripped } })
      return { ...checked, tripped: null }
    }
    if (pump.running && station.level < dry.stop) {
      told.push({ device, type: 'dry_run', data: { tank_level_m: round(station.level, 2) } })
      return { ...checked, running: false }
    }
    return checked
  }) as [Pump, Pump]
  return { ...station, pumps, standbyIn }
}

/** The other pump takes over: after a trip, by order, once a day; the duty pump starts again after a dry run. */
export function changeOver(
  station: Station,
  facts: StationFacts,
  inputs: Inputs,
  dt: number,
  told: MachineEvent[],
): Station {
  const other = station.duty === 0 ? 1 : 0
  const ready =
    !station.pumps[other].tripped &&
    !station.stopped[other] &&
    inputs.fault(facts.pumps[other], 'no_start') === undefined
  const hand = (cause: string): Station => {
    told.push({ device: facts.pumps[station.duty], type: 'changeover', data: { to: facts.pumps[other], cause } })
    return { ...run(station, other), duty: other, standbyIn: null, wanted: null }
  }
  if (station.standbyIn !== null) {
    const left = station.standbyIn - dt
    if (left > 0 || !ready) return { ...station, standbyIn: Math.max(0, left) }
    return hand('trip')
  }
  const duty = station.pumps[station.duty]
  if (station.stopped[station.duty]) return ready ? hand('remote') : { ...run(station, null), wanted: null }
  const enough = station.wanted === station.duty ? dry.stop : dry.start
  if (!duty.running && !duty.tripped && station.level > enough) return { ...run(station, station.duty), wanted: null }
  if (ready && duty.running && station.wanted === other) return hand('remote')
  if (ready && duty.running && inputs.fault(facts.pumps[other], 'duty') !== undefined) return hand('order')
  const day = dayOf(facts, inputs.at)
  if (day === station.day) return station
  return { ...(turn(day) !== station.duty && duty.running && ready ? hand('daily') : station), day }
}

/** One pump runs, the other stands; null stops both. */
const run = (station: Station, which: 0 | 1 | null): Station => ({
  ...station,
  pumps: station.pumps.map((pump, i) =>
    i === which
      ? { ...pump, running: true, hz: 20, starts: pump.starts + (pump.running ? 0 : 1) }
      : { ...pump, running: false },
  ) as [Pump, Pump],
})
