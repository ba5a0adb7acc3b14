// How far each device's clock is from ours: the smallest (receive − ts) of the last hour. The network only ever delays,
// so the smallest difference is the clock's own. Late data does not move it as long as live data was heard.

const slotMs = 600_000
const slots = 6

type Window = { slot: number; least: Float64Array; offset: number }

export type Offsets = {
  /** Puts in one difference. A backfill (`live` false) says nothing of a clock that was never heard live. */
  observe: (device: string, differenceMs: number, at: number, live: boolean) => void
  /** The measured offset, ms (positive: the device's clock is slow); null when it was never measured. */
  of: (device: string) => number | null
}

/** @param before the offset measured before the last stop, by device. */
export function openOffsets(before: (device: string) => number | null): Offsets {
  const windows = new Map<string, Window>()

  const windowOf = (device: string, at: number): Window => {
    let window = windows.get(device)
    const slot = Math.floor(at / slotMs)
    if (!window) {
      const offset = before(device) ?? Infinity
      windows.set(device, (window = { slot, least: new Float64Array(slots).fill(Infinity), offset }))
      window.least[slot % slots] = offset
    } else if (window.slot !== slot) turn(window, slot)
    return window
  }

  return {
    observe(device, differenceMs, at, live) {
      const window = windowOf(device, at)
      if (!live && window.offset === Infinity) return
      const index = window.slot % slots
      if (differenceMs < (window.least[index] as number)) window.least[index] = differenceMs
      if (differenceMs < window.offset) window.offset = differenceMs
    },
    of(device) {
      const offset = windows.get(device)?.offset ?? before(device)
      return offset === null || offset === Infinity ? null : offset
    },
  }
}

/** Lets old slots go. After an hour of silence the last offset holds for another hour: what comes first is a backlog. */
function turn(window: Window, slot: number): void {
  const passed = slot - window.slot
  const forgotten = passed < 0 ? slots : Math.min(passed, slots)
  for (let i = 0; i < forgotten; i++) window.least[(slot - i) % slots] = Infinity
  window.slot = slot
  const least = Math.min(...window.least)
  if (least === Infinity) window.least[slot % slots] = window.offset
  else window.offset = least
}
