// Small mathematics that the behaviours share: curves of a day, first-order lag, rounding as sensors do.

/** A value at an hour of the day from 24 hourly values, straight lines between them, round midnight. */
export function curve(hours: readonly number[], hour: number): number {
  const whole = Math.floor(hour) % 24
  const from = hours[whole]!
  return from + (hours[(whole + 1) % 24]! - from) * (hour - Math.floor(hour))
}

/** Where a first-order lag stands after `dt` on its way to `target`; exact for any `dt` (same unit as `tau`). */
export const lag = (value: number, target: number, dt: number, tau: number): number =>
  target + (value - target) * Math.exp(-dt / tau)

export const round = (value: number, decimals: number): number => Number(value.toFixed(decimals))
export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
