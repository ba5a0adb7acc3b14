import { describe, expect, it } from 'vitest'
import { distort, undistorted } from './sensor.ts'

describe('a bad sensor', () => {
  it('says what it is set to, stands still at what it said first, drifts from where it was told to', () => {
    const sensor = undistorted()
    sensor.set = { door: 'open' }
    sensor.held.set('level_m', undefined)
    sensor.drift.set('motor_temp_c', { perMinute: 10, since: 60_000 })
    const truth = { door: 'closed', level_m: 1.2, motor_temp_c: 50, flow_m3h: 30 }
    expect(distort(truth, sensor, 60_000)).toEqual({ ...truth, door: 'open' })
    expect(distort({ ...truth, level_m: 2 }, sensor, 120_000)).toEqual({
      door: 'open',
      level_m: 1.2,
      motor_temp_c: 60,
      flow_m3h: 30,
    })
  })
})
