// Who is nearest, and which checkpoints prove an arrival: tables of a small estate.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestGuards, sceneOf, spotOf, walk, type Spot } from './nearest-guard.ts'

const spot = (building: string | null, floor: number | null, zone: string | null = null): Spot => ({
  building,
  floor,
  zone,
})
const minute = 60_000
const now = 1_000 * minute

describe('the walk between two places', () => {
  test.each<[string, Spot, Spot, number | null]>([
    ['the same room', spot('b1', 9, 'z'), spot('b1', 9, 'z'), 5],
    ['the same floor', spot('b1', 9, 'z'), spot('b1', 9, 'y'), 15],
    ['eight floors up', spot('b1', 1, 'z'), spot('b1', 9, 'y'), 135],
    ['from the basement to the ground floor: there is no floor 0', spot('b1', -1), spot('b1', 1), 30],
    ['the floor not known', spot('b1', null), spot('b1', 9), 60],
    ['the next building, down and up again', spot('b1', 3), spot('b2', 2), 105],
    ['from outdoors', spot(null, null, 'yard'), spot('b1', 2), 90],
    ['from nowhere', spot(null, null), spot('b1', 2), null],
  ])('%s', (_, a, b, seconds) => {
    expect([walk(a, b), walk(b, a)]).toEqual([seconds, seconds])
  })

  const place = fc.record({
    building: fc.constantFrom('b1', 'b2', null),
    floor: fc.option(fc.integer({ min: -3, max: 30 }).filter((floor) => floor !== 0)),
    zone: fc.constantFrom('z', 'y', null),
  })
  test('is as long back as there, and never nothing', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(walk(a, b)).toBe(walk(b, a))
        expect(walk(a, b) ?? 1).toBeGreaterThan(0)
      }),
    )
  })
})

describe('the nearest guards', () => {
  const guard = (
    user: string,
    where: Spot | null,
    minutes: number | null,
    duty: 'on_post' | 'on_roster' = 'on_post',
  ) => ({
    ...{ user, name: user, phone: null, checkpoint: null, busy: null, duty },
    ...{ spot: where, at: minutes === null ? null : now - minutes * minute },
  })
  const order = (...guards: ReturnType<typeof guard>[]) =>
    nearestGuards(guards, spot('b1', 9, 'z'), now).map(({ user, distance, minutes }) => [user, distance, minutes])

  test('come by distance, as long as the taps are as old', () => {
    const far = guard('far', spot('b2', 1), 1)
    expect(order(far, guard('near', spot('b1', 8), 1), guard('here', spot('b1', 9, 'z'), 1))).toEqual([
      ['here', 5, 1],
      ['near', 30, 1],
      ['far', 180, 1],
    ])
  })

  test('a tap of long ago says little of where somebody is now', () => {
    expect(order(guard('was-here', spot('b1', 9, 'z'), 60), guard('next-door', spot('b2', 1), 2))[0]![0]).toBe(
      'next-door',
    )
  })

  test('who tapped at an unknown place comes after those nearby, who never tapped comes last, on post first', () => {
    const never = [guard('rostered', null, null, 'on_roster'), guard('posted', null, null)]
    const users = order(...never, guard('lost', null, 1), guard('near', spot('b1', 8), 1)).map(([user]) => user)
    expect(users).toEqual(['near', 'lost', 'posted', 'rostered'])
  })

  test('a tap of a clock that runs ahead is not from the future', () => {
    expect(order(guard('ahead', spot('b1', 9, 'z'), -3))).toEqual([['ahead', 5, 0]])
  })
})

describe('the scene', () => {
  const points = [
    { id: 'gate', spot: spot(null, null) },
    { id: 'f1', spot: spot('b1', 1, 'z1') },
    { id: 'f9', spot: spot('b1', 9, 'z9') },
    { id: 'f9-roof', spot: spot('b1', 9, 'roof') },
    { id: 'other', spot: spot('b2', 9, 'o9') },
  ]
  test.each<[string, Spot, string[], string[]]>([
    ['the room, where it has a checkpoint', spot('b1', 9, 'z9'), [], ['f9']],
    ['else the floor', spot('b1', 9, 'z9b'), [], ['f9', 'f9-roof']],
    ['else the building', spot('b1', 5, 'z5'), [], ['f1', 'f9', 'f9-roof']],
    ['what the thing itself names, and its room', spot('b1', 1, 'z1'), ['f9'], ['f9', 'f1']],
    ['what the thing names is enough, where the room has none', spot('b1', 5, 'z5'), ['gate'], ['gate']],
    ['nothing, where nothing is known', spot(null, null), [], []],
    ['and no name of a checkpoint that is gone', spot(null, null), ['gone'], []],
  ])('is %s', (_, scene, named, expected) => {
    expect(sceneOf(scene, named, points)).toEqual(expected)
  })
})

test('a thing stands where its zone is, and its own building counts more', () => {
  const zones = new Map([['z9', { building: 'b1', floor: 9 }]])
  expect(spotOf({ zone: 'z9', building: null }, zones)).toEqual(spot('b1', 9, 'z9'))
  expect(spotOf({ zone: 'z9', building: 'b2' }, zones)).toEqual(spot('b2', 9, 'z9'))
  expect(spotOf({ zone: null, building: 'b2' }, zones)).toEqual(spot('b2', null, null))
})
