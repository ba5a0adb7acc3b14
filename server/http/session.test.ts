// Signing in: the cookie, its life, guessing, the demo's buttons, the first administrator.
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureAdministrator, openSetup } from '../setup.ts'
import { at, cookieFrom, no, openHouse, start, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
let house: House
beforeEach(async () => {
  house = await openHouse()
  await house.person('wang', 'operator', password)
})
afterEach(() => house.close())

const signIn = (given = password, username = 'wang', cookie?: string) =>
  house.api('POST', '/session', { body: { username, password: given }, ...(cookie && { cookie }) })

describe('a session', () => {
  test('begins with a cookie that scripts cannot read and the database does not know', async () => {
    const answer = await signIn()
    const header = answer.headers.get('Set-Cookie')!
    expect(header).toMatch(/^wk_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
    expect(answer.body).toMatchObject({ user: { username: 'wang', role: 'operator' }, demo: false })
    expect(at(answer, 'permissions')).toContain('incident.act')
    const rows = JSON.stringify(await house.db.selectFrom('session').selectAll().execute())
    expect(rows).not.toContain(cookieFrom(answer).slice('wk_session='.length))
    expect(answer.text).not.toContain('argon2')
  })

  test('is marked Secure under TLS', async () => {
    await house.close()
    house = await openHouse({ settings: { secure: true } })
    await house.person('wang', 'operator', password)
    expect((await signIn()).headers.get('Set-Cookie')).toContain('; Secure')
  })

  test('says who is asking, and ends', async () => {
    const cookie = cookieFrom(await signIn())
    expect(at(await house.api('GET', '/session', { cookie }), 'user.username')).toBe('wang')
    const out = await house.api('DELETE', '/session', { cookie })
    expect([out.status, out.headers.get('Set-Cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect((await house.api('GET', '/session', { cookie })).status).toBe(401)
  })

  test('a new one at each sign-in; the cookie that came along ends', async () => {
    const first = cookieFrom(await signIn())
    const second = cookieFrom(await signIn(password, 'wang', first))
    expect(second).not.toBe(first)
    expect((await house.api('GET', '/session', { cookie: first })).status).toBe(401)
    expect((await house.api('GET', '/session', { cookie: second })).status).toBe(200)
  })

  test('runs out 12 hours after its last use', async () => {
    const cookie = cookieFrom(await signIn())
    house.clock.at = start + 11 * 3_600_000
    expect((await house.api('GET', '/session', { cookie })).status).toBe(200)
    house.clock.at = start + 22 * 3_600_000
    expect((await house.api('GET', '/session', { cookie })).status).toBe(200)
    house.clock.at = start + 35 * 3_600_000
    expect((await house.api('GET', '/session', { cookie })).status).toBe(401)
  })

  test('a forged or foreign cookie is nobody', async () => {
    for (const cookie of ['wk_session=', 'wk_session=x', 'other=1; wk_session=%00', `wk_session=${'a'.repeat(5000)}`])
      expect((await house.api('GET', '/session', { cookie })).status).toBe(401)
  })
})

describe('guessing', () => {
  test('a wrong password, an unknown name and a disabled person are not told apart', async () => {
    await house.person('gone', 'operator', password, { enabled: false })
    const answers = [await signIn('wrong'), await signIn(password, 'nobody'), await signIn(password, 'gone')]
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(no(answers[0]!)).toEqual([401, 'wrong_password'])
  })

  test('is slowed down, also when everything comes at once, and the right one gets in afterwards', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn(`guess ${n}`)))
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5)
    const slowed = guesses.filter(({ status }) => status === 429)
    expect(slowed).toHaveLength(7)
    expect(slowed[0]!.headers.get('Retry-After')).toBe('1')
    expect(no(await signIn())).toEqual([429, 'too_many_attempts'])
    house.clock.at += 1000
    expect((await signIn()).status).toBe(200)
  })

  test('somebody without a password cannot sign in with an empty one', async () => {
    await house.person('demo', 'viewer')
    expect(no(await signIn('', 'demo'))).toEqual([401, 'wrong_password'])
  })

  test('is in the audit, without what was typed', async () => {
    await signIn('hunter2 typed here')
    const audit = await house.api('GET', '/audit', { token: await house.token('supervisor') })
    expect(at(audit, 'items')).toMatchObject([{ type: 'audit.sign_in_refused', id: 'wang' }])
    expect(audit.text).not.toContain('hunter2')
  })
})

describe('taking rights away', () => {
  let admin: string
  beforeEach(async () => void (admin = await house.token('admin')))

  test.each([{ enabled: false }, { password: 'another long one' }])('%o ends the sessions', async (body) => {
    const cookie = cookieFrom(await signIn())
    const revoked: string[] = []
    house.identity.onRevoked((name) => void revoked.push(name))
    expect((await house.api('PATCH', '/users/wang', { token: admin, body })).status).toBe(200)
    expect((await house.api('GET', '/session', { cookie })).status).toBe(401)
    expect(revoked).toEqual(['wang'])
  })

  test('somebody who is disabled is nobody, whatever session is left', async () => {
    const cookie = cookieFrom(await signIn())
    await house.person('wang', 'operator', password, { enabled: false })
    expect((await house.api('GET', '/session', { cookie })).status).toBe(401)
  })

  test('a new role holds at once', async () => {
    const cookie = cookieFrom(await signIn())
    await house.api('PATCH', '/users/wang', { token: admin, body: { role: 'viewer' } })
    const body = { route: 'r' }
    expect(no(await house.api('POST', '/rounds', { cookie, body }))).toEqual([403, 'forbidden'])
  })

  test('the own new password needs the old one and ends the other sessions', async () => {
    const [here, there] = [cookieFrom(await signIn()), cookieFrom(await signIn())]
    const next = { password: 'a brand new one', current: 'wrong' }
    expect(no(await house.api('PATCH', '/session', { cookie: here, body: next }))).toEqual([401, 'wrong_password'])
    const good = { ...next, current: password, locale: 'en' }
    expect(at(await house.api('PATCH', '/session', { cookie: here, body: good }), 'user.locale')).toBe('en')
    expect((await house.api('GET', '/session', { cookie: here })).status).toBe(200)
    expect((await house.api('GET', '/session', { cookie: there })).status).toBe(401)
    expect((await signIn(next.password)).status).toBe(200)
  })

  test('the last administrator stays', async () => {
    await house.person('root', 'admin', password)
    for (const body of [{ enabled: false }, { role: 'viewer' }, { sites: [] }])
      expect(no(await house.api('PATCH', '/users/root', { token: admin, body }))).toEqual([409, 'last_admin'])
    await house.person('second', 'admin', password)
    expect((await house.api('PATCH', '/users/root', { token: admin, body: { enabled: false } })).status).toBe(200)
  })
})

describe('tokens', () => {
  test('work until they run out or are revoked', async () => {
    const admin = await house.token('admin')
    const body = { name: 'ci', role: 'operator', expiresAt: new Date(start + 60_000).toISOString() }
    const made = await house.api('POST', '/tokens', { token: admin, body })
    const token = word(made, 'secret')
    expect(token).toMatch(/^wk_/)
    expect(word(await house.api('GET', '/session', { token }), 'user.username')).toBe(`token.${word(made, 'token.id')}`)
    expect((await house.api('GET', '/tokens', { token: admin })).text).not.toContain(token)
    house.clock.at = start + 60_000
    expect((await house.api('GET', '/session', { token })).status).toBe(401)
    house.clock.at = start
    expect((await house.api('DELETE', `/tokens/${word(made, 'token.id')}`, { token: admin })).status).toBe(204)
    expect((await house.api('GET', '/session', { token })).status).toBe(401)
  })

  test('a wrong one is nobody, even beside a good cookie', async () => {
    const cookie = cookieFrom(await signIn())
    expect((await house.api('GET', '/session', { token: `wk_${'x'.repeat(43)}`, cookie })).status).toBe(401)
  })

  test('nobody can take the name of one', async () => {
    const body = { username: 'token.abc', name: 'T', role: 'viewer', password }
    expect(no(await house.api('POST', '/users', { token: await house.token('admin'), body }))[0]).toBe(409)
  })
})

describe('the demo’s buttons', () => {
  const demo = { demo: true, loopback: true, demoPublic: false }
  const press = (headers: Record<string, string> = {}) =>
    house.api('POST', '/session/demo', { body: { username: 'wang' }, headers })
  const open = async (settings: object) => {
    await house.close()
    house = await openHouse({ settings })
    await house.person('wang', 'operator')
  }

  test('let anybody of this machine in, and are shown to him', async () => {
    await open(demo)
    expect(at(await house.api('GET', '/about'), 'demoUsers')).toEqual([
      { username: 'wang', name: 'wang', role: 'operator', firm: null },
    ])
    expect((await press()).status).toBe(200)
    expect(no(await house.api('POST', '/session/demo', { body: { username: 'nobody' } }))).toEqual([404, 'demo_only'])
  })

  test.each([
    { ...demo, demo: false },
    { ...demo, loopback: false },
  ])('%o: do not exist', async (settings) => {
    await open(settings)
    expect(no(await press())).toEqual([404, 'demo_only'])
    expect(at(await house.api('GET', '/about'), 'demoUsers')).toEqual([])
  })

  test('not through a proxy', async () => {
    await open(demo)
    expect(no(await press({ 'X-Forwarded-For': '203.0.113.9' }))).toEqual([404, 'demo_only'])
  })

  test('not by a foreign name that points here', async () => {
    await open(demo)
    const status = await new Promise((resolve, reject) => {
      const headers = { Host: 'rebound.example', 'Content-Type': 'application/json', Origin: 'http://rebound.example' }
      const asked = request(`${house.url}/api/v1/session/demo`, { method: 'POST', headers })
      asked.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
      asked.end('{"username":"wang"}')
    })
    expect(status).toBe(404)
  })

  test('for everybody only when the owner said so', async () => {
    await open({ ...demo, loopback: false, demoPublic: true })
    expect((await press({ 'X-Forwarded-For': '203.0.113.9' })).status).toBe(200)
  })
})

describe('the first administrator', () => {
  const person = { username: 'root', name: 'Root', password, locale: 'en' }
  const setUp = (token: string, username = 'root') =>
    house.api('POST', '/setup', { body: { ...person, username, token } })

  test('is made once, by whoever has the link', async () => {
    expect(at(await house.api('GET', '/about'), 'setupNeeded')).toBe(true)
    const token = (await openSetup(house.deps))!
    expect(no(await setUp('guess'))).toEqual([403, 'bad_setup_token'])
    const made = await setUp(token)
    expect([made.status, at(made, 'user.role'), at(made, 'user.locale')]).toEqual([201, 'admin', 'en'])
    expect((await house.api('GET', '/users', { cookie: cookieFrom(made) })).status).toBe(200)
    expect(no(await setUp(token, 'second'))).toEqual([409, 'setup_done'])
    expect(at(await house.api('GET', '/about'), 'setupNeeded')).toBe(false)
    expect(await openSetup(house.deps)).toBeNull()
  })

  test('two presses at once make one', async () => {
    const token = (await openSetup(house.deps))!
    const both = await Promise.all([setUp(token, 'one'), setUp(token, 'two')])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('a newer link makes the older worthless', async () => {
    const old = (await openSetup(house.deps))!
    await openSetup(house.deps)
    expect(no(await setUp(old))).toEqual([403, 'bad_setup_token'])
  })

  test('comes from the settings, and a later start does not reset the password', async () => {
    expect(await ensureAdministrator(house.deps, password)).toBe(true)
    expect((await signIn(password, 'admin')).status).toBe(200)
    expect(await ensureAdministrator(house.deps, 'changed in the settings')).toBe(false)
    expect((await signIn(password, 'admin')).status).toBe(200)
  })
})
