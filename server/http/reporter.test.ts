// The reporter's page: no sign-in, one ticket a report, a photo that is one, progress in plain words, the rating.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { fileLimit } from '../../core/contracts/file.ts'
import { linkFor } from '../reporter.ts'
import { findTicket, updateTicket } from '../store/ticket.ts'
import { at, estateOf, openHouse, type Answer, type House } from './testing/house.ts'

let house: House
let dataDir: string
let admin: string
let token: string
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'wk-reporter-'))
  house = await openHouse({ settings: { dataDir } })
  admin = await house.token('admin')
  await estateOf(house, admin)
  await house.api('PATCH', '/sites/hq', { token: admin, body: { phone: '0571-8800' } })
  token = await linked({ device: 'p-1' })
})
afterEach(async () => {
  await house.close()
  rmSync(dataDir, { recursive: true })
})

const linked = async (to: { device: string } | { ticket: string }) =>
  house.commit(async (tx) => ({ result: (await linkFor(tx, 'hq', to, house.clock.at)).token, happenings: [] }))
const look = (headers: Record<string, string> = { 'Accept-Language': 'en' }, link = token) =>
  house.ask('GET', `/r/${link}`, { headers })
const stampIn = ({ text }: Answer) => /name="stamp" value="([^"]+)"/.exec(text)?.[1] ?? ''
const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex')

async function send(fields: Record<string, string>, photo?: Buffer, headers: Record<string, string> = {}) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('photo', new Blob(photo ? [new Uint8Array(photo)] : []), photo ? 'p.png' : '')
  const raw = new Response(form)
  const type = raw.headers.get('content-type')!
  const body = Buffer.from(await raw.arrayBuffer())
  const asked = { raw: body, headers: { 'Content-Type': type, 'Accept-Language': 'en', ...headers } }
  return house.ask('POST', `/r/${token}`, asked)
}
const filled = async (more: Record<string, string> = {}) => ({
  ...{ stamp: stampIn(await look()), what: 'No water on the 3rd floor', where: '302', name: '李女士', phone: '138' },
  ...more,
})
const tickets = async () => at(await house.api('GET', '/tickets', { token: admin }), 'items') as Ticket[]
const linkIn = ({ headers }: Answer) => /^\/r\/([\w-]{16})/.exec(headers.get('Location') ?? '')?.[1] ?? ''

