// Times and durations as plain arithmetic, apart from the schemas so that a screen can use them without carrying zod.

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of a duration (`5s`, `10m`). Throws on text that the schema would have refused. */
export function milliseconds(duration: string): number {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(duration)
  if (!match) throw new TypeError(`not a duration: ${duration}`)
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
}

/** Epoch milliseconds → the API's form: ISO 8601, UTC, milliseconds. */
export const iso = (at: number): string => new Date(at).toISOString()

/** The API's form → epoch milliseconds; `null` stays `null`. */
export function epoch(time: string): number
export function epoch(time: string | null): number | null
export function epoch(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}
