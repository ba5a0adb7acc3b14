// A house that is killed at instants that a test draws, and comes back on the same disk and the same ports, perhaps to be
// killed again before it is ready. Its clients are patient: what was not answered is asked once more, word for word.
import { setTimeout as pause } from 'node:timers/promises'
import { openHouse, startInVain, type House, type HouseOptions } from './house.ts'

export type MortalHouse = {
  /** As it was opened last. */
  house(): House
  kills(): number
  /** Kills it so many ms from now, whatever it is doing then. */
  killIn(ms: number): void
  /**
   * Does something until it has been answered. Only a connection that broke (a `TypeError`, as `fetch` says it) while the
   * house was killed is tried again: an answer that says no, or that is lost without a kill, is a fault.
   */
  insist<T>(work: (house: House) => Promise<T>): Promise<T>
  /** Resolves when every kill that was asked for has happened and the house is there again. */
  calm(): Promise<void>
  leave(): Promise<void>
}

type Options = HouseOptions & {
  random: () => number
  /** Is called each time the house has come back. */
  onBack: (house: House) => Promise<void>
}

/** One start in so many ends before it is ready. */
const stillborn = 1 / 4
const bootMs = 1500

export async function openMortalHouse({ random, onBack, ...options }: Options): Promise<MortalHouse> {
  let house = await openHouse(options)
  let kills = 0
  let back: Promise<unknown> = Promise.resolve()
  const asked = new Set<Promise<void>>()
  const { port } = new URL(house.url)
  const again = {
    ...{ ...options, dataDir: house.dataDir },
    env: { ...options.env, WK_HTTP_PORT: port, WK_MQTT_PORT: String(house.mqttPort) },
  }

  async function comeBack(): Promise<void> {
    while (random() < stillborn) {
      kills++
      await startInVain(again, random() * bootMs)
    }
    house = await openHouse(again)
    await onBack(house)
  }
  const fall = async (ms: number): Promise<void> => {
    await pause(ms)
    back = back.then(async () => {
      kills++
      await house.kill()
      await comeBack()
    })
    await back
  }
  return {
    house: () => house,
    kills: () => kills,
    killIn(ms) {
      const fallen = fall(ms).finally(() => asked.delete(fallen))
      asked.add(fallen)
      // Whoever waits for it is told; nobody may be waiting yet.
      fallen.catch(() => {})
    },
    async insist(work) {
      for (;;) {
        await back
        const before = kills
        try {
          return await work(house)
        } catch (error) {
          if (kills === before || !(error instanceof TypeError)) throw error
        }
      }
    },
    async calm() {
      await Promise.all(asked)
      await back
    },
    leave: () => house.leave(),
  }
}