describe('a label', () => {
  test('opens a form in the language of the phone or the one chosen, without a script', async () => {
    const chinese = await look({ 'Accept-Language': 'zh-CN' })
    expect(chinese.text).toMatch(/<html lang="zh-CN">[^]*报修[^]*Pump 1[^]*tel:0571/)
    expect(chinese.text).not.toContain('<script')
    expect(chinese.headers.get('X-Robots-Tag')).toContain('noindex')
    expect(chinese.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    const english = await house.ask('GET', `/r/${token}?lang=en`, { headers: { 'Accept-Language': 'zh-CN' } })
    expect(english.text).toContain('Send the report')
    expect(await tickets()).toEqual([])
  })

  test('that is unknown, or whose device is gone, says so', async () => {
    expect(await look({ 'Accept-Language': 'en' }, 'AAAAAAAAAAAAAAAA')).toMatchObject({ status: 404 })
    await house.api('DELETE', '/devices/p-1', { token: admin })
    const gone = await look()
    expect([gone.status, gone.text.includes('not valid any more')]).toEqual([404, true])
  })

  test('leads to one address for ever', async () => {
    expect(await linked({ device: 'p-1' })).toBe(token)
    expect(await linked({ ticket: 'x' })).not.toBe(token)
  })
})

describe('a report', () => {
  test('becomes a ticket with its photo, shown by number and state', async () => {
    const sent = await send(await filled(), png)
    expect(sent.status).toBe(303)
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({
      ...{ site: 'hq', device: 'p-1', zone: 'room', type: 'repair', source: 'person', state: 'new' },
      ...{ title: { en: 'No water on the 3rd floor' }, reporter: { name: '李女士', phone: '138' } },
    })
    const whole = (await findTicket(house.db, ticket!.id))!
    const entry = whole.timeline.find(({ type }) => type === 'reported')!
    const photo = (entry.data.photos as string[])[0]!
    const shown = await house.api('GET', `/files/${photo}`, { token: admin })
    expect([shown.status, shown.headers.get('Content-Type')]).toEqual([200, 'image/png'])
    const page = await look({ 'Accept-Language': 'en' }, linkIn(sent))
    expect(page.text).toMatch(/Report no\. 1\b[^]*Received; somebody is being found/)
    expect(page.text).not.toMatch(/李女士|138/)
    expect((await look()).text).toContain('Report 1 is under way here')
  })

  test('sent twice is one ticket and keeps one photo', async () => {
    const fields = await filled()
    const both = await Promise.all([send(fields, png), send(fields, png)])
    expect(new Set(both.map(linkIn)).size).toBe(1)
    expect(await tickets()).toHaveLength(1)
    const kept = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(kept).toHaveLength(1)
  })

  test.each([
    ['no photo at all', Buffer.from('<svg onload="alert(1)">'), 'wrong', 'no photo that can be shown'],
    ['a sound', Buffer.from('OggS....'), 'wrong', 'no photo that can be shown'],
    ['too large', Buffer.alloc(fileLimit + 1, png), 'large', 'larger than 2 MB'],
  ])('with a file that is %s is taken without it, and says why', async (_, photo, why, words) => {
    const sent = await send(await filled(), photo)
    expect(sent.headers.get('Location')).toContain(`photo=${why}`)
    expect((await house.ask('GET', sent.headers.get('Location')!)).text).toContain(words)
    expect(await tickets()).toHaveLength(1)
  })

  test.each([
    [{ what: '  ' }, 422, 'Please say in a few words'],
    [{ what: 'x'.repeat(1001) }, 422, 'too long'],
    [{ stamp: 'made.up.stamp' }, 422, 'press send again'],
    [{ website: 'http://spam' }, 422, 'hidden field'],
  ])('%j is refused with a sentence, and what was written stays', async (wrong, status, words) => {
    const answer = await send(await filled(wrong))
    expect([answer.status, answer.text.includes(words)]).toEqual([status, true])
    expect(answer.text).toContain('value="302"')
    expect(await tickets()).toEqual([])
  })

  test('of a page that stood open for too long goes through at the second press', async () => {
    const fields = await filled()
    house.clock.at += 12 * 3_600_000
    const late = await send(fields)
    expect(late.status).toBe(422)
    expect((await send({ ...fields, stamp: stampIn(late) })).status).toBe(303)
  })

  test('is escaped, too large, of another page, or of a foreign site', async () => {
    const evil = await send(await filled({ what: '', where: '"><script>alert(1)</script>' }))
    expect(evil.text).not.toContain('<script>')
    const other = stampIn(await look({}, await linked({ device: 'p-2' })))
    expect((await send(await filled({ stamp: other }))).status).toBe(422)
    const foreign = await send(await filled(), undefined, { Origin: 'https://evil.example' })
    expect([foreign.status, foreign.text.includes('refused')]).toEqual([403, true])
    const large = await send(await filled(), Buffer.alloc(13 * 1024 * 1024))
    expect(large.status).toBe(413)
    const nonsense = await house.ask('POST', `/r/${token}`, { raw: '{}' })
    expect(nonsense.status).toBe(400)
    expect(await tickets()).toEqual([])
  })

  test('is one of ten in ten minutes from an address, and no more', async () => {
    const answers: number[] = []
    for (let n = 0; n < 11; n++) answers.push((await send(await filled())).status)
    expect(answers).toEqual([...Array<number>(10).fill(303), 429])
  })
})

describe('the page of a report', () => {
  async function reported(set: Partial<Ticket>): Promise<string> {
    const link = linkIn(await send(await filled()))
    const ticket = (await findTicket(house.db, (await tickets())[0]!.id))!
    await house.commit(async (tx) => ({
      result: await updateTicket(tx, ticket, { ...ticket, ...set, version: 2 }, null),
      happenings: [],
    }))
    return link
  }
  const rate = (link: string, raw: string) =>
    house.ask('POST', `/r/${link}`, {
      raw,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Accept-Language': 'en' },
    })

  test('asks for the rating once the work is verified, takes it once and thanks for it', async () => {
    const link = await reported({ state: 'verified' })
    expect((await look({ 'Accept-Language': 'en' }, link)).text).toContain('How was the repair?')
    expect((await rate(link, 'text=good')).text).toContain('Choose a score')
    expect((await rate(link, 'score=6')).status).toBe(422)
    expect((await rate(link, 'score=5&text=thanks')).status).toBe(303)
    await rate(link, 'score=1')
    const page = await look({ 'Accept-Language': 'en' }, link)
    expect(page.text).toContain('5 of 5')
    expect(page.text).not.toContain('How was the repair?')
    expect((await tickets())[0]!.rating).toMatchObject({ score: 5, text: 'thanks' })
  })

  test('takes no rating before', async () => {
    const link = await reported({ state: 'done' })
    expect((await look({}, link)).text).not.toContain('type="radio"')
    await rate(link, 'score=1')
    expect((await tickets())[0]!.rating).toBeNull()
  })

  test('tells a caller why there is no such service', async () => {
    const link = await reported({ state: 'declined', said: '室内灯泡由住户自行更换' })
    expect((await look({ 'Accept-Language': 'zh-CN' }, link)).text).toMatch(/没有此项服务[^]*室内灯泡由住户自行更换/)
  })
})
