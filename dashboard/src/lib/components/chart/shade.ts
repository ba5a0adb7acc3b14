// Times in which incidents were active, as shades that never lie over one another: a storm must not hide the curve. Pure.
import type { Priority } from '#core/contracts/scalars.ts'

export type Span = { from: number; to: number; priority: Priority }

/** What is shaded, oldest first: at each instant the most urgent priority; neighbours of one priority are one shade. */
export function shadesOf(spans: readonly Span[]): Span[] {
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b)
  const shades: Span[] = []
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1]
    const over = spans.filter((span) => span.from <= from && span.to > from)
    if (to === undefined || over.length === 0) continue
    const priority = Math.min(...over.map((span) => span.priority)) as Priority
    const before = shades.at(-1)
    if (before && before.to === from && before.priority === priority) before.to = to
    else shades.push({ from, to, priority })
  }
  return shades
}
