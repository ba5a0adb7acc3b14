import { describe, expect, test } from 'vitest'
import { Check } from '#core/contracts/checkpoint.ts'
import { fresh, isWhole, isWithin, needsPhoto, numberOf, tapChecks } from './checks.ts'

const check = (more: Partial<Check>): Check => Check.parse({ id: 'hose', name: '水带', ...more })
const photo = { id: 'p-1', type: 'image/jpeg', bytes: new ArrayBuffer(1), sent: false }

describe('an answer to a check', () => {
  test('owes a photo where the check wants one', () => {
    const bad = { ...fresh, ok: false }
    expect(needsPhoto(check({ photo: 'on_fail' }), bad)).toBe(true)
    expect(needsPhoto(check({ photo: 'on_fail' }), { ...fresh, ok: true })).toBe(false)
    expect(needsPhoto(check({ photo: 'never' }), bad)).toBe(false)
    expect(isWhole(check({ photo: 'always' }), { ...fresh, ok: true })).toBe(false)
    expect(isWhole(check({ photo: 'on_fail' }), { ...bad, photos: [photo] })).toBe(true)
  })
  test('cannot be left out', () => {
    expect(isWhole(check({}), fresh)).toBe(false)
    expect(isWhole(check({ type: 'number' }), { ...fresh, ok: true })).toBe(false)
    expect(isWhole(check({ type: 'number' }), { ...fresh, ok: true, value: 0 })).toBe(true)
  })
  test('by number is good at both limits', () => {
    const gauge = check({ type: 'number', min: 0.25, max: 0.4 })
    expect([0.25, 0.4, 0.24, 0.41].map((value) => isWithin(gauge, value))).toEqual([true, true, false, false])
    expect(['0,3', ' 0.3 ', '', 'x', '-'].map(numberOf)).toEqual([0.3, 0.3, null, null, null])
  })
  test('carries what was given and nothing else', () => {
    const items = [
      { check: check({ id: 'a' }), answer: { ...fresh, ok: true } },
      { check: check({ id: 'b', type: 'number' }), answer: { ok: false, value: 0, note: ' 低 ', photos: [photo] } },
    ]
    expect(tapChecks(items)).toEqual([
      { id: 'a', ok: true },
      { id: 'b', ok: false, value: 0, note: '低', photos: ['p-1'] },
    ])
  })
})
