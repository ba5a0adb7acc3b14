import { describe, expect, test } from 'vitest'
import type { SheetPoint } from '#core/contracts/sheet.ts'
import { captureOfCode, captureOfTag, captureOfText, placeKey, pointOf, pressOf } from './capture.ts'

const signed = 'https://wk.example/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086'
const fields = { picc_data: 'EF963FF7828658A599F3041510671E88', cmac: '94EED9EE65337086' }
const point = (more: Partial<SheetPoint>): SheetPoint => ({
  ...{ id: 'cp-1', name: { 'zh-CN': '甲', en: 'A' }, place: null, key: false, uid: '04DE5F1EACC040' },
  ...{ signed: true, code: 'ABCDEF', checks: [], ...more },
})

describe('a capture', () => {
  test('of an address keeps what the server verifies', () => {
    expect(captureOfText(signed)?.payload).toEqual(fields)
    expect(captureOfText('https://wk.example/t?uid=041E3C8A2D6B80&ctr=000006&cmac=4B00064004B0B3D3')).toEqual({
      payload: { uid: '041E3C8A2D6B80', ctr: '000006', cmac: '4B00064004B0B3D3' },
      uid: '041E3C8A2D6B80',
    })
  })
  test('of a code is forgiving of blanks and small letters, and of nothing else', () => {
    for (const text of ['abc def', 'ABC-DEF', 'https://wk.example/t?code=ABCDEF'])
      expect(captureOfText(text)?.payload).toEqual({ code: 'ABCDEF' })
    for (const text of ['ABCDE', 'ABCDE0', 'ABCDEFG', '']) expect(captureOfCode(text)).toBeNull()
  })
  test('of anything else is none', () => {
    for (const text of ['https://wk.example/t', 'https://x.example/?picc_data=00', 'hello'])
      expect(captureOfText(text)).toBeNull()
  })
  test('of a tag prefers its signed address, and knows its number beside it', () => {
    expect(captureOfTag('04:de:5f:1e:ac:c0:40', ['https://a.example/', signed])).toEqual({
      payload: fields,
      uid: '04DE5F1EACC040',
    })
    expect(captureOfTag('04:de:5f:1e:ac:c0:40', [])).toEqual({
      payload: { tag: '04DE5F1EACC040' },
      uid: '04DE5F1EACC040',
    })
    expect(captureOfTag('', [])).toBeNull()
  })
  test('finds its checkpoint by number or code, never by a number that is missing', () => {
    const points = [point({ id: 'cp-0', uid: null, code: 'AAAAAA' }), point({})]
    expect(pointOf(points, captureOfTag('04de5f1eacc040', [signed])!)?.id).toBe('cp-1')
    expect(pointOf(points, captureOfCode('AAAAAA')!)?.id).toBe('cp-0')
    expect(pointOf(points, captureOfText(signed)!)).toBeNull()
  })
  test('is the same place for two reads of one tag, whose addresses differ', () => {
    const again = signed.replace('94EED9EE65337086', '0000000000000000')
    expect(placeKey(captureOfTag('04de5f1eacc040', [signed])!)).toBe(placeKey(captureOfTag('04DE5F1EACC040', [again])!))
    expect(placeKey(captureOfText(signed)!)).not.toBe(placeKey(captureOfText(again)!))
  })
})

test('a press has the id of its page; a page that gave none, or one that is no id, gets one of its own', () => {
  const own = 'b0c2f5d4-5e5f-4f0c-9d0a-1f2e3d4c5b6a'
  expect(pressOf(own)).toBe(own)
  for (const said of [null, '', 'a', `${own} `, 'x'.repeat(65)]) expect(pressOf(said)).toMatch(/^[0-9a-f]{32}$/)
})
