// A finding and the ticket that was opened for it: verified work puts it right, a re-check that fails sends the work back.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, cookieFrom, estateOf, openHouse, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
const hour = 3_600_000
let house: House
const cookies = new Map<string, string>()
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  await house.person('li', 'operator', password)
  await house.person('zhang', 'supervisor', password)
  await house.person('qiang', 'technician', password)
  await signIn()
})
afterEach(() => house.close())

async function signIn(): Promise<void> {
  for (const who of ['li', 'zhang', 'qiang'])
    cookies.set(who, cookieFrom(await house.api('POST', '/session', { body: { username: who, password } })))
}
const ask = (who: string, path: string, body?: object) =>
  house.api(body ? 'POST' : 'GET', path, { cookie: cookies.get(who)!, ...(body && { body }) })
const act = (who: string, ticket: string, ...actions: string[]) =>
  actions.reduce((done, action) => done.then(() => ask(who, `/tickets/${ticket}/${action}`, {})), ask(who, '/session'))
const finding = async () => (await ask('li', '/findings/finding-01')).body

/** A lamp is out; its ticket is worked on and verified. */
async function mended(): Promise<string> {
  await ask('li', '/findings', { id: 'finding-01', site: 'hq', text: '灯不亮' })
  const ticket = word(await ask('li', '/findings/finding-01/ticket', {}), 'ticket')
  await ask('li', `/tickets/${ticket}/dispatch`, { user: 'qiang' })
  await act('qiang', ticket, 'accept', 'start', 'finish')
  expect(await finding()).toMatchObject({ state: 'open' })
  await act('li', ticket, 'verify')
  return ticket
}

test('work that was verified has put it right; who did it may not re-check it, the desk may', async () => {
  const ticket = await mended()
  expect(await finding()).toMatchObject({ state: 'fixed', fixedBy: 'qiang', ticket })
  expect(at(await ask('li', '/findings/finding-01'), 'timeline')).toMatchObject([
    ...[{ type: 'reported' }, { type: 'ticketed' }, { type: 'mended', by: 'li', data: { ticket, number: 1 } }],
  ])
  await act('li', ticket, 'close')
  await ask('zhang', '/findings/finding-01/recheck', { ok: true })
  expect(await finding()).toMatchObject({ state: 'closed' })
})

test('a re-check that fails within a day sends the same work back, once more to be verified', async () => {
  const ticket = await mended()
  await act('li', ticket, 'close')
  await ask('zhang', '/findings/finding-01/recheck', { ok: false, note: '又灭了' })
  expect(await finding()).toMatchObject({ state: 'assigned', owner: 'qiang', ticket })
  const again = await ask('li', `/tickets/${ticket}`)
  expect(again.body).toMatchObject({ state: 'working', bounces: 1, closedAt: null, finishedBy: null })
  expect(at(again, 'timeline')).toContainEqual(
    expect.objectContaining({ type: 'bounced', by: 'zhang', data: { finding: 'finding-01', bounces: 1 } }),
  )
  await act('qiang', ticket, 'finish')
  await act('li', ticket, 'verify')
  expect(await finding()).toMatchObject({ state: 'fixed', fixedBy: 'qiang' })
})

test('later than a day after, another ticket may be opened', async () => {
  const ticket = await mended()
  await act('li', ticket, 'close')
  house.clock.at += 25 * hour
  await signIn()
  await ask('zhang', '/findings/finding-01/recheck', { ok: false })
  expect(await finding()).toMatchObject({ state: 'assigned', ticket: null })
  expect((await ask('li', `/tickets/${ticket}`)).body).toMatchObject({ state: 'closed', bounces: 0 })
  const other = word(await ask('li', '/findings/finding-01/ticket', {}), 'ticket')
  expect(other).not.toBe(ticket)
  expect((await ask('li', `/tickets/${other}`)).body).toMatchObject({ state: 'new', number: 2 })
})
