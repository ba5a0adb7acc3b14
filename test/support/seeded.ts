// Chance that can be had again: a small generator, and the seed of a run, which is printed.

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The seed of this run: `WK_TEST_SEED`, or one that is drawn and told. */
export function seedOfRun(): number {
  const seed = Number(process.env.WK_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32))
  console.log(`WK_TEST_SEED=${seed}`)
  return seed
}
