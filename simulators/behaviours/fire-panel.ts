// A fire-alarm panel: addressed points on loops, four counters, mains with battery. Points change by orders of a scenario
// (`alarm`, `fault`, `disabled` … `restored`) and the panel counts, starts and reports.
// Faults: `mains_lost`, `linkage_manual`, `loop_open` (value: the loop).
import type { Behaviour, FaultValue, MachineEvent } from '../behaviour.ts'
import { lag, round } from '../curves.ts'

export type Panel = {
  /** What holds at each point that is not normal. */
  points: ReadonlyMap<string, string>
  mains: boolean
  manual: boolean
  openLoop: FaultValue | undefined
  battery: number
}

export type PanelFacts = { device: string; loops: readonly string[]; zoneOf: (point: string) => string | null }

/** Events of a point that hold until `restored`, and the counter in which they stand. */
const counters: Record<string, 'fire' | 'supervisory' | 'fault' | 'disabled'> = {
  alarm: 'fire',
  pre_alarm: 'supervisory',
  supervisory: 'supervisory',
  fault: 'fault',
  disabled: 'disabled',
}
const float = 27.3
const flat = 22.5

export function firePanelBehaviour(facts: PanelFacts): Behaviour<Panel> {
  const { device } = facts
  return {
    start: () => ({ points: new Map(), mains: true, manual: false, openLoop: undefined, battery: float }),
    step(before, inputs, dt) {
      const mains = inputs.fault(device, 'mains_lost') === undefined
      const state: Panel = {
        points: inputs.orders.reduce(afterOrder, before.points),
        mains,
        manual: inputs.fault(device, 'linkage_manual') !== undefined,
        openLoop: inputs.fault(device, 'loop_open'),
        battery: lag(before.battery, mains ? float : flat, dt, mains ? 600 : 14_400),
      }
      return { state, events: inputs.orders.map((order) => told(order, facts)) }
    },
    report: (panel, _device, random) => ({
      ...counted(panel),
      linkage: panel.manual ? 'manual' : 'auto',
      mains: panel.mains,
      battery_v: round(panel.battery + random.around(0, 0.02), 2),
      ...Object.fromEntries(facts.loops.map((loop) => [`loop_${loop}`, panel.openLoop === loop ? 'open' : 'normal'])),
      ...plant(panel),
    }),
    every: () => 10,
  }
}

/** A point keeps the last event that holds; `restored` ends it; `reset` of the panel ends fires. */
function afterOrder(points: ReadonlyMap<string, string>, { type, point }: MachineEvent): ReadonlyMap<string, string> {
  const next = new Map(points)
  if (type === 'reset') for (const [id, held] of points) if (counters[held] === 'fire') next.delete(id)
  if (point === undefined) return next
  if (type === 'restored') next.delete(point)
  else if (counters[type] !== undefined) next.set(point, type)
  return next
}

const told = (order: MachineEvent, facts: PanelFacts): MachineEvent => ({
  ...order,
  device: facts.device,
  data: order.point === undefined ? order.data : { ...order.data, zone: facts.zoneOf(order.point) },
})

function counted({ points }: Panel) {
  const sums = { fire: 0, supervisory: 0, disabled: 0, fault: 0 }
  for (const held of points.values()) sums[counters[held]!]++
  return sums
}

/** In automatic mode a second detector starts pump, fans and valves; a single one waits for a person. */
function plant(panel: Panel) {
  const started = !panel.manual && counted(panel).fire >= 2
  return {
    fire_pump: started ? 'running' : 'standby',
    smoke_fan: started ? 'running' : 'standby',
    valve: started ? 'open' : 'closed',
  }
}
