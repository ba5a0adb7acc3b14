// Tickets of firms over HTTP: the people of a firm see what their firm has and can take it on; nobody of another firm
// learns of it by any way.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { useFiles } from '../store/file.ts'
import { at, cookieFrom, estateOf, no, openHouse, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
const photo = 'photo-of-the-valve'
const dataDir = mkdtempSync(path.join(tmpdir(), 'wk-firm-'))
let house: House
const cookies = new Map<string, string>()
beforeEach(async () => {
  house = await openHouse({ settings: { dataDir } })
  const admin = await house.token('admin')
  await estateOf(house, admin)
  for (const id of ['swift', 'lofty'])
    expect((await house.api('POST', '/vendors', { token: admin, body: { id, name: id } })).status).toBe(201)
  await house.person('li', 'operator', password)
  await house.person('lin', 'technician', password, { vendor: 'swift' })
  await house.person('mo', 'technician', password, { vendor: 'lofty' })
  await house.person('qiang', 'technician', password)
  for (const who of ['li', 'lin', 'mo', 'qiang'])
    cookies.set(who, cookieFrom(await house.api('POST', '/session', { body: { username: who, password } })))
})
afterEach(() => house.close())
afterAll(() => rmSync(dataDir, { recursive: true }))

const ask = (who: string, method: string, route: string, body?: object) =>
  house.api(method, route, { cookie: cookies.get(who)!, body })
const listed = async (who: string, query = '') =>
  (at(await ask(who, 'GET', `/tickets?state=open${query}`), 'items') as { id: string }[]).map(({ id }) => id)

async function given(to: object): Promise<string> {
  const body = { site: 'hq', type: 'fault', title: '门机故障', device: 'p-1' }
  const id = word(await ask('li', 'POST', '/tickets', body), 'id')
  expect((await ask('li', 'POST', `/tickets/${id}/dispatch`, to)).status).toBe(200)
  return id
}

test('what a firm was given stands in the lists of its people, and of no other firm’s', async () => {
  const id = await given({ vendor: 'swift' })
  const own = await given({ user: 'qiang' })
  expect(await listed('lin', '&vendor=own')).toEqual([id])
  expect(await listed('lin')).toEqual([id])
  expect(await listed('mo')).toEqual([])
  expect(await listed('mo', '&vendor=swift')).toEqual([])
  expect((await listed('qiang')).sort()).toEqual([id, own].sort())
  expect(await listed('qiang', '&vendor=own')).toEqual([])
  expect(await listed('li', '&vendor=swift')).toEqual([id])
})

test('one of its people takes it on for himself; somebody of another firm finds no such ticket', async () => {
  const id = await given({ vendor: 'swift' })
  const routes = [`/tickets/${id}`, `/tickets/${id}/slip?format=pdf`]
  for (const route of routes) expect(no(await ask('mo', 'GET', route))).toEqual([404, 'not_found'])
  expect(no(await ask('mo', 'POST', `/tickets/${id}/decline`, { reason: '无关' }))).toEqual([404, 'not_found'])
  expect(no(await ask('mo', 'POST', `/tickets/${id}/accept`, {}))).toEqual([404, 'not_found'])
  const taken = await ask('lin', 'POST', `/tickets/${id}/accept`, {})
  expect(taken.body).toMatchObject({ state: 'accepted', assignee: 'lin', vendor: 'swift' })
})

test('its happenings, photos and figures stay within the firm', async () => {
  const id = await given({ vendor: 'swift' })
  const heard = async (who: string) =>
    (at(await ask(who, 'GET', '/events?after=0'), 'items') as { type: string; id: string }[]).filter(
      (one) => one.type.startsWith('ticket.') && one.id === id,
    ).length
  expect(await heard('qiang')).toBe(2)
  // When it was opened it was nobody's yet.
  expect(await heard('lin')).toBe(1)
  expect(await heard('mo')).toBe(0)
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1])
  const kept = { raw: bytes, cookie: cookies.get('li')!, headers: { 'Content-Type': 'image/jpeg' } }
  expect((await house.api('PUT', `/files/${photo}`, kept)).status).toBe(200)
  const use = { noun: 'ticket', thing: id, site: 'hq' } as const
  await house.commit(async (tx) => ({ result: await useFiles(tx, [photo], use), happenings: [] }))
  const seen = async (who: string) => (await ask(who, 'GET', `/files/${photo}`)).status
  expect([await seen('lin'), await seen('mo'), await seen('qiang')]).toEqual([200, 404, 200])
  const stats = await ask('mo', 'GET', '/tickets/stats?from=2026-01-01T00:00:00.000Z&to=2026-12-31T00:00:00.000Z')
  expect(at(stats, 'vendors')).toEqual([])
})
