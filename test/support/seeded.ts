// Chance that can be had again: a small generator, and the seed of a run, which is printed.

/** Numbers from 0 to 1, the same ones for the same seed; those of neighbouring seeds have nothing in common. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}

/** The seed of this run: `WK_TEST_SEED`, or one that is drawn and told. */
export function seedOfRun(): number {
  const seed = Number(process.env.WK_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32))
  console.log(`WK_TEST_SEED=${seed}`)
  return seed
}
