// Guards and technicians over real wires: checkpoints, a round with a miss and its correction, what each sort of tap
// proves, and a ticket through its states by those who may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Caller } from '../support/caller.ts'
import { openHouse, type House } from '../support/house.ts'
import { connectDevice, register, watchScreen } from '../support/wires.ts'

const password = 'a long walk in the dark'
const tags = { 'cp-1': '04A1B2C3D4E501', 'cp-2': '04A1B2C3D4E502', 'cp-3': '04A1B2C3D4E503' }
const second = 1 / 60

let house: House
let reader: Awaited<ReturnType<typeof connectDevice>>
let screen: Awaited<ReturnType<typeof watchScreen>>
const people = new Map<string, Caller>()
const as = (username: string): Caller => people.get(username)!

async function employ(username: string, role: string, more: object = {}): Promise<void> {
  await house.admin.create('/users', { username, name: username, role, password, ...more })
  const caller = new Caller(house.url)
  await caller.signIn(username, password)
  people.set(username, caller)
}

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  await employ('chen', 'guard', { badge: 'badge-chen' })
  await employ('wang', 'technician')
  await employ('li', 'operator')
  await employ('zhang', 'supervisor')
  for (const [id, uid] of Object.entries(tags))
    await as('zhang').create('/checkpoints', {
      id,
      site: 'hq',
      name: id,
      key: id === 'cp-2',
      tag: { type: 'uid', uid },
    })
  reader = await connectDevice(house, await register(house.admin, { id: 'rd-1', site: 'hq', kind: 'patrol_reader' }))
  screen = await watchScreen(house, house.admin)
})
afterAll(async () => {
  screen?.close()
  await reader?.end()
  await house?.leave()
})

/** A tap by the reader; answers what the server made of it. */
async function tapByReader(id: string, tag: string, more: object = {}): Promise<any> {
  await reader.publish('tap', { ts: Date.now(), id, tag, ...more })
  return (await screen.event((event) => event.type.startsWith('tap.') && event.id === id)).data
}
const tapByPhone = async (who: string, tap: object): Promise<any> => (await as(who).act('/taps', tap)).items[0]

