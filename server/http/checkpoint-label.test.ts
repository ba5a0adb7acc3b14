// Labels of checkpoints: a PDF of those that one sees, with the code and where it leads.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Checkpoint } from '../../core/contracts/checkpoint.ts'
import { codeOf } from '../report/code.ts'
import { pointLabelsOf } from '../report/labels.ts'
import { estateOf, no, openHouse, type House } from './testing/house.ts'

let house: House
let lead: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
  const body = { id: 'cp-1', site: 'hq', name: { 'zh-CN': '配电房', en: 'Switch room' }, zone: 'room', code: 'ABC234' }
  await house.api('POST', '/checkpoints', { token: lead, body })
})
afterEach(() => house.close())

test('is a PDF, of one or of all, and of no other site', async () => {
  for (const query of ['site=hq', 'checkpoint=cp-1']) {
    const answer = await house.api('GET', `/checkpoints/labels?${query}`, { token: lead })
    expect([answer.text.slice(0, 5), answer.headers.get('Content-Type')]).toEqual(['%PDF-', 'application/pdf'])
  }
  const far = await house.token('supervisor', ['far'])
  expect(no(await house.api('GET', '/checkpoints/labels?checkpoint=cp-1', { token: far }))).toEqual([404, 'not_found'])
})

test('says the code large, the name in both languages, and leads to the tag’s page', () => {
  const name = { 'zh-CN': '配电房', en: 'Switch room' }
  const point = Checkpoint.parse({ id: 'cp-1', site: 'hq', name, code: 'ABC234' })
  const url = 'http://here/t?code=ABC234'
  expect(pointLabelsOf([{ point, place: 'B2', url }], 'zh-CN').labels).toEqual([
    {
      ...{ big: 'ABC234', name: '配电房', second: 'Switch room', place: 'B2', id: '', code: codeOf(url) },
      words: '扫码或输编号打卡\nScan or type to tap',
    },
  ])
})
