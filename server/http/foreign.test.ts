// A thing of another site is no different from none: every endpoint that names one, asked by an administrator and by an
// operator who are scoped to the site next door.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, type ApiName } from '../../core/contracts/api.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import type { Latest } from '../../core/contracts/device.ts'
import { Rule } from '../../core/contracts/rule.ts'
import { raise } from '../../core/domain/incident.ts'
import { loadEstate } from '../estate.ts'
import { makeCall } from '../../core/domain/call.ts'
import { startDuty } from '../../core/domain/duty.ts'
import { sendGuard } from '../../core/domain/errand.ts'
import { buildSnapshot } from '../live/snapshot.ts'
import { saveCall } from '../store/call.ts'
import { saveDuty } from '../store/duty.ts'
import { saveErrand } from '../store/errand.ts'
import { insertIncident } from '../store/incident.ts'
import { setPointState } from '../store/point-state.ts'
import { at, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

let house: House
let scoped: string
const newest = (device: string): Latest => ({
  ...{ device, presence: 'online', since: null, lastSeen: null, clockOffsetMs: null, metrics: {} },
})
/** Subjects that the pipeline was asked to explain. */
const asks: string[] = []
const ids = new Map<string, string>()

const rule = Rule.parse({
  ...{ id: 'hot', name: 'Hot', priority: 2, scope: { kind: 'pump' } },
  ...{ when: { metric: 'current_a', above: 1 }, raise: { title: 'Hot' } },
})

beforeAll(async () => {
  house = await openHouse()
  house.deps.pipeline.explain = (_rule, subject) => {
    asks.push(subject)
    return Promise.resolve(null)
  }
  const admin = await house.token('admin')
  scoped = await house.token('admin', ['hq'])
  await estateOf(house, admin)
  await house.person('far-guard', 'guard', '', { sites: ['far'] })
  const make = async (noun: string, body: object, path = 'id') => {
    const answer = await house.api('POST', `/${noun}`, { token: admin, body })
    ids.set(noun, word(answer, path))
  }
  const name = 'X'
  ids.set('sites', 'far').set('devices', 'p-2').set('users', 'far-guard').set('rules', 'hot')
  await make('zones', { id: 'z-far', site: 'far', name })
  await make('checkpoints', { id: 'cp-far', site: 'far', name })
  await make('routes', { id: 'r-far', site: 'far', name, stops: [{ checkpoint: 'cp-far', from: 0, until: 9 }] })
  await make('rounds', { route: 'r-far' })
  await make('shifts', { id: 's-far', site: 'far', name, start: '08:00', end: '16:00' })
  await make('tickets', { site: 'far', type: 'fault', title: name })
  await make('findings', { id: 'finding-far', site: 'far', text: name })
  await make('rules', { ...rule, version: undefined, shipped: undefined, shippedChanged: undefined })
  await make('tokens', { name, role: 'viewer', sites: ['far'] }, 'token.id')
  await make('accounts', { id: 'a-far', type: 'integration', sites: ['far'] }, 'account.id')
  const signal = { type: 'raise', at: start, historic: false, latched: false, evidence: {} } as const
  const subject = { type: 'device', id: 'p-2' } as const
  const { next } = raise(null, {
    ...{ id: 'inc-1', rule, signal: { ...signal, subject }, site: 'far', device: null, at: start },
  })
  ids.set('incidents', next.id)
  const duty = { ...{ site: 'far', user: 'far-guard', shift: null }, at: start, receivedAt: start }
  const onPost = startDuty(null, { ...duty, id: 'duty-far' }).next
  const called = { id: 'call-far', site: 'far', type: 'safety', user: 'far-guard', checkpoint: null } as const
  const call = makeCall({ ...called, by: null, reason: '', at: start, dueAt: start + 1 }).next
  await house.commit(async (tx) => ({ result: await saveDuty(tx, onPost), happenings: [] }))
  await house.commit(async (tx) => ({ result: await saveCall(tx, call), happenings: [] }))
  const sent = sendGuard(next, {
    ...{ id: 'errand-far', user: 'far-guard', by: 'x', place: null, scene: [], round: null, at: start },
  }).next
  await house.commit(async (tx) => ({ result: await saveErrand(tx, sent), happenings: [] }))
  ids.set('duties', 'duty-far').set('calls', 'call-far')
  const point = { device: 'p-2', point: 'pt-far', state: 'fault', since: start }
  await house.commit(async (tx) => ({ result: await setPointState(tx, point), happenings: [] }))
  await house.commit(async (tx) => ({ result: await insertIncident(tx, next, 'x/urgent/1/0'), happenings: [] }))
})
afterAll(() => house.close())

/** Bodies and queries that pass validation, by endpoint; the others take an empty one. */
const valid: Partial<Record<ApiName, object>> = {
  service: { mode: 'service', reason: 'x' },
  putPoints: [],
  assignIncident: { user: 'x' },
  commentIncident: { text: 'x' },
  sendGuard: { user: 'x' },
  recallGuard: { user: 'x' },
  shelveIncident: { for: '15m', reason: 'x' },
  dispatchTicket: { user: 'x' },
  declineTicket: { reason: 'x' },
  waitTicket: { reason: 'x' },
  rejectTicket: { reason: 'x' },
  cancelTicket: { reason: 'x' },
  rateTicket: { score: 5 },
  callbackTicket: { text: 'x' },
  sendCommand: { name: 'x' },
  bindTag: { uid: '04A1B2C3D4E5F6' },
  phonedClimb: { step: 0, answered: true },
  assignFinding: { owner: 'x' },
  recheckFinding: { ok: true },
  dismissFinding: { reason: 'x' },
  commentFinding: { text: 'x' },
  checkTicket: { items: [{ id: 'x', ok: true }] },
  appointTicket: { at: '2026-12-01T00:00:00Z' },
}
const query: Partial<Record<ApiName, string>> = {
  history: '?metric=current_a',
  explainRule: '?subject=device:p-2',
}
/** Of no site, or made under an id of the caller's own. */
const global = new Set<string>([
  'putFile',
  'getKind',
  'patchKind',
  'getRule',
  'putRule',
  'deleteRule',
  'startScenario',
  'stopScenario',
])
const named = (Object.entries(api) as [ApiName, Endpoint][]).filter(
  ([name, { path }]) => path.includes('{id}') && !global.has(name),
)

describe('a thing of another site', () => {
  test.each(named)('%s: 404', async (name, { method, path }) => {
    const noun = path.split('/')[1]!
    const address = path.replace('{id}', ids.get(noun)!) + (query[name] ?? '')
    const body = method === 'GET' || method === 'DELETE' ? undefined : (valid[name] ?? {})
    expect([name, ...no(await house.api(method, address, { token: scoped, body }))]).toEqual([name, 404, 'not_found'])
  })

  test.each([
    'sites',
    'zones',
    'devices',
    'incidents',
    'tickets',
    'checkpoints',
    'routes',
    'rounds',
    'shifts',
    'duties',
    'calls',
    'users',
  ])('is not in the list of %s', async (noun) => {
    const answer = await house.api('GET', `/${noun}`, { token: scoped })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(`"${ids.get(noun)}"`)
    expect(answer.text).not.toContain('"far"')
  })

  test('is explained to nobody, be it a device, a checkpoint or a person', async () => {
    for (const subject of ['device:p-2', 'p-2', 'point:p-2:x', 'checkpoint:cp-far', 'user:far-guard']) {
      const asked = asks.length
      const answer = await house.api('GET', `/rules/hot/explain?subject=${subject}`, { token: scoped })
      expect([subject, ...no(answer), asks.length]).toEqual([subject, 404, 'not_found', asked])
    }
  })

  test('is not in the snapshot of a screen', async () => {
    const estate = await loadEstate(house.db)
    const seen = async (sites: string[] | null) => {
      const sources = { db: house.db, estate, latest: newest, head: () => 0, now: () => start, demo: false }
      return JSON.stringify(await buildSnapshot(sources, { name: 'a', role: 'admin', sites }))
    }
    const foreign = [
      '"far"',
      '"p-2"',
      '"z-far"',
      '"cp-far"',
      '"r-far"',
      '"s-far"',
      '"far-guard"',
      '"inc-1"',
      '"duty-far"',
      '"call-far"',
      '"errand-far"',
      '"pt-far"',
    ]
    const [all, own] = [await seen(null), await seen(['hq'])]
    expect(foreign.filter((word) => !all.includes(word))).toEqual([])
    expect(foreign.filter((word) => own.includes(word))).toEqual([])
    expect(own).toContain('"p-1"')
    expect(own).not.toContain(ids.get('tickets'))
  })

  test('of the guards is in no snapshot of somebody who does not see taps', async () => {
    const estate = await loadEstate(house.db)
    const sources = { db: house.db, estate, latest: newest, head: () => 0, now: () => start, demo: false }
    const { duties, calls, errands } = await buildSnapshot(sources, { name: 'v', role: 'viewer', sites: null })
    expect([duties, calls, errands]).toEqual([[], [], []])
  })

  test('is not in the events, the audit, the tokens or the accounts', async () => {
    for (const path of ['/events?after=0', '/audit', '/tokens', '/accounts', '/taps'])
      expect((await house.api('GET', path, { token: scoped })).text).not.toContain('far"')
  })

  test('takes no tap: its tag and code are as good as unknown', async () => {
    const admin = await house.token('admin')
    const tag = { type: 'uid', uid: '04CCCCCCCCCCCC' }
    await house.api('POST', '/checkpoints', { token: admin, body: { id: 'cp-tag', site: 'far', name: 'X', tag } })
    const code = word(await house.api('GET', '/checkpoints/cp-tag', { token: admin }), 'code')
    const tap = async (token: string, body: object) => {
      const answer = await house.api('POST', '/taps', { token, body: [body] })
      return [answer.status, at(answer, 'items.0.status'), at(answer, 'items.0.checkpoint')]
    }
    expect(await tap(scoped, { id: 'x-1', tag: tag.uid })).toEqual([200, 'refused', null])
    expect(await tap(scoped, { id: 'x-2', code })).toEqual([200, 'refused', null])
    expect(await tap(admin, { id: 'x-3', code })).toEqual([200, 'accepted', 'cp-tag'])
  })

  test('cannot be created or referred to', async () => {
    const route = { id: 'r-hq', site: 'hq', name: 'X', stops: [{ checkpoint: 'cp-far', from: 0, until: 9 }] }
    const ticket = { site: 'hq', type: 'repair', title: 'X', device: 'p-2' }
    const zone = { id: 'z-2', site: 'far', name: 'X' }
    for (const [path, body] of [
      ['/routes', route],
      ['/tickets', ticket],
      ['/zones', zone],
      ['/rounds', { route: 'r-far' }],
    ] as const)
      expect([path, ...no(await house.api('POST', path, { token: scoped, body }))]).toEqual([
        path,
        422,
        'unknown_reference',
      ])
  })
})

test('somebody for one site gives away no more than that, and changes nothing of all sites', async () => {
  const person = { username: 'new', name: 'N', role: 'admin', password: 'long enough pw' }
  const kind = { id: 'k', name: 'K', metrics: [] }
  const whole = { id: 'r', name: 'R', priority: 1, when: { silent: 2 }, raise: { title: 'R' } }
  const calls = [
    ['POST', '/users', { ...person, sites: null }],
    ['POST', '/users', { ...person, sites: ['hq', 'far'] }],
    ['POST', '/tokens', { name: 'T', role: 'admin' }],
    ['POST', '/accounts', { id: 'acc', type: 'integration' }],
    ['POST', '/sites', { id: 'third', name: 'T' }],
    ['POST', '/kinds', kind],
    ['PATCH', '/kinds/pump', { name: 'P' }],
    ['POST', '/rules', whole],
    ['DELETE', '/rules/hot', undefined],
  ] as const
  for (const [method, path, body] of calls)
    expect([path, ...no(await house.api(method, path, { token: scoped, body }))]).toEqual([path, 403, 'forbidden'])
  const own = { ...whole, id: 'own', scope: { sites: ['hq'] } }
  expect((await house.api('POST', '/rules', { token: scoped, body: own })).status).toBe(201)
  expect(at(await house.api('POST', '/users', { token: scoped, body: { ...person, sites: ['hq'] } }), 'sites')).toEqual(
    ['hq'],
  )
})
