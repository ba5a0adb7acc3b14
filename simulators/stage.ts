// Scenarios under way: told the time, each does to the world what has become due, and goes when it has been undone.
import type { SimulatorState } from '../core/contracts/api/simulator.ts'
import { iso } from '../core/contracts/instant.ts'
import { offsetMs, type Scenario, type Step } from './scenario.ts'
import type { World } from './world.ts'

/** One scenario under way. Times are epoch ms; `upTo`: everything due until then is done. */
export type Performance = { scenario: Scenario; startedAt: number; undoneAt: number | null; upTo: number }

const when = (step: Step, from: number): number => from + offsetMs(step.at)

/** Does the steps that fall after the last call and not after `at`. */
export function perform(performance: Performance, world: World, at: number): Performance {
  const { scenario, startedAt, undoneAt, upTo } = performance
  const [steps, from] = undoneAt === null ? [scenario.steps, startedAt] : [scenario.undo, undoneAt]
  for (const step of steps) if (when(step, from) > upTo && when(step, from) <= at) world.apply(step)
  return { ...performance, upTo: at }
}

const isOver = ({ scenario, undoneAt, upTo }: Performance): boolean =>
  undoneAt !== null && scenario.undo.every((step) => when(step, undoneAt) <= upTo)
const isRunning = (show: Performance | undefined): show is Performance => show !== undefined && show.undoneAt === null

export type Stage = {
  /** False when there is no such scenario. One that runs already goes on. */
  start(id: string, at: number): boolean
  /** Begins to put things right; false when there is no such scenario. */
  stop(id: string, at: number): boolean
  advance(at: number): void
  list(): SimulatorState['scenarios']
}

export function createStage(world: World, scenarios: readonly Scenario[]): Stage {
  const shows = new Map<string, Performance>()
  return {
    start(id, at) {
      const scenario = scenarios.find((one) => one.id === id)
      if (scenario && !isRunning(shows.get(id)))
        shows.set(id, { scenario, startedAt: at, undoneAt: null, upTo: at - 1 })
      return scenario !== undefined
    },
    stop(id, at) {
      const show = shows.get(id)
      if (isRunning(show)) shows.set(id, { ...show, undoneAt: at, upTo: at - 1 })
      return scenarios.some((one) => one.id === id)
    },
    advance(at) {
      for (const [id, show] of shows) {
        const after = perform(show, world, at)
        if (isOver(after)) shows.delete(id)
        else shows.set(id, after)
      }
    },
    list: () =>
      scenarios.map(({ id, name, description }) => {
        const show = shows.get(id)
        const running = isRunning(show)
        return { id, name, description, running, startedAt: running ? iso(show.startedAt) : null }
      }),
  }
}
