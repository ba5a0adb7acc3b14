// Ladders, previews, swaps and proposals over HTTP, against a house with a channel and a shift.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LadderPreview } from '../../core/contracts/ladder.ts'
import type { Proposal } from '../../core/contracts/dispatch.ts'
import type { Roster, Swap } from '../../core/contracts/roster.ts'
import { saveClimb } from '../store/climb.ts'
import { beginClimb, tickClimb } from '../../core/domain/climb.ts'
import type { Ladder } from '../../core/contracts/ladder.ts'
import { openHouse, start, type House } from './testing/house.ts'

let house: House
let [lead, admin, desk, guard] = ['', '', '', '']
const ladder = {
  ...{ id: 'hot', name: 'Hot', priorities: [1] },
  steps: [
    { who: { duty: 'operator' } },
    { after: '2m', who: { role: 'supervisor' } },
    { after: '5m', who: { role: 'supervisor' }, does: 'phone' },
  ],
}
const as = (token: string, body?: unknown) => (body === undefined ? { token } : { token, body })

beforeAll(async () => {
  house = await openHouse()
  lead = await house.token('supervisor')
  admin = await house.token('admin')
  desk = await house.token('operator')
  guard = await house.token('guard')
  await house.api('POST', '/sites', as(admin, { id: 'hq', name: 'HQ', timezone: 'Asia/Shanghai' }))
  await house.person('wanglei', 'operator', '', { email: 'wanglei@example.test' })
  await house.person('zhangyu', 'supervisor', '', { phone: '13800000008' })
  await house.person('wangqiang', 'technician', '', { skills: [{ id: 'lift' }] })
  await house.person('zhoufix', 'technician')
  const shift = {
    id: 'day',
    site: 'hq',
    name: 'Day',
    start: '08:00',
    end: '20:00',
    people: ['wanglei', 'wangqiang', 'zhoufix'],
  }
  expect((await house.api('POST', '/shifts', as(lead, shift))).status).toBe(201)
  const config = { type: 'email', host: 'localhost', port: 25, from: 'wk@example.test' }
  expect((await house.api('POST', '/channels', as(admin, { id: 'mail', name: 'Mail', config }))).status).toBe(201)
})
afterAll(() => house.close())

test('a ladder is made, changed with its version, and must end with a telephone', async () => {
  const unsafe = { ...ladder, steps: ladder.steps.slice(0, 2) }
  expect(await house.api('POST', '/ladders', as(lead, unsafe))).toMatchObject({
    status: 422,
    body: { code: 'last_step_phones' },
  })
  expect((await house.api('POST', '/ladders', as(lead, ladder))).status).toBe(201)
  const patched = await house.api('PATCH', '/ladders/hot', as(lead, { name: 'Hotter', version: 1 }))
  expect(patched.body).toMatchObject({ version: 2, name: { en: 'Hotter' } })
  expect((await house.api('PATCH', '/ladders/hot', as(lead, { name: 'X', version: 1 }))).status).toBe(409)
  expect(await house.api('PATCH', '/ladders/hot', as(lead, { steps: unsafe.steps }))).toMatchObject({ status: 422 })
  expect((await house.api('GET', '/ladders', as(desk))).body).toMatchObject({ items: [{ id: 'hot' }] })
})

test('who would be told now of a rule: the people of this hour, their channels, and why nobody', async () => {
  const rule = {
    id: 'r1',
    name: 'R',
    scope: { sites: ['hq'] },
    priority: 1,
    when: { event: 'x' },
    raise: { title: 'T' },
  }
  expect((await house.api('POST', '/rules', as(lead, rule))).status).toBe(201)
  const preview = async () => (await house.api('GET', '/ladders/preview?rule=r1', as(desk))).body as LadderPreview
  const [first, second, third] = (await preview()).steps
  expect(first).toMatchObject({ told: [{ user: 'wanglei', channel: 'mail' }], why: null, afterMs: 0 })
  expect(second).toMatchObject({ told: [], unreached: [{ user: 'zhangyu' }], why: 'no_channel', afterMs: 120_000 })
  expect(third).toMatchObject({
    phones: [{ step: 2, user: 'zhangyu', phone: '13800000008' }],
    why: null,
    afterMs: 420_000,
  })
  house.clock.at = start + 12 * 3_600_000
  expect((await preview()).steps[0]).toMatchObject({ told: [], why: 'nobody_on_duty' })
  house.clock.at = start
  expect((await house.api('GET', '/ladders/preview?rule=none', as(desk))).status).toBe(404)
  expect((await house.api('GET', '/ladders/preview', as(desk))).status).toBe(422)
})

