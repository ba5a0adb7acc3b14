// Answers to the checks of a checkpoint that follow the tap: added once, by the same person, and told.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cookieFrom, estateOf, openHouse, type House } from './testing/house.ts'

let house: House
let guard: string
let other: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  guard = await cookieOf('li')
  other = await cookieOf('wang')
  const body = { id: 'cp-1', site: 'hq', name: 'B2', tag: null, code: 'ABCDEF' }
  await house.api('POST', '/checkpoints', { token: await house.token('supervisor'), body })
})
afterEach(() => house.close())

async function cookieOf(username: string): Promise<string> {
  await house.person(username, 'guard', 'correct horse battery')
  const body = { username, password: 'correct horse battery' }
  return cookieFrom(await house.api('POST', '/session', { body }))
}
const send = async (cookie: string, tap: object) =>
  (await house.api('POST', '/taps', { cookie, body: [{ id: 'tap-0001', code: 'ABCDEF', ...tap }] })).body as {
    items: { status: string; checks: object[] }[]
  }
const told = async () => (await house.db.selectFrom('happening').select('type').execute()).map(({ type }) => type)

test('the answers are added to the tap once', async () => {
  expect((await send(guard, {})).items[0]).toMatchObject({ status: 'accepted', checks: [] })
  const checks = [{ id: 'hose', ok: true }]
  expect((await send(guard, { checks })).items[0]).toMatchObject({ status: 'duplicate', checks })
  expect((await send(guard, { checks: [{ id: 'hose', ok: false }] })).items[0]).toMatchObject({ checks })
  expect((await told()).filter((type) => type === 'tap.checked')).toHaveLength(1)
})

test('nobody answers for somebody else', async () => {
  await send(guard, {})
  expect((await send(other, { checks: [{ id: 'hose', ok: false }] })).items[0]).toMatchObject({ checks: [] })
})
