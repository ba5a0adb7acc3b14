// Tickets, vendors and policies over HTTP: who may, what is refused and in which words, and what is kept.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Tap } from '../../core/contracts/tap.ts'
import { insertTap } from '../store/tap.ts'
import { at, cookieFrom, estateOf, no, openHouse, start, word, type Answer, type House } from './testing/house.ts'

const password = 'correct horse battery'
const minute = 60_000
let house: House
const cookies = new Map<string, string>()
beforeEach(async () => {
  house = await openHouse()
  const admin = await house.token('admin')
  await estateOf(house, admin)
  for (const body of [{ id: 'cp-pump', site: 'hq', name: 'Pump room' }])
    await house.api('POST', '/checkpoints', { token: admin, body })
  await house.api('PATCH', '/devices/p-1', { token: admin, body: { tag: 'cp-pump' } })
  await house.person('li', 'operator', password)
  await house.person('zhang', 'supervisor', password)
  await house.person('qiang', 'technician', password, { name: '王强' })
  await house.person('gang', 'technician', password, { name: '赵刚' })
  for (const who of ['li', 'zhang', 'qiang', 'gang'])
    cookies.set(who, cookieFrom(await house.api('POST', '/session', { body: { username: who, password } })))
})
afterEach(() => house.close())

const ask = (who: string, method: string, path: string, body?: object, locale = 'zh-CN') =>
  house.api(method, path, { cookie: cookies.get(who)!, body, headers: { 'Accept-Language': locale } })
const act = (who: string, id: string, action: string, body: object = {}) =>
  ask(who, 'POST', `/tickets/${id}/${action}`, body)
const fault = { site: 'hq', type: 'fault', title: '跳闸', device: 'p-1' }
const make = async (more: object = {}) => word(await ask('li', 'POST', '/tickets', { ...fault, ...more }), 'id')
const detail = (answer: Answer) => word(answer, 'detail')
let reads = 0
/** A tap at the pump, one minute from now. */
async function tap(id: string, by: string): Promise<void> {
  const when = new Date((house.clock.at += minute)).toISOString()
  const kept = Tap.parse({
    ...{ id, status: 'accepted', place: 'signed', time: 'live', person: 'session', grade: 'A', by, site: 'hq' },
    ...{ checkpoint: 'cp-pump', uid: '04', counter: ++reads, at: when, receivedAt: when, reader: null, round: null },
    ...{ flags: [], reason: null },
  })
  await house.commit(async (tx) => ({ result: await insertTap(tx, kept), happenings: [] }))
}
async function working(id: string): Promise<void> {
  await act('li', id, 'dispatch', { user: 'qiang' })
  await act('qiang', id, 'accept')
  await act('qiang', id, 'start')
}

describe('the intake', () => {
  test('of a repair request is not complete before the caller is known and heard it read back', async () => {
    const request = { site: 'hq', type: 'repair', title: '漏水' }
    const bare = await ask('li', 'POST', '/tickets', request)
    expect(no(bare)).toEqual([422, 'invalid'])
    expect((at(bare, 'errors') as { path: string }[]).map(({ path }) => path)).toEqual([
      ...['reporter.name', 'reporter.phone', 'readBack'],
    ])
    const whole = { ...request, reporter: { name: '陈', phone: '138' }, readBack: true }
    expect((await ask('li', 'POST', '/tickets', whole)).body).toMatchObject({ state: 'new', readBack: true })
  })

  test('counts what comes up again on the same device', async () => {
    await make()
    const long = start - 31 * 24 * 60 * minute
    const aged = house.db.updateTable('ticket').set({ created_at: long })
    await aged.execute()
    await make({ type: 'inspection' })
    const ids = [await make(), await make(), await make()]
    const last = await ask('li', 'GET', `/tickets/${ids[2]}`)
    expect(at(last, 'recurrence')).toBe(3)
  })
})

