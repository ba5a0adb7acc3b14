// Calls to guards and cries for help over HTTP, with the rules that listen and the time that runs out.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { iso } from '../../core/contracts/instant.ts'
import type { Incident } from '../../core/contracts/incident.ts'
import { minute, openGuarded, type Guarded } from './testing/guarded.ts'
import { at, no, start, word } from './testing/house.ts'

let guarded: Guarded
beforeEach(async () => void (guarded = await openGuarded()))
afterEach(() => guarded.house.close())

const call = (more: object = {}) => guarded.post('desk', '/calls', { type: 'safety', user: 'li', ...more })
const stateOf = async (id: string) =>
  (at(await guarded.get('desk', '/calls'), 'items') as { id: string; state: string }[]).find((one) => one.id === id)!
const incidents = async () => at(await guarded.get('desk', '/incidents'), 'items') as Incident[]
const tap = (who: string, code: string, more: object = {}) =>
  guarded.post(who, '/taps', { id: `tap-${who}-${code}-${guarded.house.clock.at}`, code, ...more })

describe('a safety call', () => {
  test('is answered by one key, once, by the one who was called', async () => {
    const made = await call()
    expect(made.body).toMatchObject({ state: 'waiting', by: 'desk', at: iso(start), dueAt: iso(start + 3 * minute) })
    const id = word(made, 'id')
    expect(no(await guarded.post('wang', `/calls/${id}/answer`))).toEqual([403, 'call_not_yours'])
    await guarded.pass(minute)
    const answered = await guarded.post('li', `/calls/${id}/answer`)
    expect(answered.body).toMatchObject({ state: 'answered', answeredAt: iso(start + minute) })
    expect((await guarded.post('li', `/calls/${id}/answer`)).body).toEqual(answered.body)
    await guarded.pass(5 * minute)
    expect(await incidents()).toEqual([])
    expect(guarded.types('call')).toEqual(['call.made', 'call.answered'])
  })

  test('without an answer is an incident about the guard; a late answer ends it and is written on it', async () => {
    const id = word(await call(), 'id')
    await guarded.pass(3 * minute)
    expect(await incidents()).toEqual([])
    await guarded.pass(1)
    const [raised] = await incidents()
    expect(raised).toMatchObject({
      rule: 'call-unanswered',
      priority: 2,
      subject: { type: 'user', id: 'li' },
      active: true,
    })
    const late = await guarded.post('li', `/calls/${id}/answer`)
    expect(late.body).toMatchObject({ state: 'answered_late' })
    const { timeline, active } = (await guarded.get('desk', `/incidents/${raised!.id}`)).body as Incident
    expect([active, timeline.map(({ type }) => type)]).toEqual([false, ['opened', 'annotated', 'cleared']])
    expect(timeline[1]!.data).toMatchObject({ corrected: 'answered_late', call: id })
  })

  test('is answered by any live tap, and by none from before it', async () => {
    const id = word(await call(), 'id')
    await guarded.pass(1000)
    await tap('li', 'GATEAA', { ts: iso(guarded.house.clock.at - 10 * minute) })
    await tap('wang', 'GATEAA')
    expect((await stateOf(id)).state).toBe('waiting')
    await guarded.pass(1000)
    await tap('li', 'FAAAAA')
    expect(await stateOf(id)).toMatchObject({ state: 'answered', tap: expect.stringContaining('FAAAAA') as string })
  })

  test('is taken back while it waits, and not after', async () => {
    const id = word(await call(), 'id')
    expect(at(await guarded.post('desk', `/calls/${id}/cancel`), 'state')).toBe('cancelled')
    expect(at(await guarded.post('li', `/calls/${id}/answer`), 'state')).toBe('cancelled')
    await guarded.pass(10 * minute)
    expect(await incidents()).toEqual([])
    const other = word(await call(), 'id')
    await guarded.post('li', `/calls/${other}/answer`)
    expect(at(await guarded.post('desk', `/calls/${other}/cancel`), 'state')).toBe('answered')
  })

  test('needs somebody to call, and a time that makes sense', async () => {
    expect(no(await call({ user: 'nobody' }))).toEqual([422, 'unknown_user'])
    expect(no(await call({ within: '5s' }))).toEqual([422, 'invalid'])
    expect(no(await call({ within: '2h' }))).toEqual([422, 'invalid'])
    expect(no(await call({ within: 'soon' }))).toEqual([422, 'invalid'])
    expect(no(await call({ checkpoint: 'gate' }))).toEqual([422, 'invalid'])
    expect(no(await call({ type: 'challenge' }))).toEqual([422, 'invalid'])
    expect(no(await call({ type: 'challenge', checkpoint: 'none' }))).toEqual([422, 'unknown_reference'])
  })
})