test('the operator ticks a call, and sees whom to phone', async () => {
  const [hot] = ((await house.api('GET', '/ladders', as(desk))).body as { items: Ladder[] }).items
  const of = { type: 'incident', id: 'i-1' } as const
  const begun = beginClimb({ id: 'c-1', site: 'hq', of, ladder: hot!, at: start })
  const reach = () => ({ told: [], unreached: [{ username: 'zhangyu', phone: '1' } as never] })
  const ground = { timezone: 'UTC', waiting: 1, reach, noticeId: (key: string) => key }
  await saveClimb(house.db, tickClimb(begun, start + 3_600_000, ground).next)
  const climbs = (await house.api('GET', '/climbs?of=incident:i-1', as(desk))).body
  expect(climbs).toMatchObject({
    items: [{ state: 'done', phones: [{ step: 2, user: 'zhangyu', name: 'zhangyu', phone: '13800000008' }] }],
  })
  expect((await house.api('POST', '/climbs/c-1/phoned', as(desk, { step: 0, answered: true }))).status).toBe(409)
  const ticked = await house.api('POST', '/climbs/c-1/phoned', as(desk, { step: 2, user: 'zhangyu', answered: true }))
  expect(ticked.status).toBe(200)
  expect((ticked.body as { log: unknown[] }).log.at(-1)).toMatchObject({
    what: 'phoned',
    to: 'zhangyu',
    answered: true,
  })
})

test('a swap is asked, seen as a gap, approved, and on the roster', async () => {
  const roster = async () => (await house.api('GET', '/roster?site=hq', as(guard))).body as Roster
  const tomorrow = { shift: 'day', date: '2026-11-24', from: 'wanglei', to: 'zhangyu' }
  expect((await house.api('POST', '/swaps', as(guard, tomorrow))).status).toBe(403)
  const swap = (await house.api('POST', '/swaps', as(lead, tomorrow))).body as Swap
  const turn = async () => (await roster()).turns.find(({ date }) => date === '2026-11-24')!
  expect((await turn()).gaps).toMatchObject([{ what: 'swap_open', user: 'wanglei' }])
  expect((await house.api('POST', `/swaps/${swap.id}/approve`, as(lead, {}))).status).toBe(200)
  expect((await turn()).people).toContainEqual(expect.objectContaining({ user: 'zhangyu', for: 'wanglei' }))
  expect((await turn()).gaps).toEqual([])
  expect((await house.api('POST', `/swaps/${swap.id}/decline`, as(lead, {}))).status).toBe(409)
})

test('the proposal names who is on duty with the skill, with reasons', async () => {
  const kind = { id: 'elevator', name: 'Lift', metrics: [] }
  await house.api('POST', '/kinds', as(admin, kind))
  await house.api('POST', '/devices', as(admin, { id: 'e-1', site: 'hq', kind: 'elevator', name: 'Lift 1' }))
  const ticket = { site: 'hq', type: 'fault', title: 'Door', priority: 2, device: 'e-1' }
  const made = await house.api('POST', '/tickets', as(desk, ticket))
  expect(made.status).toBe(201)
  const { id } = made.body as { id: string }
  const proposal = (await house.api('GET', `/tickets/${id}/proposal`, as(desk))).body as Proposal
  expect(proposal).toMatchObject({ skill: 'lift', whyNone: null })
  expect(proposal.candidates[0]).toMatchObject({ user: 'wangqiang', why: ['on_duty', 'skill', 'few_tickets'] })
  expect(proposal.candidates[1]).toMatchObject({ user: 'zhoufix', why: ['on_duty', 'no_skill', 'few_tickets'] })
})
