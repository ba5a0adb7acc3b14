import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '#core/contracts/checkpoint.ts'
import type { TagRead } from '#core/contracts/tag-read.ts'
import { byNeed, found, standing, trial } from './points.ts'

const uid = '04DE5F1EACC040'
const point = (id: string, tag: Checkpoint['tag'] = null): Checkpoint => ({
  ...{ id, site: 'hq', name: { 'zh-CN': `配电房 ${id}`, en: `Switch room ${id}` }, zone: null, building: null },
  ...{ key: false, tag, checks: [], twoRoles: false, sensor: null, code: 'ABC234', version: 1 },
})
const points = [point('cp-1'), point('cp-2', { type: 'uid', uid })]
const read = (more: Partial<TagRead>): TagRead => ({
  ...{ proof: 'signed', uid, counter: 5, batch: null, tampered: false, reason: null },
  ...{ checkpoint: { id: 'cp-1', site: 'hq', name: points[0]!.name }, ...more },
})

describe('a checkpoint is found', () => {
  test.each([
    ['', ['cp-1', 'cp-2']],
    ['配电房CP-2', ['cp-2']],
    ['switch ROOM', ['cp-1', 'cp-2']],
    ['abc 234', ['cp-1', 'cp-2']],
    ['04:de:5f:1e:ac:c0:40', ['cp-2']],
    ['cp1', ['cp-1']],
    ['没有', []],
  ])('by “%s”', (typed, ids) => {
    expect(found(points, typed).map(({ id }) => id)).toEqual(ids)
  })
})

test('those without a tag come apart', () => {
  expect(byNeed(points)).toEqual({ without: [points[0]], tagged: [points[1]] })
})

test('a good tag hangs nowhere, here or elsewhere', () => {
  expect(standing(read({ checkpoint: null }), points[0]!)).toBe('free')
  expect(standing(read({}), points[0]!)).toBe('here')
  expect(standing(read({}), points[1]!)).toBe('elsewhere')
})

describe('the second read', () => {
  test.each<[string, Partial<TagRead>, string]>([
    ['of a signed tag has a counter of its own', { counter: 6 }, 'works'],
    ['may be the first one once more', {}, 'same_read'],
    ['of a plain tag has none', { proof: 'uid', counter: null }, 'works'],
    ['may be of another tag', { uid: '04000000000001', counter: 6 }, 'other_tag'],
    ['may be of a tag that hangs elsewhere', { counter: 6, checkpoint: null }, 'other_tag'],
    ['may be no good', { reason: 'replayed' }, 'refused'],
  ])('%s', (_, more, says) => {
    expect(trial(read({ counter: 5 }), read(more), points[0]!)).toBe(says)
  })
})
