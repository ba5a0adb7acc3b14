// A variable-speed pump on its curve H(Q), against consumers who draw by pressure. Pressures in MPa, flow in m³/h.

/** Head at rated speed and no flow, and what the pump loses with the square of the flow. */
export type PumpCurve = { ratedHz: number; shutOff: number; droop: number }

/** Head of the pump at a speed and a flow, by the affinity laws; never below zero. */
export const head = ({ ratedHz, shutOff, droop }: PumpCurve, hz: number, flow: number): number =>
  Math.max(0, shutOff * (hz / ratedHz) ** 2 - droop * flow ** 2)

/**
 * Where pump and consumers meet: flow = `draw` · √pressure, pressure = inlet + head. `draw` in m³/h per √MPa.
 * A standing pump passes nothing.
 */
export function operatingPoint(curve: PumpCurve, hz: number, inlet: number, draw: number) {
  const boost = curve.shutOff * (hz / curve.ratedHz) ** 2
  if (boost <= 0) return { pressure: inlet, flow: 0 }
  const pressure = (inlet + boost) / (1 + curve.droop * draw ** 2)
  return { pressure, flow: draw * Math.sqrt(pressure) }
}

/** The speed at which the pump would hold a pressure at this draw, before its limits. */
export function speedFor(curve: PumpCurve, pressure: number, inlet: number, draw: number): number {
  const boost = pressure * (1 + curve.droop * draw ** 2) - inlet
  return curve.ratedHz * Math.sqrt(Math.max(0, boost) / curve.shutOff)
}
