// A change by a person: what is named changes, the version rises by one, the stale and the idle are told apart.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefusal } from '../contracts/refusal.ts'
import { revise } from './revision.ts'

const thing = { id: 'x', name: 'A', tags: ['duty'], version: 3 }

test('names change, the rest stays, the version rises by one', () => {
  expect(revise(thing, { name: 'B' })).toEqual({ ...thing, name: 'B', version: 4 })
  expect(revise(thing, { name: 'B', version: 3 })).toEqual({ ...thing, name: 'B', version: 4 })
})

test('a stale version is refused, also when nothing would change', () => {
  expect(revise(thing, { name: 'B', version: 2 })).toMatchObject({ refused: 'stale_version' })
  expect(revise(thing, { version: 4 })).toMatchObject({ refused: 'stale_version' })
})

test('what is so already is the very same thing', () => {
  expect(revise(thing, { name: 'A', tags: ['duty'] })).toBe(thing)
  expect(revise(thing, {})).toBe(thing)
})

test('doing it twice is doing it once', () => {
  fc.assert(
    fc.property(fc.record({ name: fc.string(), tags: fc.array(fc.string()) }, { requiredKeys: [] }), (patch) => {
      const once = revise(thing, patch)
      if (isRefusal(once)) throw new Error('refused')
      expect(revise(once, patch)).toBe(once)
      expect(once.version - thing.version).toBe(once === thing ? 0 : 1)
    }),
  )
})
