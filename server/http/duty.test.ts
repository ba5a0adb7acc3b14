// Clocking in and out over HTTP, also late and twice; and the sheet that a phone takes along.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { iso } from '../../core/contracts/instant.ts'
import { minute, openGuarded, type Guarded } from './testing/guarded.ts'
import { at, no, start } from './testing/house.ts'

let guarded: Guarded
beforeEach(async () => void (guarded = await openGuarded()))
afterEach(() => guarded.house.close())

const clockIn = (who: string, id: string, more: object = {}) => guarded.post(who, '/duties', { id, ...more })

describe('clocking in', () => {
  test('is one duty, however often it is sent and from how many phones', async () => {
    const first = await clockIn('li', 'duty-0001')
    expect([first.status, at(first, 'user'), at(first, 'site')]).toEqual([201, 'li', 'hq'])
    expect((await clockIn('li', 'duty-0001')).body).toEqual(first.body)
    expect((await clockIn('li', 'duty-0002')).body).toEqual(first.body)
    expect(guarded.types('duty')).toEqual(['duty.started'])
    expect(no(await clockIn('wang', 'duty-0001'))).toEqual([409, 'id_taken'])
  })

  test('counts from when it was done by a phone whose clock was wrong', async () => {
    // The phone shows eight hours less; it clocked in 40 minutes before it could send.
    const shown = start - 480 * minute
    const late = await clockIn('li', 'duty-0001', { ts: shown - 40 * minute, sentAt: shown })
    expect([at(late, 'startedAt'), at(late, 'startReceivedAt')]).toEqual([iso(start - 40 * minute), iso(start)])
  })

  test('names the own shift, also shortly before it begins', async () => {
    // 14:00 in Shanghai
    const shift = { site: 'hq', name: 'X', people: ['li'] }
    await guarded.post('admin', '/shifts', { ...shift, id: 'late', start: '14:30', end: '22:00' })
    await guarded.post('admin', '/shifts', { ...shift, id: 'early', start: '06:00', end: '14:30', people: ['wang'] })
    expect(at(await clockIn('li', 'duty-0001'), 'shift')).toBe('late')
    expect(at(await clockIn('wang', 'duty-0002'), 'shift')).toBe('early')
    expect(at(await clockIn('desk', 'duty-0003'), 'shift')).toBe('early')
  })

  test('needs a person', async () => {
    expect(no(await clockIn('admin', 'duty-0001'))).toEqual([409, 'person_needed'])
  })
})

describe('clocking out', () => {
  test('keeps both times, and is repeated without effect', async () => {
    await clockIn('li', 'duty-0001')
    guarded.house.clock.at += 60 * minute
    const sent = { ts: start + 50 * minute, sentAt: start + 60 * minute }
    const ended = await guarded.post('li', '/duties/duty-0001/end', sent)
    expect(ended.body).toMatchObject({ endedAt: iso(start + 50 * minute), endReceivedAt: iso(start + 60 * minute) })
    expect((await guarded.post('li', '/duties/duty-0001/end')).body).toEqual(ended.body)
    expect(at(await guarded.get('li', '/duties?open=true'), 'items')).toEqual([])
    expect(at(await clockIn('li', 'duty-0002'), 'id')).toBe('duty-0002')
  })

  test('not before it began, and not by a colleague', async () => {
    await clockIn('li', 'duty-0001')
    const early = { ts: start - minute, sentAt: start }
    expect(no(await guarded.post('li', '/duties/duty-0001/end', early))).toEqual([422, 'duty_end_before_start'])
    expect(no(await guarded.post('wang', '/duties/duty-0001/end'))).toEqual([403, 'forbidden'])
    expect(at(await guarded.post('desk', '/duties/duty-0001/end'), 'endedBy')).toBe('desk')
  })

  test('ends the open duty also by the id of a phone that was answered another one', async () => {
    await clockIn('li', 'duty-0001')
    await clockIn('li', 'duty-0002')
    expect(at(await guarded.post('li', '/duties/duty-0002/end'), 'id')).toBe('duty-0001')
    expect(no(await guarded.post('li', '/duties/duty-0002/end'))).toEqual([404, 'not_found'])
  })

  test('tells which rounds are left unfinished', async () => {
    const stops = [{ checkpoint: 'gate', from: 0, until: 30 }]
    await guarded.post('admin', '/routes', { id: 'night', site: 'hq', name: 'X', stops, guard: 'li' })
    const round = at(await guarded.post('desk', '/rounds', { route: 'night' }), 'id')
    await clockIn('li', 'duty-0001')
    expect(at(await guarded.post('li', '/duties/duty-0001/end'), 'unfinished')).toEqual([round])
  })

  test('that was forgotten happens by itself, and is put right when the phone tells', async () => {
    await clockIn('li', 'duty-0001')
    await guarded.pass(17 * 60 * minute)
    expect(guarded.types('duty')).toEqual(['duty.started'])
    await guarded.pass(61 * minute)
    await guarded.signIn('li')
    expect(at(await guarded.get('li', '/duties'), 'items.0')).toMatchObject({
      endedBy: null,
      endedAt: expect.any(String) as string,
    })
    const told = { ts: start + 8 * 60 * minute, sentAt: guarded.house.clock.at }
    const ended = await guarded.post('li', '/duties/duty-0001/end', told)
    expect(ended.body).toMatchObject({ endedAt: iso(start + 8 * 60 * minute), endedBy: 'li' })
    expect(guarded.types('duty')).toEqual(['duty.started', 'duty.ended', 'duty.corrected'])
  })
})

