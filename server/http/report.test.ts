import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CoverageReport, DailyReport, DisputePack, ExceptionReport } from '../../core/contracts/report.ts'
import { verifyChain } from '../../core/domain/chain.ts'
import { disputePage } from '../report/dispute-page.ts'
import { judgePack, shownOf } from '../report/dispute-show.ts'
import { sha256 } from '../store/sha256.ts'
import { at, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'wk-report-'))
const minute = 60_000
const iso = (ms: number) => new Date(ms).toISOString()
const day = { from: iso(start - 6 * 3_600_000), to: iso(start + 18 * 3_600_000) }
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a stuck valve')])

let house: House
let admin: string
let lead: string
let guard: string
let round: string
/** One round of three stops: on time with a failed check, out of order and with a refused tap, never visited. */
beforeAll(async () => {
  house = await openHouse({ settings: { dataDir } })
  admin = await house.token('admin')
  lead = await house.token('supervisor', ['hq'])
  await estateOf(house, admin)
  await house.api('POST', '/zones', {
    token: admin,
    body: { id: 'yard', site: 'hq', name: { 'zh-CN': '后院', en: 'Yard' } },
  })
  await house.person('chen', 'guard', 'a long password', { name: '=陈浩', sites: ['hq'] })
  const signedIn = await house.api('POST', '/session', { body: { username: 'chen', password: 'a long password' } })
  guard = (signedIn.headers.get('Set-Cookie') ?? '').split(';')[0]!
  const checks = [{ id: 'valve', name: { 'zh-CN': '阀门', en: 'Valve' } }]
  for (const [n, code] of ['AAAAAA', 'BBBBBB', 'CCCCCC'].entries()) {
    const name = { 'zh-CN': `点 ${n + 1}`, en: `Point ${n + 1}` }
    const keys = { metaKey: '1'.repeat(32), fileKey: '2'.repeat(32) }
    const tag = n === 2 ? { type: 'ntag424', uid: '04DE5F1EACC040', ...keys } : null
    await post('/checkpoints', { id: `cp-${n + 1}`, site: 'hq', name, zone: n < 2 ? 'room' : null, code, checks, tag })
  }
  const stops = [1, 2, 3].map((n) => ({ checkpoint: `cp-${n}`, from: 0, until: 10 * n }))
  const name = { 'zh-CN': '夜巡', en: 'Night patrol' }
  await post('/routes', { id: 'night', site: 'hq', name, stops, order: 'ordered', guard: 'chen' })
  round = word(await post('/rounds', { route: 'night', guard: 'chen' }), 'id')
  await house.api('PUT', '/files/photo-0001', { raw: photo, cookie: guard, headers: { 'Content-Type': 'image/jpeg' } })
  house.clock.at += 2 * minute
  await tap('tap-1', 'BBBBBB')
  house.clock.at += 3 * minute
  await tap('tap-2', 'AAAAAA', [{ id: 'valve', ok: false, note: 'stuck <b>', photos: ['photo-0001'] }])
  const bare = { id: 'tap-3', tag: '04DE5F1EACC040', ts: house.clock.at }
  await house.api('POST', '/taps', { cookie: guard, body: [bare] })
  await house.commit(() => Promise.resolve({ result: null, happenings: [strange] }))
  house.clock.at += minute
  await tap('tap-4', 'AAAAAA')
})
afterAll(async () => {
  await house.close()
  rmSync(dataDir, { recursive: true })
})

const strange = {
  type: 'audit.noted',
  at: iso(start + 5 * minute),
  site: 'far',
  by: 'x',
  id: 'x',
  data: { secret: 'theirs' },
} as const
const post = (where: string, body: object) => house.api('POST', where, { token: admin, body })
const tap = (id: string, code: string, checks?: object[]) =>
  house.api('POST', '/taps', { cookie: guard, body: [{ id, code, ts: house.clock.at, ...(checks && { checks }) }] })
