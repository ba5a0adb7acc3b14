// Truth of conditions: true, false, or null for "not known". The unknown neither raises nor clears.
import type { MetricValue } from '../contracts/metric.ts'
import type { MetricCondition } from '../contracts/rule.ts'
import type { Leaf, RateLeaf, Tree } from './rule-plan.ts'

export type Truth = boolean | null

/** Truth of a tree from the truth of its leaves; unknown parts matter only where the known ones do not decide. */
export function truthOf(tree: Tree, leafTruth: (leaf: Leaf) => Truth): Truth {
  if (tree.type === 'all') return decide(tree.parts, false, leafTruth)
  if (tree.type === 'any') return decide(tree.parts, true, leafTruth)
  if (tree.type === 'not') return negated(truthOf(tree.part, leafTruth))
  return leafTruth(tree)
}

const negated = (truth: Truth): Truth => (truth === null ? null : !truth)

/** `any` is settled by one true part, `all` by one false part. */
function decide(parts: readonly Tree[], settles: boolean, leafTruth: (leaf: Leaf) => Truth): Truth {
  let unknown = false
  for (const part of parts) {
    const truth = truthOf(part, leafTruth)
    if (truth === settles) return settles
    if (truth === null) unknown = true
  }
  return unknown ? null : !settles
}

/**
 * Whether a value is beyond a limit. Strict; one that held goes on holding until the value is at or beyond `clear`.
 * A limit says nothing about what is not a number: unknown.
 */
export function holds(condition: MetricCondition, value: MetricValue, held: boolean): Truth {
  if (condition.equals !== undefined) return value === condition.equals
  if (condition.in !== undefined) return condition.in.includes(value)
  if (typeof value !== 'number') return null
  const { above, below, clear } = condition
  if (above !== undefined) return value > above || (held && clear !== undefined && value > clear)
  return below !== undefined && (value < below || (held && clear !== undefined && value < clear))
}

/** Samples of one metric over a window, oldest first, thinned to a bounded number, and the rate they showed last. */
export type Rate = { samples: [judged: number, value: number][]; rate: number | null }

const mostSamples = 32

/**
 * Takes one more sample. The rate is measured from the youngest sample that is a window old, or from the oldest one
 * once half a window is covered; until then it is unknown.
 */
export function rateAfter(before: Rate | undefined, { window, per }: RateLeaf, judged: number, value: number): Rate {
  const samples = before?.samples ?? []
  const cut = samples.findLastIndex(([at]) => at <= judged - window)
  const kept = samples.filter(([at], i) => i >= cut && at >= judged - 2 * window)
  const [base] = kept
  const rate =
    base && judged - base[0] >= window / 2 && judged > base[0] ? ((value - base[1]) / (judged - base[0])) * per : null
  const last = kept.at(-1)
  const spaced = !last || (judged > last[0] && judged - last[0] >= window / mostSamples)
  return {
    samples: spaced ? [...kept, [judged, value]] : kept,
    rate: rate === null || Number.isFinite(rate) ? rate : null,
  }
}

export function rateHolds({ condition: { rate } }: RateLeaf, measured: number | null): Truth {
  if (measured === null) return null
  return rate.above !== undefined ? measured > rate.above : rate.below !== undefined && measured < rate.below
}