describe('a tap', () => {
  test('by a reader proves the tag, the time and whose badge it was: grade D', async () => {
    expect(await tapByReader('reader-1', tags['cp-1'], { badge: 'badge-chen' })).toMatchObject({
      ...{ status: 'accepted', grade: 'D', place: 'uid', time: 'live', person: 'badge', by: 'chen' },
      ...{ checkpoint: 'cp-1', site: 'hq', reader: 'rd-1', flags: [] },
    })
    expect(await tapByReader('reader-2', tags['cp-1'], { badge: 'badge-nobody' })).toMatchObject({
      ...{ status: 'accepted', grade: 'D', person: 'unknown', by: null },
    })
  })

  test('by a phone proves the own session: D for a tag, E for a code, however it is written', async () => {
    const tag = await tapByPhone('chen', { id: 'phone-1', tag: '04:a1:b2:c3:d4:e5:02' })
    expect(tag).toMatchObject({ status: 'accepted', grade: 'D', place: 'uid', person: 'session', by: 'chen' })
    const { code } = await as('zhang').get('/checkpoints/cp-3')
    const typed = await tapByPhone('chen', {
      id: 'phone-2',
      code: `${code.slice(0, 3)}-${code.slice(3).toLowerCase()}`,
    })
    expect(typed).toMatchObject({
      status: 'accepted',
      grade: 'E',
      place: 'code',
      person: 'session',
      checkpoint: 'cp-3',
    })
  })

  test('counts once by its id, whoever sends it again and whatever it says then', async () => {
    const first = { id: 'again-1', tag: tags['cp-1'] }
    expect(await tapByPhone('chen', first)).toMatchObject({ status: 'accepted' })
    expect(await tapByPhone('chen', first)).toMatchObject({ status: 'duplicate', checkpoint: 'cp-1' })
    expect(await tapByPhone('wang', { ...first, tag: tags['cp-2'] })).toMatchObject({
      status: 'duplicate',
      checkpoint: 'cp-1',
      by: 'chen',
    })
    await tapByReader('again-2', tags['cp-1'], { badge: 'badge-chen' })
    await tapByReader('again-3', tags['cp-1'], { badge: 'badge-chen' })
    await reader.publish('tap', { ts: Date.now(), id: 'again-2', tag: tags['cp-1'], badge: 'badge-chen' })
    const kept = (await as('li').get('/taps?limit=500')).items.filter((tap: any) => tap.id.startsWith('again-'))
    expect(kept.map((tap: any) => tap.id).sort()).toEqual(['again-1', 'again-2', 'again-3'])
  })

  test.each([
    ['an unknown tag', { tag: '04FFFFFFFFFFFF' }, 'unknown_tag'],
    ['an unknown code', { code: 'ZZZZZZ' }, 'unknown_code'],
    ['a tag that is none', { tag: 'front door' }, 'malformed'],
    [
      'a tag of another system in LRP mode',
      { picc_data: 'EF963FF7828658A599F3041510671E88EF963FF7828658A5', cmac: '94EED9EE65337086' },
      'lrp_unsupported',
    ],
  ])('of %s is refused and recorded', async (_what, tap, reason) => {
    const id = `refused-${reason}`
    expect(await tapByPhone('chen', { id, ...tap })).toMatchObject({ status: 'refused', reason, grade: null })
    expect((await as('li').get('/taps?limit=500')).items.find((one: any) => one.id === id)).toMatchObject({ reason })
  })

  test('of an unknown tag by a reader is acknowledged, refused and recorded as well', async () => {
    expect(await tapByReader('reader-x', '04FFFFFFFFFFFF', { badge: 'badge-chen' })).toMatchObject({
      ...{ status: 'refused', reason: 'unknown_tag', by: 'chen', reader: 'rd-1' },
    })
  })

  test('is not for viewers to make or to see', async () => {
    await employ('yewei', 'viewer')
    expect((await as('yewei').call('GET', '/taps')).status).toBe(403)
    expect((await as('yewei').call('POST', '/taps', { tag: tags['cp-1'] })).status).toBe(403)
  })
})

