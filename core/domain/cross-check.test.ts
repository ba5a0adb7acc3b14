import { describe, expect, test } from 'vitest'
import { iso } from '../contracts/instant.ts'
import type { Tap } from '../contracts/tap.ts'
import {
  flagged,
  isImpossibleWalk,
  isSignReading,
  nearestSign,
  senseTap,
  shortestWalk,
  type Step,
} from './cross-check.ts'
import type { Spot } from './nearest-guard.ts'

const at = Date.UTC(2026, 10, 23, 6)
const second = 1000
const minute = 60 * second
const plain: Pick<Tap, 'at' | 'flags' | 'sensor'> = { at: iso(at), flags: ['scan_spam'], sensor: null }
const facts = { device: 'door-1', signs: [], aliveSince: at - 10 * minute, now: at + 3 * minute }

describe('what the sensor of the room says', () => {
  test.each([
    [-90, 'confirms'],
    [90, 'confirms'],
    [-91, 'contradicts'],
    [91, 'contradicts'],
  ])('a sign %i s from the tap: %s', (seconds, says) => {
    expect(senseTap(plain, { ...facts, signs: [at + seconds * second] }).sensor?.says).toBe(says)
  })

  test.each([
    ['was not heard', { aliveSince: null }],
    ['came back in the middle of the window', { aliveSince: at - 89 * second }],
    ['may still speak', { now: at + 90 * second }],
  ])('a sensor that %s contradicts nobody', (_, more) => {
    expect(senseTap(plain, { ...facts, ...more })).toMatchObject({ flags: ['scan_spam'], sensor: { says: 'unheard' } })
  })

  test('the flag follows what it says, and takes no other flag with it', () => {
    const contradicted = senseTap(plain, facts)
    expect(contradicted.flags).toEqual(['scan_spam', 'sensor_contradicts'])
    const confirmed = senseTap(contradicted, { ...facts, signs: [at - 20 * second, at + 5 * second] })
    expect(confirmed).toMatchObject({ flags: ['scan_spam'], sensor: { says: 'confirms', at: iso(at + 5 * second) } })
    expect(senseTap(confirmed, { ...facts, signs: [at + 5 * second] })).toBe(confirmed)
  })

  test('the nearest sign is the one that is shown', () => {
    expect(nearestSign(at, [at - 60 * second, at + 30 * second, at + 80 * second])).toBe(at + 30 * second)
    expect(nearestSign(at, [])).toBeNull()
  })

  test('a metric is a sign when it comes to its value, not while it stays there', () => {
    const sensor = { sign: { metric: 'open', equals: true } } as const
    expect(isSignReading(sensor, { metrics: { open: true } }, false)).toBe(true)
    expect(isSignReading(sensor, { metrics: { open: true } }, undefined)).toBe(true)
    expect(isSignReading(sensor, { metrics: { open: true } }, true)).toBe(false)
    expect(isSignReading(sensor, { metrics: { open: false } }, true)).toBe(false)
    expect(isSignReading(sensor, { metrics: { locked: true } }, undefined)).toBe(false)
  })
})

describe('the least time of a way', () => {
  const spot = (building: string | null, floor: number | null, zone = 'z'): Spot => ({ building, floor, zone })
  test.each([
    ['within a zone', spot('b1', 1), spot('b1', 1), 5],
    ['one floor up', spot('b1', 1), spot('b1', 2), 8],
    ['from the first basement to the ground floor', spot('b1', -1), spot('b1', 1), 8],
    ['twelve floors, by the lift', spot('b1', 1), spot('b1', 13), 26],
    ['another building', spot('b1', 1), spot('b2', 1), 30],
    ['a floor that nobody knows', spot('b1', 1), spot('b1', null), 5],
    ['a building that nobody knows', spot('b1', 1), spot(null, null), 5],
  ])('%s', (_, a, b, seconds) => {
    expect(shortestWalk(a, b)).toBe(seconds)
    expect(shortestWalk(b, a)).toBe(seconds)
  })

  test('shorter is impossible, exactly so long is not, and the same checkpoint is no walk', () => {
    const from: Step = { checkpoint: 'a', at, spot: spot('b1', 1) }
    const to = (ms: number): Step => ({ checkpoint: 'b', at: at + ms, spot: spot('b2', 1) })
    expect(isImpossibleWalk(from, to(30 * second - 1))).toBe(true)
    expect(isImpossibleWalk(from, to(30 * second))).toBe(false)
    expect(isImpossibleWalk(from, { ...to(0), checkpoint: 'a' })).toBe(false)
  })

  test('a flag that is raised already is not raised twice', () => {
    expect(flagged(plain, 'scan_spam', true)).toBe(plain)
    expect(flagged(plain, 'impossible_walk', false)).toBe(plain)
  })
})
