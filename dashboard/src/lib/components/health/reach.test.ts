// What the health page says of telling people is taken from its parts, and nothing where they say nothing.
import { expect, test } from 'vitest'
import { addressOf, deafIn, proofsIn } from './reach.ts'

const of = (part: string, detail: Record<string, unknown>) => ({
  parts: [{ part, ok: true, state: 'ok' as const, since: null, detail }],
})

test('an address is one of the three that are known', () => {
  expect(addressOf(of('address', { url: 'http://h', from: 'here' }))).toEqual({ url: 'http://h', from: 'here' })
  expect(addressOf(of('address', { url: 'http://h', from: 'elsewhere' }))).toBeNull()
  expect(addressOf(of('address', {}))).toBeNull()
  expect(addressOf({ parts: [] })).toBeNull()
})

test('channels and people are none where they are not told', () => {
  expect([proofsIn(of('notices', {})), deafIn(of('people', {}))]).toEqual([[], []])
  expect(deafIn(of('people', { people: [{ user: 'li', name: '李', why: 'none' }] }))).toHaveLength(1)
  expect(proofsIn(of('notices', { proofs: [{ id: 'robot' }] }))).toHaveLength(1)
})