describe('two technicians', () => {
  test('take at once what nobody was sent to: one has it, the other reads who', async () => {
    const id = await make()
    const both = await Promise.all([act('qiang', id, 'accept'), act('gang', id, 'accept')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const { code, detail: said } = both.find(({ status }) => status === 409)!.body as Record<string, string>
    expect(code).toBe('ticket_taken')
    const ticket = (await ask('li', 'GET', `/tickets/${id}`)).body as { assignee: string; timeline: { type: string }[] }
    expect(said).toContain({ qiang: '王强', gang: '赵刚' }[ticket.assignee])
    expect(ticket.timeline.map(({ type }) => type)).toEqual(['created', 'dispatched', 'accepted'])
  })

  test('accept at once: one wins, the other reads who has it', async () => {
    const id = await make()
    await act('li', id, 'dispatch', { user: 'qiang' })
    const both = await Promise.all([act('qiang', id, 'accept'), act('gang', id, 'accept')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = both.find(({ status }) => status === 409)!
    const winner = at(await ask('li', 'GET', `/tickets/${id}`), 'assignee')
    expect(no(lost)).toEqual([409, 'ticket_taken'])
    expect(detail(lost)).toContain(winner === 'qiang' ? '王强' : '赵刚')
  })

  test('of whom one holds it: the other reads until when, in the time of the site', async () => {
    const id = await make()
    await act('li', id, 'dispatch', { user: 'qiang' })
    expect((await act('qiang', id, 'lease', { hours: 2 })).body).toMatchObject({ lease: { by: 'qiang' } })
    const refused = await act('gang', id, 'accept')
    expect(no(refused)).toEqual([409, 'ticket_leased'])
    expect(detail(refused)).toMatch(/王强.*16:00/)
    expect(at(await act('li', id, 'release'), 'lease')).toBeNull()
    expect(at(await act('gang', id, 'accept'), 'assignee')).toBe('gang')
  })
})

describe('the work', () => {
  test('is not finished without a tap at the device, nor verified without the machine', async () => {
    const id = await make()
    await working(id)
    expect(no(await act('qiang', id, 'finish'))).toEqual([409, 'tap_required'])
    expect(no(await act('qiang', id, 'finish', { code: 'p-1' }))).toEqual([409, 'tap_required'])
    await tap('gang-1', 'gang')
    expect(no(await act('qiang', id, 'finish', { tap: 'gang-1' }))).toEqual([409, 'tap_required'])
    await tap('qiang-1', 'qiang')
    expect(at(await act('qiang', id, 'arrive', { tap: 'qiang-1' }), 'arrival.how')).toBe('tap')
    const done = await act('qiang', id, 'finish', { tap: 'qiang-1', parts: [{ name: '接触器', quantity: 1 }] })
    expect(done.body).toMatchObject({ state: 'done', proof: { tap: 'qiang-1' }, verdict: { state: 'watching' } })
    expect(no(await act('li', id, 'verify'))).toEqual([409, 'verdict_needed'])
    expect(no(await act('li', id, 'verify', { override: '看过' }))).toEqual([403, 'override_by_lead'])
    expect(at(await act('zhang', id, 'verify', { override: '看过' }), 'state')).toBe('verified')
    expect(await house.db.selectFrom('watch').selectAll().execute()).toEqual([])
  })

  test('of a device without a tag is proven by its label', async () => {
    await house.api('PATCH', '/devices/p-1', { token: await house.token('admin'), body: { tag: null } })
    const id = await make()
    await working(id)
    expect(no(await act('qiang', id, 'finish', { code: 'p-2' }))).toEqual([409, 'tap_required'])
    expect(at(await act('qiang', id, 'finish', { code: 'p-1' }), 'proof.how')).toBe('code')
  })

  test('follows its checklist, refused in words that name the step', async () => {
    const items = [
      { id: 'psi', label: { 'zh-CN': '出口压力', en: 'Outlet pressure' }, kind: 'number', min: 0.3, max: 0.5 },
      { id: 'photo', label: '现场照片', photo: true },
    ]
    const [policy] = at(await ask('zhang', 'GET', '/policies?type=fault'), 'items') as [Record<string, unknown>]
    const { since: _since, by: _by, ...now } = policy
    await ask('zhang', 'PUT', '/policies', { ...now, checks: items })
    const id = await make()
    await working(id)
    const wrong = await act('qiang', id, 'check', { items: [{ id: 'psi', ok: true, value: 0.9 }] })
    expect(no(wrong)).toEqual([422, 'check_out_of_range'])
    expect(detail(wrong)).toContain('出口压力')
    expect(detail(wrong)).toContain('0.9')
    expect(no(await act('qiang', id, 'check', { items: [{ id: 'photo', ok: true }] }))).toEqual([
      ...[422, 'check_needs_photo'],
    ])
    const answers = [
      { id: 'psi', ok: true, value: 0.4 },
      { id: 'photo', ok: true, photos: ['photo-0001-abc'] },
    ]
    expect(at(await act('qiang', id, 'check', { items: answers }), 'checks.0.ok')).toBe(true)
    const uses = await house.db.selectFrom('file_use').selectAll().execute()
    expect(uses).toMatchObject([{ file: 'photo-0001-abc', noun: 'ticket', thing: id }])
  })
})

test('a step on an old form is refused in the language of the person; nothing changes and nobody is told', async () => {
  const id = await make()
  await act('li', id, 'dispatch', { user: 'qiang' })
  const before = await ask('li', 'GET', `/tickets/${id}`)
  const told = () => house.db.selectFrom('notice').select('key').execute()
  const notices = await told()
  const refused = await act('qiang', id, 'accept', { version: 1 })
  expect(no(refused)).toEqual([409, 'stale_version'])
  expect(detail(refused)).toMatch(/\p{Script=Han}/u)
  expect((await ask('li', 'GET', `/tickets/${id}`)).body).toEqual(before.body)
  expect(await told()).toEqual(notices)
  expect((await act('qiang', id, 'accept', { version: 2 })).body).toMatchObject({ assignee: 'qiang', version: 3 })
})

describe('a policy', () => {
  test('in a new version leaves running clocks as they are, and every version stays', async () => {
    const before = await make()
    const [policy] = at(await ask('li', 'GET', '/policies?type=fault'), 'items') as [Record<string, unknown>]
    const { since: _since, by: _by, ...now } = policy
    const next = { ...now, response: '5m' }
    expect(no(await ask('li', 'PUT', '/policies', next))).toEqual([403, 'forbidden'])
    expect((await ask('zhang', 'PUT', '/policies', next)).body).toMatchObject({ version: 2, by: 'zhang' })
    expect(no(await ask('zhang', 'PUT', '/policies', next))).toEqual([409, 'stale_version'])
    const due = async (id: string) => at(await ask('li', 'GET', `/tickets/${id}`), 'clocks.response.dueAt')
    expect(await due(before)).toBe(new Date(start + 30 * minute).toISOString())
    expect(await due(await make())).toBe(new Date(start + 5 * minute).toISOString())
    const history = await ask('li', 'GET', '/policies?type=fault&history=true')
    expect(at(history, 'items')).toMatchObject([{ version: 2 }])
  })
})

describe('a vendor', () => {
  test('is dispatched to by its id, and its own people do not verify its work', async () => {
    expect(no(await ask('li', 'POST', '/vendors', { id: 'anhua', name: '安华' }))).toEqual([403, 'forbidden'])
    expect((await ask('zhang', 'POST', '/vendors', { id: 'anhua', name: '安华' })).status).toBe(201)
    expect(no(await ask('zhang', 'POST', '/vendors', { id: 'anhua', name: '安华' }))).toEqual([409, 'id_taken'])
    expect(at(await ask('zhang', 'PATCH', '/vendors/anhua', { phone: '400' }), 'phone')).toBe('400')
    await house.person('wu', 'supervisor', password, { vendor: 'anhua' })
    const wu = cookieFrom(await house.api('POST', '/session', { body: { username: 'wu', password } }))
    cookies.set('wu', wu)
    const id = await make({ device: null })
    expect(no(await act('li', id, 'dispatch', { vendor: 'nobody' }))).toEqual([422, 'unknown_vendor'])
    await act('li', id, 'dispatch', { vendor: 'anhua' })
    for (const action of ['accept', 'start', 'finish']) await act('qiang', id, action)
    expect(no(await act('wu', id, 'verify'))).toEqual([409, 'ticket_same_vendor'])
    expect(at(await act('li', id, 'verify'), 'state')).toBe('verified')
  })
})
