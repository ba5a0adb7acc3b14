import { describe, expect, test } from 'vitest'
import { replyOf } from './wire.ts'

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })
const page = (status: number) => new Response('<html>', { status, headers: { 'content-type': 'text/html' } })

describe('what an answer means for the queue', () => {
  test('only the product can accept or refuse', async () => {
    expect(await replyOf(json(200, { items: [] }))).toEqual({ how: 'ok', data: { items: [] } })
    expect(await replyOf(new Response(null, { status: 204 }))).toEqual({ how: 'ok', data: null })
    expect(await replyOf(json(422, { code: 'invalid', detail: 'why' }))).toEqual({
      ...{ how: 'no', status: 422, code: 'invalid', detail: 'why' },
    })
  })
  test('the page of a hotspot and a 404 of a proxy are no network', async () => {
    for (const answer of [page(200), page(403), page(404), json(404, {})])
      expect(await replyOf(answer)).toEqual({ how: 'later', why: 'unreachable' })
  })
  test.each([
    [401, 'signed_out'],
    [429, 'busy'],
    [503, 'busy'],
    [500, 'broken'],
  ] as const)('%i keeps it in the queue: %s', async (status, why) => {
    expect(await replyOf(json(status, { code: 'x' }))).toEqual({ how: 'later', why })
  })
})
