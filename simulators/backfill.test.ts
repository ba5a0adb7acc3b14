import { describe, expect, it } from 'vitest'
import { TelemetryPayload } from '../core/contracts/reading.ts'
import type { Kind } from '../core/contracts/kind.ts'
import type { Metric } from '../core/contracts/metric.ts'
import { shippedKinds } from '../core/kinds/shipped.ts'
import { history } from './backfill.ts'
import { demoEstate as estate } from './estate.ts'

const until = Date.parse('2026-11-23T06:02:30Z')
const messages = [...history({ estate, seed: 1, days: 2, until })]
type Item = { ts: number; seq: number; metrics: Record<string, unknown> }
const items = (device: string) =>
  messages.filter((message) => message.device === device).flatMap(({ payload }) => payload as Item[])

describe('the history that fills the charts', () => {
  it('has a reading of every device every five minutes, whole arrays of valid readings', () => {
    for (const { id } of estate.devices) {
      const times = items(id).map(({ ts }) => ts)
      expect(times).toHaveLength(2 * 288)
      expect(times.every((ts, i) => i === 0 || ts - times[i - 1]! === 300_000)).toBe(true)
      expect(times.at(-1)).toBeLessThan(until)
    }
    for (const { payload } of messages) {
      for (const item of payload as Item[]) TelemetryPayload.parse(item)
      expect(JSON.stringify(payload).length).toBeLessThan(200_000)
    }
  })

  it('is the same when it is asked for again, so that a second one only repeats', () => {
    const again = [...history({ estate, seed: 1, days: 2, until: until + 60_000 })]
    expect(again.map(({ payload }) => payload)).toEqual(messages.map(({ payload }) => payload))
  })

  it('counts upwards', () => {
    for (const { id } of estate.devices)
      for (const name of ['trips_total', 'starts_total', 'runtime_h', 'energy_kwh', 'passages_total']) {
        const values = items(id).flatMap(({ metrics }) => (metrics[name] as number | undefined) ?? [])
        expect(values.every((value, i) => i === 0 || value >= values[i - 1]!)).toBe(true)
      }
  })

  it('says only what the kinds declare, in their words, within the normal bands', () => {
    const kinds = new Map<string, Kind>(shippedKinds.map((kind) => [kind.id, kind]))
    for (const device of estate.devices) {
      const kind = kinds.get(device.kind)!
      const declared = new Map(kind.metrics.map((metric) => [metric.name, metric]))
      const faults = items(device.id).flatMap(({ metrics }) =>
        Object.entries(metrics).flatMap(([name, value]) => {
          const metric = declared.get(name)
          const found = metric ? fault(metric, value) : kind.open ? null : 'not declared'
          return found === null ? [] : [`${device.id}.${name} = ${String(value)}: ${found}`]
        }),
      )
      expect(faults).toEqual([])
    }
  })

  it('never shows an open door, which would look as if somebody held it', () => {
    for (const { id } of estate.devices.filter(({ kind }) => kind === 'access_door'))
      expect(items(id).some(({ metrics }) => metrics['open'])).toBe(false)
  })
})

function fault({ type, normal, values }: Metric, value: unknown): string | null {
  if (type === 'number' && typeof value !== 'number') return 'not a number'
  if (type === 'boolean' && typeof value !== 'boolean') return 'not a boolean'
  if (type === 'enum' && !values.some((word) => word.value === value)) return 'not a word of the kind'
  if (type !== 'number' || normal === null) return null
  const [low, high] = normal
  const figure = value as number
  return (low !== null && figure < low) || (high !== null && figure > high) ? 'outside the normal band' : null
}
