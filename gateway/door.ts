// The door: how many connections may stand open, in all, from one address, and without having been let in yet.

export type DoorLimits = { total: number; perAddress: number; waiting: number }
export const doorLimits: DoorLimits = { total: 10_000, perAddress: 5_000, waiting: 1_000 }

export type Visit = { admitted: () => void; left: () => void }
export type Door = {
  /** Counts a newcomer in; null when there is no room. Call `left` once the connection is gone. */
  enter: (address: string) => Visit | null
  count: () => number
}

/** A door with the given limits. */
export function openDoor(limits: DoorLimits = doorLimits): Door {
  const byAddress = new Map<string, number>()
  let total = 0
  let waiting = 0
  const full = (address: string) =>
    total >= limits.total || waiting >= limits.waiting || (byAddress.get(address) ?? 0) >= limits.perAddress

  const visit = (address: string): Visit => {
    let isWaiting = true
    let isGone = false
    const stopWaiting = () => {
      if (isWaiting) waiting--
      isWaiting = false
    }
    const left = () => {
      if (isGone) return
      isGone = true
      stopWaiting()
      total--
      const rest = (byAddress.get(address) ?? 1) - 1
      if (rest === 0) byAddress.delete(address)
      else byAddress.set(address, rest)
    }
    return { admitted: stopWaiting, left }
  }

  return {
    enter(address) {
      if (full(address)) return null
      total++
      waiting++
      byAddress.set(address, (byAddress.get(address) ?? 0) + 1)
      return visit(address)
    },
    count: () => total,
  }
}
