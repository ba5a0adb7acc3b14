// What one line of the bench says, and how medians are made.
export type Line = {
  id: number
  name: string
  /** A ratio against the side it names in `detail`, or a value with its unit. */
  ratio?: number
  value?: number
  unit: string
  target: string
  ok: boolean
  detail: string
}

export type Figure = { id: number; name: string; run(report: (words: string) => void): Promise<Line[]> }

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** The value below which a share of all lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))
