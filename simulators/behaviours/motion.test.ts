import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { during, passes, planRun } from './motion.ts'

const limits = { speed: 2.5, acceleration: 0.8, jerk: 0.9 }
const height = fc.double({ min: -6, max: 78, noNaN: true })

describe('a run of a lift car', () => {
  it('starts and ends at rest where it should', () => {
    fc.assert(
      fc.property(height, height, (from, to) => {
        const run = planRun(from, to, limits)
        const begin = during(run, 0)
        expect(begin.position).toBeCloseTo(from, 6)
        expect(begin.speed).toBeCloseTo(0, 6)
        const end = during(run, run.duration)
        expect(end.position).toBeCloseTo(to, 6)
        expect(end.speed).toBeCloseTo(0, 6)
      }),
    )
  })

  it('keeps the limits of speed, acceleration and jerk all the way, for short runs too', () => {
    fc.assert(
      fc.property(height, height, (from, to) => {
        const run = planRun(from, to, limits)
        const dt = 0.01
        let [before, accelerated] = [0, 0]
        for (let t = dt; t < run.duration; t += dt) {
          const { speed } = during(run, t)
          const acceleration = (speed - before) / dt
          expect(speed).toBeLessThanOrEqual(limits.speed + 1e-9)
          expect(Math.abs(acceleration)).toBeLessThanOrEqual(limits.acceleration + 1e-6)
          expect(Math.abs(acceleration - accelerated) / dt).toBeLessThanOrEqual(limits.jerk + 1e-4)
          ;[before, accelerated] = [speed, acceleration]
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has a position that is the integral of its speed', () => {
    const run = planRun(0, 40, limits)
    let way = 0
    const dt = 0.001
    for (let t = dt / 2; t < run.duration; t += dt) way += during(run, t).speed * dt
    expect(way).toBeCloseTo(40, 4)
  })

  it('knows when it passes a place', () => {
    const run = planRun(60, 3, limits)
    expect(during(run, passes(run, 34.5)).position).toBeCloseTo(34.5, 6)
  })
})
