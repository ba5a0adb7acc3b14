// A controlled door: people pass by the hour, it closes and locks behind them.
// Faults: `forced` (opened without a grant), `held` (somebody keeps it open).
import type { Behaviour, MachineEvent } from '../behaviour.ts'
import { curve } from '../curves.ts'

export type Door = { open: boolean; left: number; passages: number; forced: boolean; held: boolean }
export type DoorFacts = { device: string; perHour: number; passages: number }

// prettier-ignore
const shareByHour = [0.1, 0.05, 0.03, 0.03, 0.05, 0.2, 0.6, 1, 0.95, 0.7, 0.6, 0.65, 0.7, 0.6, 0.55, 0.55, 0.65, 0.9, 1, 0.9, 0.75, 0.5, 0.3, 0.2]
const openSeconds = 5
const longStep = 60

export function doorBehaviour({ device, perHour, passages }: DoorFacts): Behaviour<Door> {
  return {
    start: () => ({ open: false, left: 60, passages, forced: false, held: false }),
    step(before, { hour, fault }, dt, random) {
      const forced = fault(device, 'forced') !== undefined
      const held = fault(device, 'held') !== undefined
      const events: MachineEvent[] = []
      if (forced && !before.forced) events.push({ device, type: 'forced', data: {} })
      if (held && !before.held) events.push({ device, type: 'held', data: {} })
      if ((before.forced && !forced) || (before.held && !held)) events.push({ device, type: 'restored', data: {} })
      let { open, left, passages: passed } = before
      for (let rest = dt; rest > 0;) {
        const span = Math.min(rest, left)
        rest -= span
        left -= span
        if (left > 0) continue
        // Somebody comes at the peak rate and passes as often as the hour has it.
        open = !open && random.next() < curve(shareByHour, hour)
        if (open) passed++
        left = open ? openSeconds : random.wait(perHour)
      }
      // A long step ends behind a closed door: seen once in five minutes, an open one would look held.
      const shut = dt >= longStep ? { open: false, left: open ? 60 : left } : { open, left }
      return { state: { ...shut, passages: passed, forced, held }, events }
    },
    report: ({ open, forced, held, passages: passed }) => ({
      open: open || forced || held,
      locked: !(open || forced || held),
      passages_total: passed,
    }),
    every: ({ open }) => (open ? 5 : 20),
  }
}
