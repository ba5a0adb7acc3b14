// A controlled door: people pass by the hour, it closes and locks behind them.
// Faults: `forced` (opened without a grant), `held` (somebody keeps it open).
import type { Behaviour, Inputs, MachineEvent } from '../behaviour.ts'
import { curve } from '../curves.ts'

export type Door = { until: number; open: boolean; left: number; passages: number; forced: boolean; held: boolean }
export type DoorFacts = {
  device: string
  perHour: number
  passages: number
  /** Whether a guard on his round comes to the room after an instant (epoch ms) and not after now. */
  guardComes?: (from: number, inputs: Inputs) => boolean
}

// prettier-ignore
const shareByHour = [0.1, 0.05, 0.03, 0.03, 0.05, 0.2, 0.6, 1, 0.95, 0.7, 0.6, 0.65, 0.7, 0.6, 0.55, 0.55, 0.65, 0.9, 1, 0.9, 0.75, 0.5, 0.3, 0.2]
const openSeconds = 5
/** A step of history, longer than any that a live door takes at the highest speed. */
const longStep = 120

export function doorBehaviour({ device, perHour, passages, guardComes }: DoorFacts): Behaviour<Door> {
  return {
    start: ({ at }) => ({ until: at, open: false, left: 60, passages, forced: false, held: false }),
    step(before, inputs, dt, random) {
      const { hour, fault, at } = inputs
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
      if (guardComes?.(before.until, inputs)) {
        ;[open, left] = [true, openSeconds]
        passed++
      }
      // A long step ends behind a closed door: seen once in five minutes, an open one would look held.
      const shut = dt >= longStep ? { open: false, left: open ? 60 : left } : { open, left }
      return { state: { ...shut, until: at, passages: passed, forced, held }, events }
    },
    report: ({ open, forced, held, passages: passed }) => ({
      open: open || forced || held,
      locked: !(open || forced || held),
      passages_total: passed,
    }),
    // Told at once: whoever passes in a few seconds would not be seen between two readings.
    every: ({ open }) => (open ? 0 : 20),
  }
}
