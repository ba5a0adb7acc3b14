// The rim of the API: what is not understood, not allowed or not possible gets one clear problem document.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, no, openHouse, start, word, type House } from './testing/house.ts'

let house: House
let admin: string
beforeEach(async () => {
  house = await openHouse()
  admin = await house.token('admin')
})
afterEach(() => house.close())

const site = { id: 'hq', name: 'HQ' }
const post = (raw: string | Buffer, headers: Record<string, string> = {}) =>
  house.api('POST', '/sites', { token: admin, raw, headers })

describe('a body', () => {
  test.each([
    ['is no JSON', '{"id":', 400, 'malformed'],
    ['is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'malformed'],
    ['is too deep', '['.repeat(50) + ']'.repeat(50), 400, 'malformed'],
    ['has too many values', `[${'0,'.repeat(120_000)}0]`, 400, 'malformed'],
    ['poisons a prototype', '{"id":"x","name":"X","__proto__":{"admin":true}}', 400, 'malformed'],
    ['poisons one inside', '{"id":"x","name":"X","buildings":[{"__proto__":{"floors":1}}]}', 400, 'malformed'],
    ['is too large', JSON.stringify({ ...site, x: 'y'.repeat(1_100_000) }), 413, 'too_large'],
    [
      'has a number without end',
      '{"id":"x","name":"X","buildings":[{"id":"b","name":"B","floors":1e400}]}',
      422,
      'invalid',
    ],
    ['is another shape', '[1,2]', 422, 'invalid'],
    ['is null', 'null', 422, 'invalid'],
    ['names a constructor', '{"id":"constructor","name":"X","constructor":1}', 422, 'invalid'],
  ])('%s', async (_what, raw, status, code) => {
    const answer = await post(raw)
    expect(no(answer)).toEqual([status, code])
    expect(answer.headers.get('Content-Type')).toMatch('application/problem+json')
    expect(answer.body).toMatchObject({ status, code, type: `/api/docs#problem-${code}` })
    expect(word(answer, 'detail').length).toBeGreaterThan(5)
    expect(house.errors).toEqual([])
  })

  test('must be JSON by its type, so that no form of another page can send it', async () => {
    expect(no(await post(JSON.stringify(site), { 'Content-Type': 'text/plain' }))).toEqual([400, 'malformed'])
    expect(no(await post(JSON.stringify(site), { 'Content-Encoding': 'gzip' }))).toEqual([400, 'malformed'])
  })

  test('whatever it is, is answered by 201 or a problem, and never breaks anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (raw) => {
        const answer = await post(raw)
        expect([201, 400, 422]).toContain(answer.status)
      }),
      { numRuns: 60 },
    )
    expect(house.errors).toEqual([])
  })
})

describe('faults', () => {
  test('are listed by path, in the language of the caller', async () => {
    const body = JSON.stringify({
      id: 'HQ',
      name: '',
      timezone: 'Mars',
      buildings: [{ id: 'b', name: 'B', floors: 0 }],
    })
    const en = await post(body, { 'Accept-Language': 'fr, en-GB;q=0.8' })
    const zh = await post(body)
    const paths = (at(en, 'errors') as { path: string }[]).map(({ path }) => path)
    expect(paths.sort()).toEqual(['buildings.0.floors', 'id', 'name', 'timezone'])
    expect([en.headers.get('Content-Language'), zh.headers.get('Content-Language')]).toEqual(['en', 'zh-CN'])
    expect(word(en, 'detail')).toMatch(/^[\x20-\x7e]+$/)
    expect(word(zh, 'detail')).toMatch(/\p{Script=Han}/u)
    for (const { detail } of at(zh, 'errors') as { detail: string }[]) expect(detail).toMatch(/\p{Script=Han}/u)
  })

  test('of a union name the branch that was meant', async () => {
    const when = { all: [{ metric: 'current_a', above: 'high' }] }
    const body = { id: 'r', name: 'R', priority: 1, when, raise: { title: 'R' } }
    const answer = await house.api('POST', '/rules', { token: admin, body })
    expect(at(answer, 'errors.0.path')).toBe('when.all.0.above')
  })

  test('of a choice list what may be chosen; of a name say what is wrong with the text', async () => {
    const body = { id: 'r', name: '', priority: 7, when: { silent: 2 }, raise: { title: 'R' } }
    const answer = await house.api('POST', '/rules', { token: admin, body, headers: { 'Accept-Language': 'en' } })
    expect(at(answer, 'errors')).toMatchObject([
      { path: 'name', code: 'too_small' },
      { path: 'priority', code: 'invalid_value', detail: 'is not one of the allowed values: 1, 2, 3, 4' },
    ])
  })

  test('of a text that is no JSON say where it broke', async () => {
    expect(at(await post('{"id":'), 'errors')).toMatchObject([
      { code: 'malformed', detail: expect.any(String) as string },
    ])
  })

  test('of a query are 422 as well', async () => {
    expect(no(await house.api('GET', '/sites?limit=0', { token: admin }))).toEqual([422, 'invalid'])
    expect(no(await house.api('GET', '/sites?limit=1&limit=2', { token: admin }))).toEqual([422, 'invalid'])
    expect(no(await house.api('GET', '/sites?colour=red', { token: admin }))).toEqual([422, 'invalid'])
  })
})

