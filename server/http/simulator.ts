// The simulators of the demo over HTTP: state, speed, scenarios. Without simulators everything but the state is refused.
import type { SimulatorState } from '../../core/contracts/api/simulator.ts'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { audited } from '../audit.ts'
import type { Call, Handlers } from './call.ts'
import type { HttpDeps, SimulatorControl } from './deps.ts'

type Routes = Pick<Handlers, 'simulator' | 'setSimulator' | 'startScenario' | 'stopScenario'>
const none: SimulatorState = { available: false, speed: 0, seed: 0, devices: 0, scenarios: [] }

export function simulatorRoutes({ simulator }: HttpDeps): Routes {
  return {
    simulator: () => simulator?.status() ?? none,
    setSimulator: (call) => run(call, simulator, 'speed', (control) => control.setSpeed(call.body.speed)),
    startScenario: (call) => run(call, simulator, 'start', (control) => control.startScenario(call.id)),
    stopScenario: (call) => run(call, simulator, 'stop', (control) => control.stopScenario(call.id)),
  }
}

type Running = Pick<Call<'stopScenario'>, 'actor' | 'id' | 'at' | 'commit'> & { body: Record<string, unknown> }

/** Does something to the simulators and notes who did it. */
async function run(
  { actor, id, at, body, commit }: Running,
  simulator: SimulatorControl | null,
  what: string,
  action: (control: SimulatorControl) => unknown,
): Promise<SimulatorState | Refusal> {
  if (simulator === null) return refuse('demo_only')
  if ((await action(simulator)) === false) return refuse('not_found')
  const happening = audited(`simulator_${what}`, at, actor.name, id || 'simulator', body)
  await commit(() => Promise.resolve({ result: null, happenings: [happening] }))
  return simulator.status()
}
