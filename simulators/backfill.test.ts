import { describe, expect, it } from 'vitest'
import { TelemetryPayload } from '../core/contracts/reading.ts'
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
})
