// The telephone numbers of people, by every way that anything is told: only whoever may call sees them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Happening } from '../../core/contracts/live.ts'
import type { Role } from '../../core/contracts/user.ts'
import { discreetHappening } from '../../core/domain/discretion.ts'
import { hears } from '../../core/domain/hearing.ts'
import { buildSnapshot } from '../live/snapshot.ts'
import { loadEstate } from '../estate.ts'
import { openGuarded, type Guarded } from './testing/guarded.ts'
import { at, word } from './testing/house.ts'

/** The number of the guard who cries for help, of the resident who reports, of the colleague who is nearest. */
const numbers = ['13911110001', '13922220002', '13933330003']
const told = (text: string): string[] => numbers.filter((number) => text.includes(number))

let guarded: Guarded
let incident: string
let ticket: string
const tokens = new Map<string, string>()
beforeAll(async () => {
  guarded = await openGuarded()
  const { house } = guarded
  const roles: Role[] = ['viewer', 'guard', 'technician', 'operator', 'supervisor', 'admin']
  for (const role of roles) tokens.set(role, await house.token(role, ['hq']))
  tokens.set('elsewhere', await house.token('operator', ['far']))
  for (const [user, phone] of [
    ['li', numbers[0]],
    ['wang', numbers[2]],
  ] as const)
    await house.api('PATCH', `/users/${user}`, { token: await house.token('admin'), body: { phone } })
  await guarded.post('wang', '/duties', { id: 'duty-wang', site: 'hq' })
  await guarded.post('li', '/taps', { id: 't-1', code: 'FBBBBB' })
  incident = word(await guarded.post('li', '/sos', { id: 'sos-00001', text: 'x' }), 'incident')
  const reporter = { name: '业主', phone: numbers[1] }
  const asked = { site: 'hq', type: 'repair', title: '漏水', reporter, readBack: true }
  ticket = word(await guarded.post('desk', '/tickets', asked), 'id')
})
afterAll(() => guarded.house.close())

const ways = () => [
  ...['/incidents', `/incidents/${incident}`, `/incidents/${incident}/person`, `/incidents/${incident}/nearest`],
  ...['/tickets', `/tickets/${ticket}`, '/events?after=0', '/audit', '/sheet?site=hq', '/roster?site=hq'],
  ...['/duties', '/calls', '/taps', '/rounds', '/findings', '/climbs?of=incident:x', '/shifts', '/users', '/notices'],
  ...['/reports/daily?site=hq', '/reports/exceptions?site=hq', '/reports/coverage?site=hq', '/session'],
]
async function seen(who: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const way of ways()) {
    const answer = await guarded.house.api('GET', way, { token: tokens.get(who)! })
    if (told(answer.text).length > 0) found.set(way.replace(incident, 'ID').replace(ticket, 'ID'), told(answer.text))
  }
  return found
}

describe('over HTTP', () => {
  test.each(['viewer', 'guard', 'technician', 'elsewhere'])('%s sees no number', async (who) => {
    expect(await seen(who)).toEqual(new Map())
  })

  test('the desk sees whom to call', async () => {
    const found = await seen('operator')
    expect(found.get('/incidents/ID/person')).toEqual([numbers[0]])
    expect(found.get('/incidents/ID/nearest')).toEqual([numbers[2]])
    expect(found.get('/tickets/ID')).toEqual([numbers[1]])
    expect(found.get('/incidents/ID')).toBeUndefined()
  })

  test('of the incident the desk learns who, the number and the last tap; one about no person has none', async () => {
    const path = `/incidents/${incident}/person`
    const answer = await guarded.get('desk', path)
    expect(answer.body).toMatchObject({ user: 'li', phone: numbers[0], checkpoint: 'b1-f9' })
    expect((await guarded.house.api('GET', path, { token: tokens.get('technician')! })).status).toBe(403)
    expect((await guarded.house.api('GET', path, { token: tokens.get('elsewhere')! })).status).toBe(404)
  })

  test('a firm’s people find no ticket of others in the daily report', async () => {
    const { house } = guarded
    await house.api('POST', '/vendors', { token: await house.token('admin'), body: { id: 'swift', name: 'swift' } })
    const mo = await house.person('mo', 'operator', 'correct horse battery', { vendor: 'swift' })
    const { cookie } = await house.identity.open(mo, { cookie: null })
    const daily = await house.api('GET', '/reports/daily?site=hq', { cookie: `wk_session=${cookie}` })
    expect([daily.status, at(daily, 'tickets')]).toEqual([200, []])
  })

  test('whoever has the work calls its reporter', async () => {
    const { house } = guarded
    const technician = await house.person('qiang', 'technician')
    const { cookie } = await house.identity.open(technician, { cookie: null })
    const phone = async () =>
      at(await house.api('GET', `/tickets/${ticket}`, { cookie: `wk_session=${cookie}` }), 'reporter.phone')
    expect(await phone()).toBe('')
    await guarded.post('desk', `/tickets/${ticket}/dispatch`, { user: 'qiang' })
    expect(await phone()).toBe(numbers[1])
    expect(at(await guarded.get('desk', `/tickets/${ticket}`), 'reporter.phone')).toBe(numbers[1])
  })

  test('a step by somebody who sees no number takes none away', async () => {
    await guarded.post('li', `/tickets/${ticket}/rate`, { score: 5 })
    expect(at(await guarded.get('desk', `/tickets/${ticket}`), 'reporter.phone')).toBe(numbers[1])
  })
})

test.each(['viewer', 'guard', 'technician'] as const)('live, a %s is told no number', async (role) => {
  const actor = { name: 'x', role, sites: ['hq'], locale: 'en', type: 'user' } as const
  const { db } = guarded.house
  const estate = await loadEstate(db)
  const sources = { db, estate, latest: () => null, head: () => 0, now: () => guarded.house.clock.at, demo: false }
  expect(told(JSON.stringify(await buildSnapshot(sources, { ...actor, sites: ['hq'] })))).toEqual([])
  const heard = guarded.happened.filter((one) => hears({ ...actor, sites: ['hq'] }, one))
  expect(heard.some(({ type }) => type === 'ticket.created')).toBe(true)
  const sent = heard.map((one): Happening => discreetHappening(actor, one))
  expect(told(JSON.stringify(sent))).toEqual([])
})
