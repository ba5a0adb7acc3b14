// Where a tap and the live reads around it stand on a small time line, 200 wide. Pure.
export type BoundsDrawing = { from: number; to: number; at: number; isOutside: boolean }

const [left, right] = [12, 188]

/** @param after @param before epoch ms of the live reads around it; null where nothing bounds that side */
export function boundsDrawing(at: number, after: number | null, before: number | null): BoundsDrawing {
  const known = [at, ...(after === null ? [] : [after]), ...(before === null ? [] : [before])]
  const air = (Math.max(...known) - Math.min(...known)) * 0.25 || 60_000
  const low = Math.min(...known) - (after === null ? air : 0)
  const high = Math.max(...known) + (before === null ? air : 0)
  const x = (time: number) => Math.round(left + ((time - low) / (high - low)) * (right - left))
  return {
    from: x(after ?? low),
    to: x(before ?? high),
    at: x(at),
    isOutside: (after !== null && at < after) || (before !== null && at > before),
  }
}
