// Chance from a seed: the same seed and the same questions give the same answers on every machine.
export type Random = {
  /** Evenly in [0, 1). */
  next(): number
  between(low: number, high: number): number
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number
  /** Around `mean`; four even draws summed, so it never strays further than 3.5 `spread`. */
  around(mean: number, spread: number): number
  /** Seconds until something that happens `perHour` times an hour happens next; Infinity when it never does. */
  wait(perHour: number): number
}

/** A stream of its own for everybody: name the seed and who asks (`4:b3-lift-2`). */
export function seeded(name: string): Random {
  let state = hash(name)
  const next = (): number => {
    // mulberry32: 32 bits of state are plenty for a demo and fit in one integer.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    around: (mean, spread) => mean + spread * Math.sqrt(3) * (next() + next() + next() + next() - 2),
    wait: (perHour) => (perHour > 0 ? (-Math.log(1 - next()) * 3600) / perHour : Infinity),
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