const ask = (where: string, token = lead, headers = {}) => house.api('GET', `/reports/${where}`, { token, headers })
const span = `site=hq&from=${day.from}&to=${day.to}`

test('exceptions: what was out of the ordinary, with names, and how long the ways took', async () => {
  const report = (await ask(`exceptions?${span}`)).body as ExceptionReport
  // The third may still come.
  expect(report).toMatchObject({ planned: 2, done: 2, timezone: 'Asia/Shanghai', people: { chen: '=陈浩' } })
  const rows = report.rows.map(({ type, checkpoint, by }) => [type, checkpoint, by])
  expect(rows).toContainEqual(['out_of_order', 'cp-1', 'chen'])
  expect(rows).toContainEqual(['tap_refused', 'cp-3', 'chen'])
  expect(report.rows.map((row) => row.at)).toEqual(report.rows.map((row) => row.at).sort())
  const later = `site=hq&from=${iso(start + 3_600_000)}&to=${day.to}`
  expect(((await ask(`exceptions?${later}`)).body as ExceptionReport).rows).toEqual([])
})

test('a span that is reversed or too long is refused, and another site’s report is not there', async () => {
  expect(no(await ask(`exceptions?site=hq&from=${day.to}&to=${day.from}`))).toEqual([422, 'invalid'])
  expect(no(await ask(`exceptions?site=hq&from=${day.from}&to=${iso(start + 40 * 86_400_000)}`))).toEqual([
    422,
    'invalid',
  ])
  expect(no(await ask(`exceptions?site=far&from=${day.from}&to=${day.to}`))).toEqual([404, 'not_found'])
  expect(no(await ask('coverage?site=hq&week=2025-W53'))).toEqual([422, 'invalid'])
})

test('coverage: a zone without a checkpoint and a zone that nobody visited are named', async () => {
  const report = (await ask('coverage?site=hq&weeks=2')).body as CoverageReport
  expect(report.weeks).toEqual(['2026-W47', '2026-W48'])
  const room = report.zones.find(({ zone }) => zone === 'room')!
  expect(room).toMatchObject({ checkpoints: 2, weeks: [{ planned: 0 }, { planned: 2, done: 2, missed: 0 }] })
  expect(report.zones.find(({ zone }) => zone === 'yard')).toMatchObject({ checkpoints: 0, lastVisitedAt: null })
  expect(report.unvisited).toEqual(['yard'])
  const before = (await ask('coverage?site=hq&weeks=1&week=2026-W47')).body as CoverageReport
  expect(before.unvisited.sort()).toEqual(['room', 'yard'])
  const paper = `/api/v1/reports/coverage?site=hq&weeks=2&week=2026-W53&format=csv`
  const chinese = { token: lead, headers: { 'Accept-Language': 'zh' } }
  const { text } = await house.ask('GET', paper, chinese)
  expect(text).toContain('时间：2026-12-21 至 2027-01-03')
  expect(text).toContain('2026-12-28 至 2027-01-03 无人到达的区域')
  expect(text).toContain('12-21,12-28')
})

test('the day of a site: rounds, findings and exceptions of its own calendar day', async () => {
  const report = (await ask('daily?site=hq')).body as DailyReport
  expect(report).toMatchObject({ date: '2026-11-23', from: '2026-11-22T16:00:00.000Z', to: '2026-11-23T16:00:00.000Z' })
  expect(report.rounds).toMatchObject([{ id: round, planned: 3, done: 2 }])
  expect(report.findings).toMatchObject([{ check: 'valve', state: 'open' }])
  expect(report.exceptions.length).toBeGreaterThan(1)
  const yesterday = (await ask('daily?site=hq&date=2026-11-22')).body as DailyReport
  expect([yesterday.rounds, yesterday.findings, yesterday.exceptions]).toEqual([[], [], []])
})

