// What an answer means, and that no secret is shown in one, whole, encoded or as a part of an address.
import { expect, test } from 'vitest'
import { byCode, byStatus, shown, type Meanings } from './answer.ts'

const now = Date.parse('2026-11-23T06:00:00Z')
const answered = (status: number, text = '', headers: Record<string, string> = {}) => ({ status, text, headers })

test.each([
  [200, { ok: true }],
  [204, { ok: true }],
  [302, { ok: false, fault: 'refused', again: false }],
  [400, { ok: false, fault: 'refused', again: false }],
  [401, { ok: false, fault: 'wrong_secret', again: false }],
  [403, { ok: false, fault: 'wrong_secret', again: false }],
  [408, { ok: false, fault: 'broken', again: true }],
  [429, { ok: false, fault: 'too_often', again: true, after: 60_000 }],
  [500, { ok: false, fault: 'broken', again: true }],
  [503, { ok: false, fault: 'broken', again: true }],
])('status %i', (status, meaning) => {
  expect(byStatus(answered(status), now)).toMatchObject(meaning)
})

test.each([
  ['30', 30_000],
  ['0', 1000],
  ['Mon, 23 Nov 2026 06:02:00 GMT', 120_000],
  ['Sun, 22 Nov 2026 06:02:00 GMT', 1000],
  ['999999999', 3_600_000],
  ['soon', 60_000],
])('Retry-After: %s', (header, after) => {
  expect(byStatus(answered(429, '', { 'retry-after': header }), now)).toMatchObject({ after })
})

test.each([
  ['{"errcode":0,"errmsg":"ok"}', { ok: true }],
  ['{"code":0}', { ok: true }],
  ['{"StatusCode":0}', { ok: true }],
  ['{"errcode":7}', { ok: false, fault: 'wrong_secret' }],
  ['{"errcode":8}', { ok: false, fault: 'refused', again: false }],
  ['<html>sign in to the wifi</html>', { ok: false, fault: 'broken', again: true }],
  ['{"code":"0"}', { ok: false, fault: 'broken', again: true }],
  ['{"errcode":9,"errmsg":"too many"}', { ok: false, fault: 'too_often', again: true, after: 5 }],
  ['{"errcode":9,"errmsg":"bad"}', { ok: false, fault: 'refused', again: false }],
])('a robot that answers %s', (text, meaning) => {
  const meanings: Meanings = {
    7: { fault: 'wrong_secret', again: false },
    9: (words) =>
      words === 'too many' ? { fault: 'too_often', again: true, after: 5 } : { fault: 'refused', again: false },
  }
  expect(byCode(answered(200, text), meanings, now)).toMatchObject(meaning)
})

test('a secret is taken out however it is written', () => {
  const secrets = { url: 'https://oapi.example/robot/send?access_token=0123456789abcdef', secret: 'SEC/one+two' }
  const forms = [secrets.url, '0123456789abcdef', 'SEC/one+two', 'SEC%2Fone%2Btwo', btoa('SEC/one+two')]
  const said = shown(`no ${forms.join(' and ')}\n\n  here`, secrets)
  for (const form of forms) expect(said).not.toContain(form)
  expect(said).toMatch(/^no •••.* here$/)
  expect(shown('x'.repeat(9000), {})).toHaveLength(500)
})