describe('the sheet', () => {
  test('holds what a phone needs, for the one who asks', async () => {
    const route = { site: 'hq', name: 'X', stops: [{ checkpoint: 'gate', from: 0, until: 30 }] }
    for (const [id, guard] of [
      ['mine', 'li'],
      ['free', null],
      ['other', 'wang'],
    ] as const) {
      await guarded.post('admin', '/routes', { ...route, id, guard })
      await guarded.post('desk', '/rounds', { route: id, startsAt: iso(start + 60 * minute) })
    }
    await guarded.post('desk', '/rounds', { route: 'mine', startsAt: iso(start + 25 * 60 * minute) })
    await clockIn('li', 'duty-0001')
    await guarded.post('desk', '/calls', { type: 'safety', user: 'li' })
    const sheet = await guarded.get('li', '/sheet')
    expect(sheet.body).toMatchObject({
      ...{ site: 'hq', user: 'li', name: 'li', phone: '0571-110', timezone: 'Asia/Shanghai' },
      duty: { id: 'duty-0001' },
      calls: [{ type: 'safety', user: 'li' }],
      errands: [],
    })
    const rounds = at(sheet, 'rounds') as { route: string }[]
    expect(rounds.map(({ route: id }) => id).sort()).toEqual(['free', 'mine'])
    const points = at(sheet, 'points') as { id: string; code: string; place: unknown; uid: unknown; signed: boolean }[]
    expect(points.map(({ id }) => id)).toEqual(['b1-f1', 'b1-f9', 'b2-f1', 'gate'])
    expect(points[1]).toMatchObject({ code: 'FBBBBB', place: { 'zh-CN': '1号楼 9层' }, uid: null, signed: false })
    expect(points[3]!.place).toBeNull()
  })

  test('is sent again only when something has changed', async () => {
    const first = await guarded.get('li', '/sheet')
    const tag = first.headers.get('ETag')!
    guarded.house.clock.at += minute
    const again = await guarded.get('li', '/sheet', { 'If-None-Match': tag })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await guarded.get('wang', '/sheet', { 'If-None-Match': tag })).status).toBe(200)
    await clockIn('li', 'duty-0001')
    expect((await guarded.get('li', '/sheet', { 'If-None-Match': tag })).status).toBe(200)
  })

  test('asks which site where there are several', async () => {
    await guarded.post('admin', '/sites', { id: 'far', name: 'Far' })
    expect(no(await guarded.get('li', '/sheet'))).toEqual([422, 'site_needed'])
    expect(at(await guarded.get('li', '/sheet?site=far'), 'site')).toBe('far')
    expect(no(await guarded.get('li', '/sheet?site=none'))).toEqual([404, 'not_found'])
    await clockIn('li', 'duty-0001', { site: 'hq' })
    expect(at(await guarded.get('li', '/sheet'), 'site')).toBe('hq')
  })
})