test('CSV: in the caller’s language, marked as UTF-8, and no cell is a formula', async () => {
  const answer = await fetch(`${house.url}/api/v1/reports/exceptions?${span}&format=csv`, {
    headers: { Authorization: `Bearer ${lead}`, 'Accept-Language': 'en' },
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(answer.headers.get('Content-Disposition')).toContain('exceptions-hq-2026-11-23.csv')
  const text = bytes.toString()
  expect(text).toContain('Out of order')
  expect(text).toContain(`,'=陈浩,`)
  expect(text).not.toMatch(/[,\n]=陈浩/)
  expect(text).toContain('Asia/Shanghai (UTC+8)')
  const chinese = { token: lead, headers: { 'Accept-Language': 'zh' } }
  expect((await house.ask('GET', '/api/v1/reports/daily?site=hq&format=csv', chinese)).text).toContain('值班日报')
})

test('exceptions on paper are those that were asked for, and it says so', async () => {
  const csv = async (filter: string) =>
    (
      await house.ask('GET', `/api/v1/reports/exceptions?${span}&format=csv${filter}`, {
        token: lead,
        headers: { 'Accept-Language': 'en' },
      })
    ).text
  const whole = await csv('')
  expect([whole.includes('Out of order'), whole.includes('Tap refused'), whole.includes('Only')]).toEqual([
    true,
    true,
    false,
  ])
  const narrowed = await csv('&route=night&guard=chen&type=out_of_order')
  expect(narrowed).toContain('Only Route: Night patrol · Guard: =陈浩 · Type: Out of order')
  expect(narrowed).not.toContain('Tap refused')
  expect(await csv('&guard=nobody')).not.toContain('Out of order')
  const json = (await ask(`exceptions?${span}&type=tap_refused`)).body as ExceptionReport
  expect(json.rows.map(({ type }) => type)).toEqual(['tap_refused'])
  expect(no(await ask(`exceptions?${span}&type=nonsense`))).toEqual([422, 'invalid'])
})

test('PDF: pages with a font of their own', async () => {
  const answer = await fetch(`${house.url}/api/v1/reports/daily?site=hq&format=pdf`, {
    headers: { Authorization: `Bearer ${lead}` },
  })
  expect(answer.headers.get('Content-Type')).toBe('application/pdf')
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1')
  expect(text.startsWith('%PDF-')).toBe(true)
  expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0)
  expect(text).toMatch(/NotoSansSC/)
})

/** The parts of a zip file, found by its central directory. */
function unzip(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [size, name, extra, comment] = [20, 28, 30, 32].map((o, i) =>
      i ? zip.readUInt16LE(at + o) : zip.readUInt32LE(at + o),
    )
    const local = zip.readUInt32LE(at + 42)
    const body = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(body, body + size!)
    const packed = zip.readUInt16LE(at + 10) === 8
    parts.set(zip.toString('utf8', at + 46, at + 46 + name!), (packed ? inflateRawSync(bytes) : bytes).toString())
    at += 46 + name! + extra! + comment!
  }
  return parts
}

test('XLSX: a workbook with a sheet for each table, its cells as text', async () => {
  const answer = await fetch(`${house.url}/api/v1/reports/exceptions?${span}&format=xlsx`, {
    headers: { Authorization: `Bearer ${lead}`, 'Accept-Language': 'en' },
  })
  expect(answer.headers.get('Content-Disposition')).toContain('exceptions-hq-2026-11-23.xlsx')
  const parts = unzip(Buffer.from(await answer.arrayBuffer()))
  expect(parts.get('xl/workbook.xml')?.match(/<sheet /g)?.length).toBeGreaterThan(1)
  const all = [...parts.values()].join('')
  expect(all).toContain('=陈浩')
  expect(all).not.toContain('<f>')
})

const packOf = async () => (await ask(`dispute?round=${round}&format=json`)).body as DisputePack
const judge = (pack: DisputePack) =>
  judgePack({
    ...{ pack, sha256, verify: (before, links) => verifyChain(sha256, before, links) },
    sha256OfBytes: (bytes) => sha256(Buffer.from(bytes)),
    bytesOf: (base64) => Buffer.from(base64, 'base64'),
  })

