// First-out groups and floods over small lists of incidents.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Incident } from '../contracts/incident.ts'
import { foldIncidents, isFlood, raisedLately } from './flood.ts'

const start = Date.parse('2026-11-23T06:00:00.000Z')
const iso = (second: number) => new Date(start + second * 1000).toISOString()

const devices = new Map([
  ['panel', { parent: null, group: null }],
  ['gateway', { parent: null, group: null }],
  ['pump-1', { parent: 'gateway', group: 'pumps' }],
  ['pump-2', { parent: null, group: 'pumps' }],
  ['fan', { parent: 'gateway', group: null }],
  ['lift', { parent: null, group: null }],
])

const incident = (id: string, device: string | null, second: number, over: Partial<Incident> = {}): Incident => ({
  ...{ id, rule: `rule-${id}`, subject: { type: 'device', id: device ?? id }, device, site: 'hq' },
  ...{ title: { 'zh-CN': id, en: id }, priority: 3, lifeSafety: false, active: true },
  ...{ acknowledged: false, acknowledgedBy: null, acknowledgedAt: null, shelvedUntil: null, latched: false },
  ...{ historic: false, drill: false, service: false, silent: false, openedAt: iso(second), raisedAt: iso(second) },
  ...{ clearedAt: null, closedAt: null, outcome: null, trips: 1, evidence: {}, assignee: null, ticket: null },
  ...{ version: 1, timeline: [] },
  ...over,
})
const folded = (...incidents: Incident[]) =>
  foldIncidents(incidents, devices).map(({ first, folded }) => [first.id, ...folded.map((each) => each.id)].join(' '))

describe('first-out', () => {
  test('the first of a device is first-out, however they are listed', () => {
    expect(folded(incident('b', 'lift', 20), incident('c', 'lift', 60), incident('a', 'lift', 0))).toEqual(['a b c'])
  })

  test('a minute later it is a new thing, counted from the first', () => {
    expect(folded(incident('a', 'lift', 0), incident('b', 'lift', 59), incident('c', 'lift', 61))).toEqual(['a b', 'c'])
  })

  test('parent, children, siblings and linked groups belong together; others do not', () => {
    expect(folded(incident('a', 'gateway', 0), incident('b', 'fan', 5), incident('c', 'lift', 6))).toEqual(['a b', 'c'])
    expect(folded(incident('a', 'fan', 0), incident('b', 'gateway', 5))).toEqual(['a b'])
    expect(folded(incident('a', 'fan', 0), incident('b', 'pump-1', 5))).toEqual(['a b'])
    expect(folded(incident('a', 'pump-1', 0), incident('b', 'pump-2', 5))).toEqual(['a b'])
    expect(folded(incident('a', 'fan', 0), incident('b', 'pump-2', 5))).toEqual(['a', 'b'])
  })

  test('what is more urgent than the first stands by itself, and what follows still folds under the first', () => {
    const list = [incident('a', 'lift', 0), incident('b', 'lift', 5, { priority: 2 }), incident('c', 'lift', 9)]
    expect(folded(...list)).toEqual(['a c', 'b'])
    expect(folded(incident('a', 'lift', 0, { priority: 2 }), incident('b', 'lift', 5, { priority: 2 }))).toEqual([
      'a b',
    ])
  })

  test('life safety is never folded: every fire point stands by itself', () => {
    const fire = { priority: 1, lifeSafety: true } as const
    expect(folded(incident('a', 'panel', 0, fire), incident('b', 'panel', 5, fire), incident('c', 'panel', 6))).toEqual(
      ['a c', 'b'],
    )
  })

  test('what has no device, or one that nobody knows, folds under nothing foreign', () => {
    expect(folded(incident('a', null, 0), incident('b', null, 1))).toEqual(['a', 'b'])
    expect(folded(incident('a', '__proto__', 0), incident('b', '__proto__', 1), incident('c', 'x', 1))).toEqual([
      'a b',
      'c',
    ])
  })

  test('nothing is dropped or doubled, no life safety is folded, nobody folds under something less urgent', () => {
    const some = fc.record({
      device: fc.constantFrom('panel', 'gateway', 'pump-1', 'pump-2', 'fan', 'lift', null),
      second: fc.integer({ min: 0, max: 300 }),
      priority: fc.constantFrom(1, 2, 3, 4),
      lifeSafety: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), (list) => {
        const incidents = list.map(({ device, second, priority, lifeSafety }, n) =>
          incident(`i-${n}`, device, second, { priority: priority, lifeSafety }),
        )
        const groups = foldIncidents(incidents, devices)
        const all = groups.flatMap(({ first, folded }) => [first.id, ...folded.map((each) => each.id)])
        expect(all.toSorted()).toEqual(incidents.map((each) => each.id).toSorted())
        for (const { first, folded } of groups) {
          for (const each of folded) {
            expect(each.lifeSafety).toBe(false)
            expect(each.priority).toBeGreaterThanOrEqual(first.priority)
            const later = Date.parse(each.openedAt) - Date.parse(first.openedAt)
            expect(later >= 0 && later <= 60_000).toBe(true)
          }
        }
      }),
    )
  })
})

describe('a flood', () => {
  const burst = (n: number, over: Partial<Incident> = {}) =>
    [...Array(n).keys()].map((second) => incident(`i-${second}`, 'lift', second, over))

  test('is more than ten new incidents in ten minutes', () => {
    expect(isFlood(burst(10), start + 60_000)).toBe(false)
    expect(isFlood(burst(11), start + 60_000)).toBe(true)
  })

  test('is over when the ten minutes have passed, counted from the raising, not the opening', () => {
    expect(isFlood(burst(11), start + 600_000)).toBe(false)
    expect(raisedLately(burst(11), start + 605_000)).toBe(5)
    const late = burst(11, { openedAt: iso(-7200) })
    expect(isFlood(late, start + 60_000)).toBe(true)
  })

  test('historic ones do not count, nor those of the future', () => {
    expect(raisedLately(burst(11, { historic: true }), start + 60_000)).toBe(0)
    expect(raisedLately(burst(11), start + 4500)).toBe(5)
  })
})

test('of ten thousand incidents none is dropped', () => {
  const many = [...Array(10_000).keys()].map((n) => incident(`i-${n}`, `d-${n % 500}`, n / 20))
  const groups = foldIncidents(many, new Map())
  expect(groups.length).toBeGreaterThanOrEqual(500)
  expect(groups.reduce((sum, { folded }) => sum + 1 + folded.length, 0)).toBe(10_000)
})
