import { expect, test } from 'vitest'
import { CheckItem } from '../contracts/policy.ts'
import { mediaOf } from './ticket-media.ts'

const at = '2026-11-23T06:00:00.000Z'
const entry = (type: string, data: Record<string, unknown>) => ({ at, type, by: 'li', data })
const label = { 'zh-CN': '断电挂牌', en: 'Lock-out' }
const checks = [{ item: CheckItem.parse({ id: 'lock', label }), ok: true, answer: null, by: 'li', at }]

test('everything that was photographed or said stands once, with what it was taken for', () => {
  const timeline = [
    entry('reported', { photos: ['photo-a'] }),
    entry('found', { photos: ['photo-b'], voice: 'voice-a' }),
    entry('checked', {
      items: [
        { id: 'lock', ok: true, photos: ['photo-c'] },
        { id: 'gone', ok: true, photos: ['photo-d'] },
      ],
    }),
    entry('finished', { photos: ['photo-c', 'photo-e'] }),
  ]
  const found = mediaOf({ timeline, checks }).map(({ file, kind, check, entry: { type } }) => [file, kind, check, type])
  expect(found).toEqual([
    ['photo-a', 'photo', null, 'reported'],
    ['photo-b', 'photo', null, 'found'],
    ['voice-a', 'voice', null, 'found'],
    ['photo-c', 'photo', label, 'checked'],
    ['photo-d', 'photo', null, 'checked'],
    ['photo-e', 'photo', null, 'finished'],
  ])
})

test('entries of older times that hold something else show nothing', () => {
  expect(
    mediaOf({
      timeline: [entry('x', { photos: 'no', voice: null, items: 7 }), entry('y', { photos: [7, ''] })],
      checks,
    }),
  ).toEqual([])
})
