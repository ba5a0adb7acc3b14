// When and where a guard on post is asked for a surprise tap. The chance comes in as numbers, so that a day can be replayed.

/** Time for the walk to a surprise tap, and for one that is to bear witness of time, ms. */
export const challengeWithin = 15 * 60_000
export const spotTapWithin = 30 * 60_000
/** One that could not be asked for so long (another call waits, the product was down) is left out. */
const stale = challengeWithin + 5 * 60_000
/** A duty outside every shift is taken to last so long. */
export const usualDuty = 8 * 3_600_000

export type Challenge = { n: number; at: number; checkpoint: string }

/**
 * One challenge in each equal part of a duty, at a time and a place drawn within it. `chance`: two numbers of [0, 1) a
 * challenge. `from` and `until` are epoch ms; the last part ends early enough for its answer.
 */
export function placeChallenges(
  chance: readonly (readonly [when: number, where: number])[],
  span: { from: number; until: number },
  points: readonly string[],
): Challenge[] {
  const length = span.until - challengeWithin - span.from
  if (points.length === 0 || length <= 0) return []
  return chance.map(([when, where], n) => ({
    n,
    at: Math.floor(span.from + ((n + when) * length) / chance.length),
    checkpoint: points[Math.floor(where * points.length)]!,
  }))
}

/** Those that are to be asked now. */
export const challengesDue = (challenges: readonly Challenge[], at: number): Challenge[] =>
  challenges.filter((challenge) => challenge.at <= at && at < challenge.at + stale)
