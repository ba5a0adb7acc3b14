// The name that somebody probably meant: the nearest by edit distance, if it is near at all.

/** The candidate nearest to `word`, or null when none is within a third of its length. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates.map((candidate) => ({ candidate, away: distance(word, candidate) }))
  ranked.sort((a, b) => a.away - b.away)
  const best = ranked[0]
  return best && best.away <= word.length / 3 ? best.candidate : null
}

/** Insertions, deletions and replacements that make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