test('a dispute pack holds the round, its taps, findings and photos, and of others nothing but hashes', async () => {
  const pack = await packOf()
  expect(judge(pack)).toMatchObject({ chain: { ok: true, firstBad: null }, sum: true, spoiled: [] })
  const shown = shownOf(pack)
  expect(shown.round).toMatchObject({ id: round, guard: 'chen' })
  expect(shown.taps.map(({ id }) => id)).toEqual(expect.arrayContaining(['tap-1', 'tap-2', 'tap-3']))
  expect(shown.findings).toMatchObject([{ check: 'valve', photos: ['photo-0001'] }])
  expect(pack.files).toMatchObject([{ id: 'photo-0001', sha256: sha256(photo), base64: photo.toString('base64') }])
  expect(JSON.stringify(pack)).not.toContain('theirs')
  expect(pack.chain.links.some((link) => 'content' in link)).toBe(true)
  const audit = await house.api('GET', '/audit', { token: admin })
  expect(JSON.stringify(at(audit, 'items'))).toContain('audit.dispute_exported')
})

test('whatever is changed in a pack is found, and the entry is named', async () => {
  const pack = await packOf()
  for (const [n, link] of pack.chain.links.entries()) {
    const changed =
      'entry' in link
        ? {
            ...link,
            entry: { ...link.entry, doc: `${link.entry.doc} ` },
          }
        : { ...link, content: sha256(link.content) }
    const verdict = judge({ ...pack, chain: { ...pack.chain, links: pack.chain.links.with(n, changed) } })
    expect(verdict).toMatchObject({ chain: { ok: false, firstBad: link.seq } })
  }
  expect(judge({ ...pack, people: { chen: '赵敏' } })).toMatchObject({ sum: false })
  const other = [{ ...pack.files[0]!, base64: Buffer.from('other').toString('base64') }]
  expect(judge({ ...pack, files: other })).toMatchObject({ sum: false, spoiled: [{ id: 'photo-0001' }] })
  // Another photo whose hash and whose sum were made anew is still not the one that was received.
  const forged = { ...pack, files: [{ ...other[0]!, sha256: sha256('other') }] }
  const { sum: _, ...rest } = forged
  expect(judge({ ...forged, sum: sha256(JSON.stringify(rest)) })).toMatchObject({ sum: true, spoiled: [{}] })
})

test('the page asks for nothing and cannot be broken out of', async () => {
  const page = disputePage(await packOf(), 'en')
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/https?:\/\//)
  expect(page).not.toContain('stuck <b>')
  expect(no(await ask(`dispute?round=${round}`, await house.token('operator')))).toEqual([403, 'forbidden'])
  expect(no(await ask('dispute?round=none', await house.token('supervisor')))).toEqual([404, 'not_found'])
  expect(no(await ask(`dispute?round=${round}`, await house.token('supervisor', ['far'])))).toEqual([404, 'not_found'])
})

test('an edit of the records is named by the audit, and by every pack that is made after it', async () => {
  const before = await house.api('GET', '/audit/verify', { token: lead })
  expect(before.body).toMatchObject({ ok: true, firstBad: null })
  const whole = await packOf()
  expect(whole.chain.links.at(-1)!.hash).toMatch(/^[0-9a-f]{64}$/)
  const { seq } = whole.chain.links.find((link) => 'entry' in link && link.entry.type === 'tap.accepted')!
  await sql`update happening set doc = replace(doc, 'tap-1', 'tap-7') where seq = ${seq}`.execute(house.db)
  expect(judge(await packOf())).toMatchObject({ chain: { ok: false, firstBad: seq } })
  const after = await house.api('GET', '/audit/verify', { token: lead })
  expect(after.body).toMatchObject({ ok: false, firstBad: seq })
})

test('nothing broke on the way', () => {
  expect(house.errors).toEqual([])
})
