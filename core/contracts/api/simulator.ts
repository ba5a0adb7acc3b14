// Simulators of the demo estate.
import { z } from 'zod'
import { Id, IsoTime } from '../scalars.ts'
import { Problemless, type Table } from './endpoint.ts'

export const SimulatorState = z.strictObject({
  available: z.boolean(),
  speed: z.number(),
  seed: z.int(),
  devices: z.int(),
  scenarios: z.array(
    z.strictObject({
      id: Id,
      name: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
      description: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
      running: z.boolean(),
      startedAt: IsoTime.nullable(),
    }),
  ),
})
export type SimulatorState = z.infer<typeof SimulatorState>

export const simulatorApi = {
  simulator: {
    method: 'GET',
    path: '/simulator',
    permission: 'simulator.run',
    summary: 'Simulators of the demo estate',
    response: SimulatorState,
  },
  setSimulator: {
    method: 'PATCH',
    path: '/simulator',
    permission: 'simulator.run',
    summary: 'Change the speed',
    body: z.strictObject({ speed: z.number().min(1).max(60) }),
    response: SimulatorState,
  },
  startScenario: {
    method: 'POST',
    path: '/simulator/scenarios/{id}/start',
    permission: 'simulator.run',
    summary: 'Start a scenario',
    body: Problemless,
    response: SimulatorState,
  },
  stopScenario: {
    method: 'POST',
    path: '/simulator/scenarios/{id}/stop',
    permission: 'simulator.run',
    summary: 'Stop a scenario and put things right',
    body: Problemless,
    response: SimulatorState,
  },
} as const satisfies Table
