// The points of a curve, and where it must break: what was not measured is not drawn. Pure.

/** `value` null breaks the curve. */
export type Sample = { at: number; value: number | null }

/** Older history may have a resolution of five minutes: a longer silence is a gap. */
export const bridgeMs = 6 * 60_000

/** Measured samples, oldest first, with a null between two that lie further apart than `bridge`. */
export function withGaps(samples: readonly Sample[], bridge = bridgeMs): Sample[] {
  const measured = samples.filter((sample) => sample.value !== null)
  return measured.flatMap((sample, i) => {
    const before = measured[i - 1]
    return before && sample.at - before.at > bridge ? [{ at: before.at + 1, value: null }, sample] : [sample]
  })
}
