// Makes effects true, whatever stands in the way: while the records cannot be written it tries again with growing pauses,
// and an effect that can never be performed is found by halving and set aside, so that the rest goes on.
import type { Clock } from './clock.ts'
import type { Effect } from './effect.ts'
import { sqliteCode } from './store/sqlite.ts'

export type PersistDeps = {
  /** One transaction: the effects and, with the `last` of their records, all that is remembered. */
  write: (effects: readonly Effect[], last: boolean) => Promise<void>
  /** Told once per fault with what waits. */
  onFault: (effects: readonly Effect[], error: unknown) => void
  onPoison: (effect: Effect, error: unknown) => void
  /** A name for what is set aside now, the same after a replay. */
  name: () => string
  clock: Clock
}

export type Persist = {
  settle(effects: readonly Effect[], last: boolean): Promise<void>
  /** Why the records cannot be written at present. */
  fault(): string | null
  /** Lets a waiting attempt go; nothing is tried any more. */
  stop(): void
}

const firstPause = 100
const longestPause = 5_000

export function createPersist({ write, onFault, onPoison, name, clock }: PersistDeps): Persist {
  let fault: string | null = null
  let stopped = false
  let hurry = () => {}

  async function settle(effects: readonly Effect[], last: boolean): Promise<void> {
    for (let attempt = 0; !stopped; attempt++) {
      try {
        await write(effects, last)
        fault = null
        return
      } catch (error) {
        if (effects.length > 0 && !isBroken(error)) return setPoisonAside(effects, last, error)
        fault = String(error)
        if (attempt === 0) onFault(effects, error)
        await pause(Math.min(longestPause, firstPause * 2 ** attempt))
      }
    }
  }
  async function setPoisonAside(effects: readonly Effect[], last: boolean, error: unknown): Promise<void> {
    if (effects.length > 1) {
      const middle = effects.length >> 1
      await settle(effects.slice(0, middle), false)
      return settle(effects.slice(middle), last)
    }
    const only = effects[0]!
    onPoison(only, error)
    const reason = `${only.does}: ${String(error)}`
    const message = { id: name(), at: clock.now(), device: null, topic: '', reason, payload: JSON.stringify(only) }
    await settle(only.does === 'aside' ? [] : [{ does: 'aside', message }], last)
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const stop = clock.every(ms, () => hurry())
      hurry = () => {
        stop()
        resolve()
      }
    })
  return {
    settle,
    fault: () => fault,
    stop() {
      stopped = true
      hurry()
    },
  }
}

/** Whether the world is broken (disk full, file locked or unreadable) rather than the effect. */
function isBroken(error: unknown): boolean {
  const code = sqliteCode(error)
  const [logic, constraint, mismatch] = [1, 19, 20]
  return code !== null && code !== logic && code !== constraint && code !== mismatch
}
