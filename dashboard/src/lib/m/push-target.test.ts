import { describe, expect, test } from 'vitest'
import { pushedOf, whereTo } from './push-target.ts'

const origin = 'https://watch.example'

describe('a message to a phone', () => {
  test('says what it carries', () => {
    const said = { key: 'k', title: '过载停机', text: 'B1 泵房', link: '/tickets/t-1', priority: 2, purpose: 'notice' }
    expect(pushedOf(JSON.stringify(said))).toEqual({
      ...{
        key: 'k',
        title: '过载停机',
        text: 'B1 泵房',
        link: '/tickets/t-1',
        urgent: true,
        isTest: false,
        isDaily: false,
      },
      ticket: null,
    })
    expect(pushedOf(JSON.stringify({ ...said, priority: 3, purpose: 'test' }))).toMatchObject({
      ...{ urgent: false, isTest: true },
    })
    expect(pushedOf(JSON.stringify({ ...said, purpose: 'heartbeat' }))).toMatchObject({ isTest: false, isDaily: true })
  })
  test.each<[unknown, string | null]>([
    [{ type: 'ticket', id: 't-1' }, 't-1'],
    [{ type: 'ticket', id: '../users' }, null],
    [{ type: 'incident', id: 'i-1' }, null],
    ['t-1', null],
    [null, null],
  ])('about %j it is about the ticket %s', (about, ticket) => {
    expect(pushedOf(JSON.stringify({ key: 'k', title: 'a', about }))?.ticket).toBe(ticket)
  })
  test.each(['', 'x', '[]', 'null', '{}', '{"title":"a"}', '{"key":"k","title":7}'])(
    'is nothing of ours: %s',
    (data) => {
      expect(pushedOf(data)).toBeNull()
    },
  )
})

describe('a press on it', () => {
  test.each([
    ['https://watch.example/tickets/t-1', 'technician', '/m/tickets/t-1'],
    ['/m/tickets/t-1', 'technician', '/m/tickets/t-1'],
    ['https://watch.example/incidents/i-1', 'technician', '/m/tickets'],
    ['https://watch.example/m/phone', 'technician', '/m/phone'],
    ['https://watch.example/incidents/i-1', 'guard', '/m'],
    ['https://watch.example/m/phone', 'guard', '/m/phone'],
    ['https://watch.example/incidents/i-1', 'operator', '/incidents/i-1'],
    ['/tickets/t-1', undefined, '/tickets/t-1'],
  ] as const)('on %s by a %s leads to %s', (link, role, path) => {
    expect(whereTo(link, role, origin)).toBe(path)
  })
  test.each(['https://evil.example/tickets/t-1', 'javascript:alert(1)', '//evil.example/m/phone', 'http://[', ''])(
    'never leaves the house: %s',
    (link) => {
      for (const role of ['technician', 'guard', 'operator'] as const)
        expect(['/', '/m', '/m/tickets']).toContain(whereTo(link, role, origin))
    },
  )
})
