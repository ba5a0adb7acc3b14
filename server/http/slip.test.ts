// What is printed of tickets and devices: slips and labels are PDFs, labels keep their address, links lead to the page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../report/code.ts'
import { labelsOf } from '../report/labels.ts'
import { slipOf } from '../report/slip.ts'
import { Device } from '../../core/contracts/device.ts'
import { findTicket } from '../store/ticket.ts'
import { estateOf, no, openHouse, word, type House } from './testing/house.ts'

let house: House
let admin: string
let id: string
beforeEach(async () => {
  house = await openHouse()
  admin = await house.token('admin')
  await estateOf(house, admin)
  const body = { site: 'hq', type: 'fault', title: { 'zh-CN': '电流高', en: 'Current high' }, device: 'p-1' }
  id = word(await house.api('POST', '/tickets', { token: admin, body }), 'id')
})
afterEach(() => house.close())

const isPdf = (answer: { text: string; headers: Headers }) => [
  answer.text.slice(0, 5),
  answer.headers.get('Content-Type'),
  /filename="([\w-]+\.pdf)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1],
]

test('a slip and a sheet of labels are PDFs, of what one may see', async () => {
  const slip = await house.api('GET', `/tickets/${id}/slip?format=pdf`, { token: admin })
  expect(isPdf(slip)).toEqual(['%PDF-', 'application/pdf', 'slip-1.pdf'])
  const far = await house.token('operator', ['far'])
  expect(no(await house.api('GET', `/tickets/${id}/slip`, { token: far }))).toEqual([404, 'not_found'])
  const labels = await house.api('GET', '/devices/labels?site=hq', { token: admin })
  expect(isPdf(labels)).toEqual(['%PDF-', 'application/pdf', 'labels.pdf'])
  expect(no(await house.api('GET', '/devices/labels?device=p-1', { token: far }))).toEqual([404, 'not_found'])
}, 30_000)

test('a slip says what is known and leaves room for the rest', async () => {
  const slip = await slipOf(house.db, (await findTicket(house.db, id))!, {
    ...{ locale: 'zh-CN', at: house.clock.at, url: 'http://here/tickets/x' },
  })
  const field = (label: string) => slip.fields.find((one) => one.label === label)?.value
  expect([slip.title, slip.number, field('设备'), field('位置'), field('受理时间')]).toEqual([
    ...['工程维修单', '编号 1', 'Pump 1 (p-1)', 'B1 · Room', '2026-11-23 14:00'],
  ])
  expect([field('完工时间'), field('响应时限')]).toEqual(['', '2026-11-23 14:30'])
  expect(slip.blocks.find(({ heading }) => heading === '维修内容')).toMatchObject({ words: '', lines: 4 })
  expect(slip.code).toEqual(codeOf('http://here/tickets/x'))
})

test('a printed label goes on working: its address is made once', async () => {
  await house.api('GET', '/devices/labels?device=p-1', { token: admin })
  const first = await house.db.selectFrom('report_link').select(['token', 'device']).execute()
  await house.api('GET', '/devices/labels?site=hq', { token: admin })
  const again = await house.db.selectFrom('report_link').select(['token', 'device']).execute()
  expect(again).toEqual(first)
  expect(first).toEqual([{ token: expect.stringMatching(/^[\w-]{16}$/) as string, device: 'p-1' }])
}, 30_000)

test('a ticket has a page for who reported it', async () => {
  const url = word(await house.api('POST', `/tickets/${id}/link`, { token: admin }), 'url')
  expect(url.startsWith(`${house.url}/r/`)).toBe(true)
  const page = await house.ask('GET', new URL(url).pathname, { headers: { 'Accept-Language': 'en' } })
  expect(page.text).toContain('Report no. 1')
})

test('a label names its device in both languages, once where they are the same', () => {
  const device = (name: string | object) => Device.parse({ id: 'p-1', site: 'hq', kind: 'pump', name })
  const [both, one] = labelsOf(
    [
      { device: device({ 'zh-CN': '水泵', en: 'Pump' }), place: '', url: 'http://here/r/a' },
      { device: device('P1'), place: '', url: 'http://here/r/b' },
    ],
    'zh-CN',
  ).labels
  expect([both?.name, both?.second, one?.name, one?.second]).toEqual(['水泵', 'Pump', 'P1', ''])
})
