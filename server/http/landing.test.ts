// The page that a tag opens: looking records nothing, the button does, and who it was may be said afterwards.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { estateOf, openHouse, start, word, type Answer, type House } from './testing/house.ts'

const own: SunTag = { uid: '04A1B2C3D4E5F6', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }
const minute = 60_000
const password = 'correct horse battery'
let house: House

beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  const lead = await house.token('supervisor')
  const name = { 'zh-CN': 'B2 <配电房>', en: 'B2 <switch room>' }
  const tag = { type: 'ntag424', ...own }
  await house.api('POST', '/checkpoints', { token: lead, body: { id: 'cp-1', site: 'hq', name, tag, code: 'ABC234' } })
  await house.api('POST', '/checkpoints', { token: lead, body: { id: 'cp-2', site: 'hq', name: 'Garage' } })
  const stops = [
    { checkpoint: 'cp-1', from: 0, until: 10 },
    { checkpoint: 'cp-2', from: 5, until: 20 },
  ]
  await house.api('POST', '/routes', { token: lead, body: { id: 'night', site: 'hq', name: 'Night', stops } })
  await house.api('POST', '/rounds', { token: lead, body: { route: 'night' } })
  await house.person('chen', 'guard', password)
})
afterEach(() => house.close())

/** A phone's browser: keeps cookies by name, follows no redirect by itself. */
function phone(language = 'zh-CN') {
  const jar = new Map<string, string>()
  async function ask(
    method: string,
    path: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const raw = form && new URLSearchParams(form).toString()
    const type = form && { 'Content-Type': 'application/x-www-form-urlencoded' }
    const answer = await house.ask(method, path, {
      ...{ cookie, headers: { 'Accept-Language': language, ...type, ...headers } },
      ...(raw !== undefined && { raw }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      expect(attributes).toContain('HttpOnly')
      if (attributes.includes('Max-Age=0')) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  return { jar, ask }
}
type Phone = ReturnType<typeof phone>

const urlOf = (counter: number) => `/t?${new URLSearchParams(signTap(own, counter, '0102030405') as never).toString()}`
const taps = () => house.db.selectFrom('tap').selectAll().execute()
const docs = async () => (await taps()).map(({ doc }) => JSON.parse(doc) as Record<string, unknown>)

/** The fields of the form whose button is the large one. */
function formOf({ text }: Answer): Record<string, string> {
  const fields = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name, value]) => [name!, value!]))
}
async function press(device: Phone, counter: number, wait = 0): Promise<Answer> {
  const shown = await device.ask('GET', urlOf(counter))
  house.clock.at += wait
  return device.ask('POST', '/t', formOf(shown))
}
const signIn = (device: Phone, secret = password) =>
  device.ask('POST', '/t/who', { username: 'chen', password: secret })

