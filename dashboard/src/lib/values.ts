// Reading what is known of a device: typed values, how old they are, where they stand in their normal band. Pure.
import type { Device, Latest } from '#core/contracts/device.ts'
import { epoch, milliseconds } from '#core/contracts/instant.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Metric } from '#core/contracts/metric.ts'

/** A number, or null when it is missing or no number. */
export function numberOf(latest: Latest | undefined, metric: string): number | null {
  const value = latest?.metrics[metric]?.value
  return typeof value === 'number' ? value : null
}

/** A word or truth value, or null. */
export function wordOf(latest: Latest | undefined, metric: string): string | null {
  const value = latest?.metrics[metric]?.value
  return typeof value === 'string' ? value : null
}

export const isOn = (latest: Latest | undefined, metric: string): boolean => latest?.metrics[metric]?.value === true

/** Expected milliseconds between two readings of a device. */
export const intervalOf = (device: Pick<Device, 'interval'>, kind: Pick<Kind, 'interval'> | undefined): number =>
  milliseconds(device.interval ?? kind?.interval ?? '30s')

/**
 * How long a device has not been heard, when that is too long: more than two intervals, or the server says so.
 * `null`: it is live. `Infinity`: it was never heard.
 */
export function staleFor(latest: Latest | undefined, intervalMs: number, now: number): number | null {
  const heardAt = epoch(latest?.lastSeen ?? null)
  if (!latest || heardAt === null) return Infinity
  const age = Math.max(0, now - heardAt)
  return latest.presence !== 'online' || age > 2 * intervalMs + 1000 ? age : null
}

/** Whether a value lies outside its normal band. */
export const isOutside = (value: number, normal: Metric['normal']): boolean =>
  normal !== null && ((normal[0] !== null && value < normal[0]) || (normal[1] !== null && value > normal[1]))

/** The limits of a normal band that exist, each once: a count that must be nought has one. */
export const limitsOf = ({ normal }: Pick<Metric, 'normal'>): number[] => [
  ...new Set([normal?.[0] ?? null, normal?.[1] ?? null].filter((limit) => limit !== null)),
]

/** The span that an analog bar or a curve covers: the instrument's range, else the band and the values with some air. */
export function scaleOf(metric: Pick<Metric, 'range' | 'normal'>, values: readonly number[] = []): [number, number] {
  if (metric.range) return metric.range
  const known = [...values, ...limitsOf(metric)]
  if (known.length === 0) return [0, 1]
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const air = (high - low || Math.abs(high) || 1) * 0.15
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air]
}