describe('a page of another site', () => {
  const change = (origin: string) =>
    house.api('POST', '/sites', { token: admin, body: site, headers: { Origin: origin } })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'garbage'])(
    '%s may change nothing',
    async (origin) => {
      expect(no(await change(origin))).toEqual([403, 'foreign_origin'])
      expect((await house.api('GET', '/sites/hq', { token: admin })).status).toBe(404)
    },
  )

  test('our own pages may, and so may a program that names none', async () => {
    expect((await change(house.url)).status).toBe(201)
    const { status } = await house.api('POST', '/sites', { token: admin, body: { ...site, id: 'two' } })
    expect(status).toBe(201)
  })

  test('the public address is ours', async () => {
    await house.close()
    house = await openHouse({ settings: { publicUrl: 'https://watch.example:8443/x' } })
    admin = await house.token('admin')
    expect((await change('https://watch.example:8443')).status).toBe(201)
    expect((await change('https://watch.example')).status).toBe(403)
  })

  test('reading is not changing', async () => {
    const headers = { Origin: 'https://evil.example' }
    const answer = await house.api('GET', '/sites', { token: admin, headers })
    expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([200, null])
  })
})

describe('what breaks inside', () => {
  test('is 500 without a word of the inside, and logged', async () => {
    await house.close()
    house = await openHouse({
      deps: {
        pipeline: {
          explain: () => {
            throw new Error('secret detail')
          },
        } as never,
      },
    })
    admin = await house.token('admin')
    const answer = await house.api('GET', '/rules/x/explain?subject=device:x', { token: admin })
    expect(no(answer)).toEqual([500, 'internal'])
    expect(answer.text).not.toMatch(/secret detail|at .*\.ts/)
    expect(house.errors).toHaveLength(1)
  })

  test('is 503 when the records cannot be written', async () => {
    await house.close()
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
    house = await openHouse({ deps: { commit: () => Promise.reject(full) } })
    admin = await house.token('admin')
    expect(no(await house.api('POST', '/sites', { token: admin, body: site }))).toEqual([503, 'unavailable'])
  })
})

test('an unknown address is a problem, too', async () => {
  expect(no(await house.ask('GET', '/api/v1/nothing'))).toEqual([404, 'not_found'])
  expect(no(await house.ask('GET', '/api/v2/sites'))).toEqual([404, 'not_found'])
  expect(no(await house.ask('GET', '/api/v1/sites/%ff', { token: admin }))).toEqual([400, 'malformed'])
  expect(no(await house.ask('PUT', '/api/v1/sites', { token: admin, body: site }))).toEqual([404, 'not_found'])
})

test('too many requests are told when to come back', async () => {
  await house.close()
  house = await openHouse({ settings: { requestsPerMinute: 2 } })
  const asked = [await house.api('GET', '/about'), await house.api('GET', '/about'), await house.api('GET', '/about')]
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(asked[2]!.headers.get('Retry-After')).toMatch(/^\d+$/)
  // A cry for help is never one too many: it gets as far as the question who cries.
  expect(no(await house.api('POST', '/sos', { body: {} }))).toEqual([401, 'unauthenticated'])
})

test('no answer is kept by a cache, and every one carries the guards', async () => {
  const { headers } = await house.api('GET', '/sites', { token: admin })
  expect(headers.get('Cache-Control')).toBe('no-store')
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('X-Robots-Tag')).toContain('noindex')
  expect(headers.get('X-Powered-By')).toBeNull()
})

describe('Idempotency-Key', () => {
  const key = { 'Idempotency-Key': '6f1c-1' }
  const token = { name: 'ci', role: 'viewer' }

  test('a creation that is sent twice, also at once, happens once and answers the same', async () => {
    const send = () => house.api('POST', '/tokens', { token: admin, body: token, headers: key })
    const answers = [...(await Promise.all([send(), send()])), await send()]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await house.db.selectFrom('token').selectAll().where('doc', 'like', '%"ci"%').execute()).toHaveLength(1)
  })

  test('the kept answer does not show the secret', async () => {
    const answer = await house.api('POST', '/tokens', { token: admin, body: token, headers: key })
    const rows = JSON.stringify(await house.db.selectFrom('idempotency').selectAll().execute())
    expect(rows).not.toContain(word(answer, 'secret'))
    expect(rows).not.toContain(key['Idempotency-Key'])
  })

  test('with another body it is refused', async () => {
    await house.api('POST', '/sites', { token: admin, body: site, headers: key })
    const other = await house.api('POST', '/sites', { token: admin, body: { ...site, id: 'two' }, headers: key })
    expect(no(other)).toEqual([422, 'idempotency_mismatch'])
  })

  test('is of one caller, for a day; a refusal is not kept', async () => {
    await house.api('POST', '/sites', { token: admin, body: site, headers: key })
    const other = await house.token('admin')
    expect(no(await house.api('POST', '/sites', { token: other, body: site, headers: key }))).toEqual([409, 'id_taken'])
    house.clock.at = start + 25 * 3_600_000
    expect(no(await house.api('POST', '/sites', { token: admin, body: site, headers: key }))).toEqual([409, 'id_taken'])
  })
})