describe('looking', () => {
  test.each([
    ['GET', {}],
    ['HEAD', {}],
    ['GET', { 'Sec-Purpose': 'prefetch' }],
    ['GET', { Purpose: 'preview' }],
  ] as const)('%s %j records nothing', async (method, headers) => {
    const answer = await phone().ask(method, urlOf(5), undefined, headers)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('X-Robots-Tag')).toContain('noindex')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.getSetCookie()).toEqual([])
    const tables = ['tap', 'session'] as const
    const rows = await Promise.all(tables.map((table) => house.db.selectFrom(table).selectAll().execute()))
    expect(rows.flat()).toEqual([])
  })

  test('shows the checkpoint in the phone’s language, safely, without a script', async () => {
    const chinese = await phone().ask('GET', urlOf(5))
    expect(chinese.text).toContain('<h1>B2 &lt;配电房&gt;</h1>')
    expect(chinese.text).toContain('lang="zh-CN"')
    const english = await phone('en-GB,en;q=0.9').ask('GET', urlOf(5))
    expect(english.text).toContain('<h1>B2 &lt;switch room&gt;</h1>')
    for (const { text, headers } of [chinese, english]) {
      expect(text).not.toContain('<script')
      expect(text).toContain('name="robots" content="noindex"')
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  test.each([
    ['a forged tag', () => urlOf(5).replace(/cmac=../, 'cmac=00'), '标签签名不对'],
    ['no tag at all', () => '/t', '请把手机贴近巡更点的标签'],
    ['an LRP tag', () => `/t?picc_data=${'AB'.repeat(24)}&cmac=${'AB'.repeat(8)}`, 'LRP'],
    ['an unknown code', () => '/t?code=ZZZZZZ', '没有这个点位码'],
    ['markup', () => '/t?code=%3Cscript%3E', '没有这个点位码'],
  ])('at %s says so', async (_, url, words) => {
    const { text } = await phone().ask('GET', url())
    expect(text).toContain(words)
    expect(text).not.toContain('<script')
    expect(formOf({ text } as Answer)).toEqual({})
  })
})

describe('the button', () => {
  test('before sign-in keeps the tap, asks who it was, and records what was read then', async () => {
    const device = phone()
    const asked = await press(device, 5, 10_000)
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/t/who'])
    expect(await taps()).toEqual([])
    expect((await device.ask('GET', '/t/who')).text).toContain('打卡已保留（1 次）')
    house.clock.at += 4 * minute
    expect((await signIn(device, 'wrong')).text).toContain('用户名或密码不对')
    expect(await taps()).toEqual([])
    const done = await signIn(device)
    expect(done.text).toContain('打卡成功')
    expect(done.text).toContain('A 级：加密标签，实时')
    expect(done.text).toContain('14:00:00 (UTC+8)')
    expect(done.text).toContain('Garage，14:20 前')
    expect(await docs()).toMatchObject([
      {
        status: 'accepted',
        by: 'chen',
        person: 'session',
        grade: 'A',
        counter: 5,
        claimed: false,
        round: expect.any(String) as unknown,
      },
    ])
    expect(device.jar.has('wk_tap')).toBe(false)
  })

  test('keeps taps of several checkpoints, each once', async () => {
    const device = phone()
    await press(device, 5)
    await press(device, 6)
    const again = await device.ask('GET', urlOf(6))
    const form = formOf(again)
    await device.ask('POST', '/t', form)
    await device.ask('POST', '/t', form)
    await signIn(device)
    const kept = (await docs()).map(({ counter, status }) => `${String(counter)} ${String(status)}`)
    expect(kept).toEqual(['5 accepted', '6 accepted', '6 duplicate'])
  })

  test('says of a tap that waited longer for its owner only that the phone was there', async () => {
    const device = phone()
    await press(device, 5)
    house.clock.at += 20 * minute
    await signIn(device)
    expect(await docs()).toMatchObject([
      { by: 'chen', person: 'shared', grade: 'A', at: new Date(start).toISOString() },
    ])
  })

  test('knows the guard next time by the mark of his phone, and says how', async () => {
    const device = phone('en')
    await press(device, 5)
    await signIn(device)
    device.jar.delete('wk_session')
    const shown = await device.ask('GET', urlOf(6))
    expect(shown.text).toContain('打卡人：chen')
    const done = await device.ask('POST', '/t', formOf(shown))
    expect(done.text).toContain('打卡成功')
    expect((await docs()).at(-1)).toMatchObject({ by: 'chen', person: 'shared', counter: 6, grade: 'A' })
  })

  test('twice is once', async () => {
    const device = phone()
    await press(device, 5)
    await signIn(device)
    const form = formOf(await device.ask('GET', urlOf(6)))
    await Promise.all([device.ask('POST', '/t', form), device.ask('POST', '/t', form)])
    expect((await docs()).filter(({ counter }) => counter === 6)).toHaveLength(1)
    expect((await device.ask('GET', urlOf(6))).text).toContain('已打过卡')
  })

  test('of a code records a tap of grade E', async () => {
    const device = phone()
    await device.ask('POST', '/t', formOf(await device.ask('GET', '/t?code=abc-234')))
    expect((await signIn(device)).text).toContain('E 级：扫码或手输')
  })

  test('is one tap with what the phone kept of it, however old its page', async () => {
    const device = phone()
    await device.ask('POST', '/t', formOf(await device.ask('GET', '/t?code=ABC234')))
    await signIn(device)
    for (const wait of [0, 13 * 60]) {
      const form = formOf(await device.ask('GET', '/t?code=ABC234'))
      house.clock.at += wait * minute
      const pressed = device.ask('POST', '/t', form)
      const kept = { id: form.tap, code: 'ABC234', ts: house.clock.at, sentAt: house.clock.at }
      const sent = async () => house.api('POST', '/taps', { token: await house.token('guard'), body: [kept] })
      expect((await pressed).text).toContain('打卡成功')
      expect((await sent()).body).toMatchObject({ items: [{ id: form.tap, status: 'duplicate' }] })
    }
    expect(await taps()).toHaveLength(3)
  })

  test('on a page of another site records nothing', async () => {
    const device = phone()
    const form = formOf(await device.ask('GET', urlOf(5)))
    for (const Origin of ['https://evil.example', 'null']) {
      const answer = await device.ask('POST', '/t', form, { Origin })
      expect([answer.status, answer.text.includes('请求来自别的网站')]).toEqual([403, true])
    }
    expect(device.jar.size).toBe(0)
    expect((await device.ask('POST', '/t', form, { Origin: house.url })).status).toBe(303)
  })

  test('with forged data is refused at once, kept and told', async () => {
    const device = phone()
    const form = { ...formOf(await device.ask('GET', urlOf(5))), cmac: '00'.repeat(8) }
    expect((await device.ask('POST', '/t', form)).text).toContain('标签签名不对')
    expect(await docs()).toMatchObject([{ status: 'refused', reason: 'bad_mac', by: null, person: 'unknown' }])
    const told = await house.db.selectFrom('happening').select('type').where('type', 'like', 'tap.%').execute()
    expect(told).toEqual([{ type: 'tap.refused' }])
  })

  test('with the stamp of another page counts from now', async () => {
    const device = phone()
    const { stamp } = formOf(await device.ask('GET', urlOf(5)))
    house.clock.at += 10 * minute
    await device.ask('POST', '/t', { ...(signTap(own, 6, '0102030405') as Record<string, string>), stamp: stamp! })
    await signIn(device)
    expect((await docs())[0]).toMatchObject({ counter: 6, at: new Date(start + 10 * minute).toISOString() })
  })

  test('is not for somebody who may not tap', async () => {
    await house.person('owner', 'viewer', password)
    const device = phone()
    await press(device, 5)
    const answer = await device.ask('POST', '/t/who', { username: 'owner', password })
    expect(answer.status).toBe(403)
    expect(await taps()).toEqual([])
  })
})

describe('the mark of a phone', () => {
  async function marked(): Promise<Phone> {
    const device = phone()
    await press(device, 5)
    await signIn(device)
    device.jar.delete('wk_session')
    return device
  }

  test('opens nothing else', async () => {
    const device = await marked()
    const mark = device.jar.get('wk_guard')!
    for (const name of ['wk_guard', 'wk_session'])
      expect((await house.api('GET', '/session', { cookie: `${name}=${mark}` })).status).toBe(401)
    expect(JSON.stringify(await house.db.selectFrom('session').selectAll().execute())).not.toContain(mark)
  })

  test('is given up by “not me”', async () => {
    const device = await marked()
    const before = device.jar.get('wk_guard')!
    await device.ask('POST', '/t/leave', {})
    expect(device.jar.has('wk_guard')).toBe(false)
    device.jar.set('wk_guard', before)
    expect((await press(device, 6)).headers.get('Location')).toBe('/t/who')
  })

  test('ends with a new password, and when the guard leaves', async () => {
    const device = await marked()
    const admin = await house.token('admin')
    await house.api('PATCH', '/users/chen', { token: admin, body: { password: 'another long password' } })
    expect((await press(device, 6)).headers.get('Location')).toBe('/t/who')
    const again = phone()
    await press(again, 7)
    await again.ask('POST', '/t/who', { username: 'chen', password: 'another long password' })
    again.jar.delete('wk_session')
    await house.api('PATCH', '/users/chen', { token: admin, body: { enabled: false } })
    expect((await press(again, 8)).headers.get('Location')).toBe('/t/who')
  })
})

describe('a genuine tag that hangs nowhere', () => {
  const fresh: SunTag = { uid: '04FF00FF00FF00', metaKey: '77'.repeat(16), fileKey: '88'.repeat(16) }
  const url = (tag = fresh) => `/t?${new URLSearchParams(signTap(tag, 1, '0102030405') as never).toString()}`
  beforeEach(async () => {
    const batch = { id: 'b-1', site: 'hq', name: 'B', metaKey: fresh.metaKey, fileKey: fresh.fileKey }
    const token = await house.token('supervisor')
    await house.api('POST', '/tag-batches', { token, body: { ...batch, diversified: false } })
    await house.person('boss', 'supervisor', password)
  })
  const session = async (username: string) =>
    `wk_session=${(await house.identity.open({ username } as never, { cookie: null })).cookie}`

  test('is offered for enrolment to who is signed in and may, with what was read, and nothing is used up', async () => {
    const { text } = await house.ask('GET', url(), { cookie: await session('boss') })
    expect(text).toContain('登记到巡更点')
    const [, query] = /href="\/m\/enrol\?([^"]*)"/.exec(text)!
    const carried = Object.fromEntries(new URLSearchParams(query!.replaceAll('&amp;', '&')))
    expect(carried).toEqual(signTap(fresh, 1, '0102030405'))
    for (const table of ['tap', 'tag_read'] as const)
      expect(await house.db.selectFrom(table).selectAll().execute()).toEqual([])
  })

  test.each(['nobody', 'a guard', 'the mark of a phone'])('is unknown to %s', async (who) => {
    const device = phone()
    if (who === 'a guard') device.jar.set('wk_session', (await session('chen')).split('=')[1]!)
    if (who === 'the mark of a phone') {
      await press(device, 5)
      await device.ask('POST', '/t/who', { username: 'boss', password })
      device.jar.delete('wk_session')
    }
    const { text } = await device.ask('GET', url())
    expect(text).toMatch(/标签签名不对|没有登记/)
    expect(text).not.toContain('/m/enrol')
  })

  test('but forged is refused to everybody', async () => {
    const { text } = await house.ask('GET', url({ ...fresh, fileKey: '99'.repeat(16) }), {
      cookie: await session('boss'),
    })
    expect(text).not.toContain('/m/enrol')
  })

  test('says of a read that was presented that it is used', async () => {
    const token = await house.token('supervisor')
    await house.api('POST', '/tags/read', { token, body: { site: 'hq', ...signTap(own, 5, '0102030405') } })
    expect((await phone().ask('GET', urlOf(5))).text).toContain('请在现场重新贴标签')
  })
})

test('a cookie that nobody sealed holds no taps', async () => {
  const device = phone()
  device.jar.set(
    'wk_tap',
    Buffer.from(JSON.stringify([{ claim: { code: 'ABC234' }, id: 'x', at: start }])).toString('base64url'),
  )
  expect((await device.ask('GET', '/t/who')).text).toContain('没有待提交的打卡')
  await signIn(device)
  expect(await taps()).toEqual([])
})

test('in the demo people are chosen by a button, on this machine alone', async () => {
  await house.close()
  house = await openHouse({ settings: { demo: true } })
  await house.person('zhao', 'guard')
  expect((await phone().ask('GET', '/t/who')).text).toContain('value="zhao"')
  const far = await phone().ask('GET', '/t/who', undefined, { 'X-Forwarded-For': '203.0.113.9' })
  expect(far.text).not.toContain('zhao')
  const no = await phone().ask('POST', '/t/who', { demo: 'zhao' }, { 'X-Forwarded-For': '203.0.113.9' })
  expect([no.status, word({ ...no, body: { text: no.text } }, 'text').includes('用户名或密码不对')]).toEqual([
    403,
    true,
  ])
})
