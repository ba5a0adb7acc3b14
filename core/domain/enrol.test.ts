// What a presented tag may be used for, and what gives way to it only after a yes.
import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '../contracts/checkpoint.ts'
import { enrol, faultOfRead, faultOfUid } from './enrol.ts'

const uid = '04DE5F1EACC040'
const point = (id: string, tag: Checkpoint['tag'] = null): Checkpoint => ({
  ...{ id, site: 'hq', name: { 'zh-CN': `点 ${id}`, en: `Point ${id}` }, zone: null, building: null, key: false },
  ...{ tag, checks: [], twoRoles: false, sensor: null, code: 'ABCDEF', version: 3 },
})
const plain = { type: 'uid', uid } as const
const signed = { type: 'ntag424', uid } as const
const other = { type: 'uid', uid: '04000000000001' } as const
const binding = { uid, replace: false }

describe('hanging a tag', () => {
  test('at a free checkpoint asks for nothing', () => {
    expect(enrol(point('a'), null, binding, 'en')).toMatchObject({
      ...{ next: { tag: plain, version: 4 }, freed: null, keepsKeys: false },
    })
    expect(enrol(point('a'), null, { ...binding, batch: 'b-1' }, 'en')).toMatchObject({
      next: { tag: { type: 'ntag424', uid, batch: 'b-1' } },
    })
  })
  test('again changes nothing', () => {
    const at = point('a', plain)
    expect(enrol(at, at, binding, 'en')).toMatchObject({ next: at })
    expect((enrol(at, at, binding, 'en') as { next: Checkpoint }).next).toBe(at)
  })
  test('in the place of another one wants a yes', () => {
    expect(enrol(point('a', other), null, binding, 'en')).toEqual({ refused: 'tag_kept', params: { uid: other.uid } })
    expect(enrol(point('a', other), null, { ...binding, replace: true }, 'en')).toMatchObject({ next: { tag: plain } })
  })
  test('that hangs elsewhere wants a yes and leaves that place', () => {
    const holder = point('b', plain)
    expect(enrol(point('a'), holder, binding, 'en')).toEqual({ refused: 'tag_elsewhere', params: { name: 'Point b' } })
    expect(enrol(point('a'), holder, { ...binding, replace: true }, 'en')).toMatchObject({
      ...{ next: { id: 'a', tag: plain, version: 4 }, freed: { id: 'b', tag: null, version: 4 } },
    })
  })
  test('that hangs elsewhere in the place of another one names both', () => {
    expect(enrol(point('a', other), point('b', plain), binding, 'zh-CN')).toEqual({
      ...{ refused: 'tag_kept_elsewhere', params: { uid: other.uid, name: '点 b' } },
    })
  })
  test('that is known as signed does not become a plain one when only its UID was read', () => {
    const holder = point('b', signed)
    const moved = enrol(point('a'), holder, { ...binding, replace: true }, 'en')
    expect(moved).toMatchObject({ next: { tag: signed }, keepsKeys: true })
    const again = { ...binding, batch: 'b-1', replace: true }
    expect(enrol(point('a'), holder, again, 'en')).toMatchObject({ next: { tag: { batch: 'b-1' } }, keepsKeys: false })
  })
  test('of a plain tag that turns out to be signed needs no yes: it is the same tag', () => {
    const at = point('a', plain)
    expect(enrol(at, at, { ...binding, batch: 'b-1' }, 'en')).toMatchObject({ next: { tag: { batch: 'b-1' } } })
  })
  test('at a checkpoint that somebody changed meanwhile is refused', () => {
    expect(enrol(point('a'), null, { ...binding, version: 2 }, 'en')).toMatchObject({ refused: 'stale_version' })
  })
})

describe('a signed read', () => {
  const read = { uid, serial: null, spent: null, by: 'lead' }
  test.each([
    ['fresh', {}, null],
    ['presented before by the same person', { spent: { how: 'presented', by: 'lead' } }, null],
    ['presented before by another', { spent: { how: 'presented', by: 'else' } }, 'replayed'],
    ['tapped before, be it by himself', { spent: { how: 'tap', by: 'lead' } }, 'replayed'],
    ['whose tag is the one that was read', { serial: uid }, null],
    ['whose tag gives a random number', { serial: '08A1B2C3' }, null],
    ['on another tag', { serial: other.uid }, 'copied_url'],
  ] as const)('%s', (_, more, fault) => {
    expect(faultOfRead({ ...read, ...more })).toBe(fault)
  })
})

test('a UID alone is enough for a plain tag of 7 bytes', () => {
  expect(faultOfUid(uid, null)).toBeNull()
  expect(faultOfUid(uid, point('a', plain))).toBeNull()
  expect(faultOfUid(uid, point('a', signed))).toBe('signed_tag_needs_signature')
  expect(faultOfUid('04DE5F1E', null)).toBe('uid_length')
})