describe('a challenge', () => {
  const challenge = async () => word(await call({ type: 'challenge', checkpoint: 'b1-f9' }), 'id')

  test('is answered at its checkpoint and nowhere else', async () => {
    const id = await challenge()
    expect(no(await guarded.post('li', `/calls/${id}/answer`))).toEqual([409, 'call_needs_tap'])
    await guarded.pass(minute)
    await tap('li', 'FAAAAA')
    expect((await stateOf(id)).state).toBe('waiting')
    await tap('li', 'FBBBBB')
    expect((await stateOf(id)).state).toBe('answered')
  })

  test('that ran out is put right by a tap that was read in time and came late', async () => {
    const id = await challenge()
    await guarded.pass(4 * minute)
    const [raised] = await incidents()
    expect(raised).toMatchObject({ rule: 'challenge-unanswered', priority: 3, active: true })
    await tap('li', 'FBBBBB', { ts: iso(start + 2 * minute) })
    expect(await stateOf(id)).toMatchObject({ state: 'answered_late', answeredAt: iso(start + 2 * minute) })
    expect((await incidents())[0]).toMatchObject({ active: false })
  })
})

describe('a cry for help', () => {
  const cry = (id: string, more: object = {}, who = 'li') => guarded.post(who, '/sos', { id, ...more })

  test('is a life-safety incident with the last checkpoint and the number; the same cry is the same incident', async () => {
    await tap('li', 'FBBBBB')
    guarded.house.clock.at += minute
    const heard = await cry('sos-00001', { text: '被困' })
    const [incident] = await incidents()
    expect(heard.body).toEqual({ incident: incident!.id })
    expect(incident).toMatchObject({
      ...{ rule: 'sos', priority: 1, lifeSafety: true, latched: true, title: { 'zh-CN': '求救' }, trips: 1 },
      ...{ subject: { type: 'user', id: 'li' }, site: 'hq' },
      evidence: { checkpoint: 'b1-f9', seenAt: iso(start), text: '被困' },
    })
    expect((await cry('sos-00001')).body).toEqual(heard.body)
    expect((await incidents())[0]!.trips).toBe(1)
    expect((await cry('sos-00002')).body).toEqual(heard.body)
    expect((await cry('sos-00002')).body).toEqual(heard.body)
    expect((await incidents()).map(({ trips }) => trips)).toEqual([2])
    expect((await cry('sos-00001', {}, 'wang')).body).not.toEqual(heard.body)
  })

  test('is heard whatever the clock of the phone shows', async () => {
    for (const [n, ts] of [0, '1999-01-01', start + 400 * 86_400_000].entries()) {
      expect((await cry(`sos-clock-${n}`, { ts })).status).toBe(200)
      expect((await incidents())[0]).toMatchObject({ openedAt: iso(start), historic: false, active: true })
    }
    await cry('sos-clock-9', { ts: start - 480 * minute, sentAt: start - 479 * minute }, 'wang')
    expect((await incidents()).find(({ subject }) => subject.id === 'wang')!.evidence.pressedAt).toBe(
      iso(start - minute),
    )
  })

  test('ends only by the operator, and can be raised again', async () => {
    const id = word(await cry('sos-00001'), 'incident')
    await guarded.pass(60 * minute)
    const act = (action: string, body: object = {}) => guarded.post('desk', `/incidents/${id}/${action}`, body)
    await act('acknowledge')
    expect(no(await act('close', { outcome: 'real' }))).toEqual([409, 'incident_not_cleared'])
    await act('reset')
    expect(no(await act('close'))).toEqual([409, 'outcome_required'])
    expect((await act('close', { outcome: 'real' })).status).toBe(200)
    expect(word(await cry('sos-00002'), 'incident')).not.toBe(id)
  })

  test('is explained to those who see where people are', async () => {
    const explain = async (token: string, user: string) =>
      (await guarded.house.api('GET', `/rules/sos/explain?subject=user:${user}`, { token })).status
    guarded.house.deps.pipeline.explain = (rule, subject, now) => guarded.explain(rule, subject, now)
    const [desk, viewer] = [await guarded.house.token('operator'), await guarded.house.token('viewer')]
    expect([await explain(desk, 'li'), await explain(desk, 'nobody'), await explain(viewer, 'li')]).toEqual([
      200, 404, 404,
    ])
  })

  test('says so when nothing listens, so that the guard phones', async () => {
    const gone = await guarded.house.api('DELETE', '/rules/sos', { token: await guarded.house.token('admin') })
    expect(gone.status).toBe(204)
    expect(no(await cry('sos-00001'))).toEqual([503, 'sos_off'])
  })
})