describe('a round', () => {
  test('of a schedule is planned as soon as the route is made, at the site’s time of day', async () => {
    await as('zhang').create('/routes', {
      ...{ id: 'nightly', site: 'hq', name: '夜巡', guard: 'chen', schedule: { starts: ['02:00'] } },
      stops: [{ checkpoint: 'cp-1', from: 0, until: 10 }],
    })
    const planned = await screen.event((event) => event.type === 'round.planned' && event.data.route === 'nightly')
    expect(planned.data).toMatchObject({ state: 'scheduled', guard: 'chen', visits: [{ state: 'due' }] })
    // Two in the morning in Shanghai, within the next day.
    expect(planned.data.startsAt).toMatch(/T18:00:00\.000Z$/)
    expect(Date.parse(planned.data.startsAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
    expect((await as('chen').get('/rounds?route=nightly')).items).toHaveLength(1)
  })

  test('nobody starts one who may not, nor on a route that is not there', async () => {
    expect((await as('chen').call('POST', '/rounds', { route: 'nightly' })).status).toBe(403)
    const lost = await as('li').call('POST', '/rounds', { route: 'nowhere' })
    expect(lost).toMatchObject({ status: 422, body: { errors: [{ path: 'route' }] } })
  })

  test('with two checkpoints passed by: an incident each, higher for the key place; a late sync corrects and annotates', async () => {
    const stops = Object.keys(tags).map((checkpoint) => ({ checkpoint, from: 0, until: 6 * second }))
    await as('zhang').create('/routes', { id: 'short', site: 'hq', name: '短巡', order: 'any', graceMinutes: 0, stops })
    const round = await as('li').create('/rounds', { route: 'short', guard: 'chen' })
    expect(round).toMatchObject({ state: 'under_way', guard: 'chen' })
    const walked = await tapByReader('walk-1', tags['cp-1'], { badge: 'badge-chen' })
    expect(walked).toMatchObject({ status: 'accepted', round: round.id })

    const opened = async (rule: string, checkpoint: string) =>
      (
        await screen.event(
          (event) =>
            event.type === 'incident.opened' && event.data.rule === rule && event.data.subject.id === checkpoint,
        )
      ).data
    const [key, plain] = [await opened('key-checkpoint-missed', 'cp-2'), await opened('checkpoint-missed', 'cp-3')]
    expect(key).toMatchObject({ priority: 2, site: 'hq', subject: { type: 'checkpoint' }, active: true })
    expect(plain).toMatchObject({ priority: 3, active: true })
    const states = async () =>
      Object.fromEntries(
        (await as('chen').get(`/rounds/${round.id}`)).visits.map((visit: any) => [visit.checkpoint, visit.state]),
      )
    expect(await states()).toEqual({ 'cp-1': 'on_time', 'cp-2': 'missed', 'cp-3': 'missed' })
    expect(await as('chen').get(`/rounds/${round.id}`)).toMatchObject({ state: 'incomplete' })

    // The phone was in a basement: it read the tag in time and says so now.
    const late = await tapByPhone('chen', { id: 'walk-2', tag: tags['cp-2'], ts: Date.parse(round.startsAt) + 2000 })
    expect(late).toMatchObject({ status: 'accepted', round: round.id })
    expect(await states()).toMatchObject({ 'cp-2': 'late_synced', 'cp-3': 'missed' })
    const learnt = await as('li').get(`/incidents/${key.id}`)
    expect(learnt.timeline.find((entry: any) => entry.type === 'annotated').data).toMatchObject({
      corrected: 'late_synced',
      tap: 'walk-2',
      by: 'chen',
    })
    expect(learnt).toMatchObject({ active: false, openedAt: key.openedAt })
    expect(await as('li').get(`/incidents/${plain.id}`)).toMatchObject({ active: true })

    // Read after the deadline: it ends the incident, and the miss stays a miss.
    await tapByPhone('chen', { id: 'walk-3', tag: tags['cp-3'] })
    expect(await states()).toMatchObject({ 'cp-3': 'missed' })
    expect(await as('li').get(`/incidents/${plain.id}`)).toMatchObject({ active: false })
    const [round2] = (await as('chen').get('/rounds?route=short')).items
    expect(round2).toMatchObject({ id: round.id, state: 'incomplete' })
  })
})

describe('a ticket', () => {
  const act = (who: string, id: string, action: string, body: object = {}) =>
    as(who).call('POST', `/tickets/${id}/${action}`, body)
  const no = (status: number, code: string) => ({ status, body: { status, code } })
  const repair = {
    site: 'hq',
    type: 'repair',
    title: '3号楼大堂灯不亮',
    reporter: { name: '业主', phone: '13800000000' },
    readBack: true,
  }

  test('by hand: through its states by the right people, work proven by another than the one who did it', async () => {
    const { id, number, clocks } = await as('chen').create('/tickets', repair)
    expect(clocks).toMatchObject({ response: { state: 'running' }, resolution: { state: 'running' } })
    for (const action of ['start', 'resume', 'finish'])
      expect(await act('wang', id, action)).toMatchObject(no(409, 'ticket_transition'))
    for (const action of ['verify', 'close'])
      expect(await act('li', id, action)).toMatchObject(no(409, 'ticket_transition'))
    expect(await act('chen', id, 'dispatch', { user: 'wang' })).toMatchObject(no(403, 'forbidden'))
    expect(await act('li', id, 'dispatch', {})).toMatchObject(no(409, 'nobody_to_dispatch'))
    expect(await act('li', id, 'dispatch', { user: 'nobody' })).toMatchObject({ status: 422 })

    // Whoever mends may take what nobody was sent to.
    const steps: [who: string, action: string, body: object, state: string][] = [
      ['wang', 'accept', {}, 'accepted'],
      ['li', 'dispatch', { user: 'wang' }, 'dispatched'],
      ['wang', 'decline', { reason: '在别处抢修' }, 'new'],
      ['li', 'dispatch', { user: 'wang' }, 'dispatched'],
      ['wang', 'accept', {}, 'accepted'],
      ['wang', 'start', {}, 'working'],
      ['wang', 'wait', { reason: '等配件' }, 'waiting'],
      ['wang', 'resume', {}, 'working'],
      ['wang', 'finish', { note: '换灯', minutes: 20, parts: [{ name: 'LED', quantity: 2 }] }, 'done'],
      ['li', 'reject', { reason: '还是不亮' }, 'working'],
      ['wang', 'finish', { note: '换镇流器' }, 'done'],
    ]
    for (const [who, action, body, state] of steps)
      expect(await act(who, id, action, body), `${action} by ${who}`).toMatchObject({ status: 200, body: { state } })
    expect(await act('wang', id, 'verify')).toMatchObject(no(403, 'forbidden'))
    expect(await act('li', id, 'close')).toMatchObject(no(409, 'ticket_transition'))
    const { version } = await as('li').get(`/tickets/${id}`)
    expect(await act('li', id, 'verify', { version: version - 1 })).toMatchObject(no(409, 'stale_version'))
    expect(await act('li', id, 'verify', { version, note: '已亮' })).toMatchObject({
      status: 200,
      body: { state: 'verified' },
    })
    expect(await act('zhang', id, 'close')).toMatchObject({ status: 200, body: { state: 'closed' } })
    // Said twice, nothing changes.
    expect(await act('zhang', id, 'close')).toMatchObject({ status: 200, body: { version: version + 2 } })

    const whole = await as('li').get(`/tickets/${id}`)
    expect(whole).toMatchObject({
      number,
      finishedBy: 'wang',
      clocks: { response: { state: 'stopped', breached: false } },
    })
    expect(whole.timeline.map(({ type, by }: any) => `${type} ${by}`)).toEqual([
      ...[
        'created chen',
        'dispatched wang',
        'accepted wang',
        'dispatched li',
        'declined wang',
        'dispatched li',
        'accepted wang',
        'started wang',
      ],
      ...[
        'waiting wang',
        'resumed wang',
        'finished wang',
        'rejected li',
        'finished wang',
        'verified li',
        'closed zhang',
      ],
    ])
    expect(whole.timeline.every((entry: any) => Date.parse(entry.at) > 0)).toBe(true)
  })

  test('is never verified by the one who did the work, whatever his role', async () => {
    const { id } = await as('li').create('/tickets', { ...repair, title: '门禁不灵' })
    for (const [action, body] of [['dispatch', { user: 'li' }], ['accept'], ['start'], ['finish']] as const)
      expect(await act('li', id, action, body)).toMatchObject({ status: 200 })
    expect(await act('li', id, 'verify')).toMatchObject(no(409, 'ticket_same_person'))
    expect(await act('zhang', id, 'verify')).toMatchObject({ status: 200 })
  })

  test('of a complaint is not closed before somebody has called back', async () => {
    const { id } = await as('li').create('/tickets', { ...repair, type: 'complaint', title: '噪音' })
    await act('li', id, 'dispatch', { user: 'wang' })
    for (const action of ['accept', 'start', 'finish']) await act('wang', id, action)
    await act('li', id, 'verify')
    expect(await act('li', id, 'close')).toMatchObject(no(409, 'callback_required'))
    expect(await act('li', id, 'callback', { text: '住户满意' })).toMatchObject({ status: 200 })
    expect(await act('li', id, 'close')).toMatchObject({ status: 200, body: { state: 'closed' } })
    expect(await act('li', id, 'cancel', { reason: '误报' })).toMatchObject(no(409, 'ticket_transition'))
  })

  test('from a rule: linked with its incident, its work proven by a tap, and it outlives the recovery', async () => {
    const credentials = await register(house.admin, { id: 'p-1', site: 'hq', kind: 'pump', tag: 'cp-2' })
    await as('zhang').create('/rules', {
      ...{
        id: 'hot',
        name: '过热',
        scope: { devices: ['p-1'] },
        priority: 2,
        when: { metric: 'motor_temp_c', above: 90 },
      },
      raise: { title: { 'zh-CN': '过热', en: 'Hot' }, ticket: { type: 'fault' } },
    })
    const pump = await connectDevice(house, credentials)
    await pump.publish('telemetry', { ts: Date.now(), seq: 1, metrics: { motor_temp_c: 95 } })
    const incident = await screen.event((event) => event.type === 'incident.opened' && event.data.rule === 'hot')
    const { ticket: id } = await as('li').get(`/incidents/${incident.id}`)
    expect(await as('wang').get(`/tickets/${id}`)).toMatchObject({
      ...{ state: 'new', source: 'rule', type: 'fault', device: 'p-1', incident: incident.id, site: 'hq' },
      title: { 'zh-CN': '过热', en: 'Hot' },
    })
    await act('li', id, 'dispatch', { user: 'wang' })
    for (const action of ['accept', 'start']) await act('wang', id, action)
    const tap = await tapByPhone('wang', { id: 'at-the-pump', tag: tags['cp-2'] })
    await pump.publish('telemetry', { ts: Date.now(), seq: 2, metrics: { motor_temp_c: 50 } })
    await screen.event((event) => event.type === 'incident.cleared' && event.id === incident.id)
    expect(await act('wang', id, 'finish', { tap: tap.id })).toMatchObject({ status: 200, body: { state: 'done' } })
    const finished = (await as('li').get(`/tickets/${id}`)).timeline.at(-1)
    expect(finished).toMatchObject({ type: 'finished', by: 'wang', data: { tap: 'at-the-pump' } })
    // The machine has not yet run well for long enough.
    expect(await act('li', id, 'verify')).toMatchObject(no(409, 'verdict_needed'))
    expect(await act('li', id, 'verify', { override: '已到现场看过' })).toMatchObject(no(403, 'override_by_lead'))
    expect(await act('zhang', id, 'verify', { override: '已到现场看过' })).toMatchObject({ status: 200 })
    expect((await as('li').get('/tickets?state=open')).items.map((ticket: any) => ticket.id)).toContain(id)
    expect(await act('li', id, 'close')).toMatchObject({ status: 200, body: { state: 'closed' } })
    await pump.end()
  })

  test('is proposed as fixed by the machine that runs again, and verified by another', async () => {
    const [fault] = (await as('zhang').get('/policies?type=fault')).items
    const { since: _since, by: _by, ...terms } = fault
    await as('zhang').call('PUT', '/policies', { ...terms, hold: '3s' })
    const pump = await connectDevice(
      house,
      await register(house.admin, { id: 'p-2', site: 'hq', kind: 'pump', tag: 'cp-3' }),
    )
    const { id } = await as('li').create('/tickets', { site: 'hq', type: 'fault', title: '过热', device: 'p-2' })
    await act('li', id, 'dispatch', { user: 'wang' })
    for (const action of ['accept', 'start']) await act('wang', id, action)
    expect(await act('wang', id, 'finish')).toMatchObject(no(409, 'tap_required'))
    const tap = await tapByPhone('wang', { id: 'at-pump-2', tag: tags['cp-3'] })
    expect(await act('wang', id, 'finish', { tap: tap.id })).toMatchObject({ body: { verdict: { state: 'watching' } } })
    expect(await act('li', id, 'verify')).toMatchObject(no(409, 'verdict_needed'))

    let judged: any = null
    const spoken = screen.event((event) => event.type === 'ticket.judged' && event.id === id)
    void spoken.then((event) => (judged = event.data.verdict))
    for (let n = 0; judged === null; n++) {
      const ts = Date.now()
      await pump.publish('telemetry', { ts, seq: n, metrics: { motor_temp_c: 50 + (n % 7) } })
      await screen.reading((reading) => reading.device === 'p-2' && Date.parse(reading.ts) >= ts)
    }
    expect(judged).toMatchObject({ state: 'proposed_good' })
    expect(judged.values.motor_temp_c.changes).toBeGreaterThan(0)
    expect(await act('li', id, 'verify')).toMatchObject({ status: 200, body: { state: 'verified' } })
    await pump.end()
  })
})
