// Signed tags over real wires: one read sent at once by a reader and by phones counts once; a reader that was out of reach
// hands in what it kept; the page of a tag works in a browser that nobody is signed in on.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { Caller } from '../support/caller.ts'
import { openHouse, type House } from '../support/house.ts'
import { connectDevice, register, watchScreen } from '../support/wires.ts'

const password = 'a long walk in the dark'
const tag: SunTag = { uid: '04A1B2C3D4E501', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }

let house: House
let reader: Awaited<ReturnType<typeof connectDevice>>
let screen: Awaited<ReturnType<typeof watchScreen>>
const people: Caller[] = []

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  for (const username of ['chen', 'zhao']) {
    const badge = `badge-${username}`
    await house.admin.create('/users', { username, name: username, role: 'guard', password, badge })
    const caller = new Caller(house.url)
    await caller.signIn(username, password)
    people.push(caller)
  }
  const checkpoint = { id: 'cp-1', site: 'hq', name: { 'zh-CN': '配电房', en: 'Switch room' } }
  await house.admin.create('/checkpoints', { ...checkpoint, tag: { type: 'ntag424', ...tag } })
  reader = await connectDevice(house, await register(house.admin, { id: 'rd-1', site: 'hq', kind: 'patrol_reader' }))
  screen = await watchScreen(house, house.admin)
})
afterAll(async () => {
  screen?.close()
  await reader?.end()
  await house?.leave()
})

const told = async (id: string): Promise<any> =>
  (await screen.event((event) => event.type.startsWith('tap.') && event.id === id)).data
const kept = async (counter: number): Promise<any[]> =>
  (await house.admin.get('/taps?limit=500')).items.filter((one: any) => one.counter === counter)

test('a burst of one read, by a reader and by two phones at once, is accepted once', async () => {
  const read = { ts: Date.now(), ...signTap(tag, 61, '0102030405') }
  const byReader = Array.from({ length: 8 }, (_, i) => ({ id: `r-${i}`, ...read, badge: 'badge-chen' }))
  const byPhone = Array.from({ length: 16 }, (_, i) => ({ id: `p-${i}`, ...read }))
  await Promise.all([
    ...byReader.map((tap) => reader.publish('tap', tap)),
    ...byPhone.map((tap, i) => people[i % 2]!.act('/taps', tap)),
  ])
  const all = await Promise.all([...byReader, ...byPhone].map(({ id }) => told(id)))
  const statuses = all.map(({ status }) => status)
  expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1)
  const first = all.find(({ status }) => status === 'accepted')
  expect(first).toMatchObject({ grade: 'A', place: 'signed', time: 'live', checkpoint: 'cp-1', counter: 61 })
  for (const other of all.filter((one) => one !== first))
    expect([other.status, other.reason]).toEqual(other.by === first.by ? ['duplicate', null] : ['refused', 'replayed'])
})

test('a reader that was out of reach hands in what it kept: late, and no proof of the minute', async () => {
  const minute = 60_000
  const now = Date.now()
  for (const [counter, ago] of [
    [50, 40],
    [51, 37],
  ] as const)
    await reader.publish('tap', {
      id: `late-${counter}`,
      ts: now - ago * minute,
      ...signTap(tag, counter, '0000000000'),
    })
  expect(await told('late-51')).toMatchObject({ status: 'accepted', grade: 'C', time: 'unproven', gap: 0, flags: [] })
  // Corrected by what its clock was measured to be off: the way over this machine.
  expect((await kept(50)).map(({ at }) => Math.round((now - Date.parse(at)) / minute))).toEqual([40])
})

test('forged data over MQTT are acknowledged, refused and told', async () => {
  const { cmac, ...read } = signTap(tag, 70, '0000000000')
  await reader.publish('tap', {
    id: 'forged',
    ts: Date.now(),
    ...read,
    cmac: cmac.replace(/^./, (c) => (c === '0' ? '1' : '0')),
  })
  expect(await told('forged')).toMatchObject({ status: 'refused', reason: 'bad_mac', grade: null })
  await reader.publish('tap', { id: 'true', ts: Date.now(), ...read, cmac })
  expect(await told('true')).toMatchObject({ status: 'accepted', counter: 70 })
})

test('the page of a tag records by its button, and asks afterwards who it was', async () => {
  const url = `/t?${new URLSearchParams(signTap(tag, 80, '0000000000')).toString()}`
  for (const method of ['HEAD', 'GET']) expect((await fetch(house.url + url, { method })).status).toBe(200)
  const page = await (await fetch(house.url + url)).text()
  expect(await kept(80)).toEqual([])
  const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!])
  const press = await fetch(`${house.url}/t`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const cookie = press.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  expect([press.status, await kept(80)]).toEqual([303, []])
  const who = new URLSearchParams({ username: 'zhao', password })
  const done = await fetch(`${house.url}/t/who`, { method: 'POST', body: who, headers: { cookie } })
  expect(await done.text()).toContain('打卡成功')
  expect(await kept(80)).toMatchObject([{ by: 'zhao', person: 'session', grade: 'A', status: 'accepted' }])
})
