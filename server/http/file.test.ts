import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileLimit } from '../../core/contracts/file.ts'
import { openFiles, removeUnused } from '../file.ts'
import { useFiles } from '../store/file.ts'
import { no, openHouse, start, type House } from './testing/house.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'wk-file-'))
let house: House
beforeAll(async () => {
  house = await openHouse({ settings: { dataDir } })
  await house.commit(async (tx) => ({ result: await useFiles(tx, ['seen-by-hq'], use('hq')), happenings: [] }))
})
afterAll(async () => {
  await house.close()
  rmSync(dataDir, { recursive: true })
})

const use = (site: string, noun: 'tap' | 'ticket' = 'tap') => ({ noun, thing: `${noun}-1`, site })
const jpeg = (word: string) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(word)])
const put = (id: string, raw: Buffer, token: string, type = 'image/jpeg') =>
  house.api('PUT', `/files/${id}`, { raw, token, headers: { 'Content-Type': type } })
const get = (id: string, token: string) =>
  fetch(`${house.url}/api/v1/files/${id}`, { headers: { Authorization: `Bearer ${token}` } })
const onDisk = () =>
  readdirSync(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile())

test('a photo is kept once, whatever it is called, and comes back as it was, unable to act as a page', async () => {
  const token = await house.token('guard')
  const photo = jpeg('hydrant')
  const first = await put('photo-0001', photo, token, 'text/html')
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject({ id: 'photo-0001', type: 'image/jpeg', bytes: photo.length })
  house.clock.at += 60_000
  expect((await put('photo-0001', photo, token)).body).toEqual(first.body)
  expect(no(await put('photo-0001', jpeg('another'), token))).toEqual([409, 'id_taken'])

  const answer = await get('photo-0001', token)
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo)
  expect(answer.headers.get('Content-Type')).toBe('image/jpeg')
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox')
  expect(answer.headers.get('Cache-Control')).toContain('immutable')
})

test('two uploads of one id at the same moment leave one, whole', async () => {
  const token = await house.token('guard')
  const before = onDisk().length
  const answers = await Promise.all(['one', 'two', 'three'].map((word) => put('photo-race', jpeg(word), token)))
  const kept = answers.filter(({ status }) => status === 200)
  expect(kept).toHaveLength(1)
  const word = ['one', 'two', 'three'][answers.indexOf(kept[0]!)]!
  expect(Buffer.from(await (await get('photo-race', token)).arrayBuffer())).toEqual(jpeg(word))
  expect(onDisk().length).toBe(before + 1)
})

test.each([
  ['a page', Buffer.from('<html><script>alert(1)</script>')],
  ['nothing', Buffer.alloc(0)],
  ['a program', Buffer.from('MZ\x90\0\x03')],
])('%s is refused, whatever it claims to be', async (_, bytes) => {
  expect(no(await put('photo-evil', bytes, await house.token('guard')))).toEqual([422, 'not_a_picture_or_sound'])
})

test('what is too large or has an id that is none is refused', async () => {
  const token = await house.token('guard')
  const large = Buffer.concat([jpeg(''), Buffer.alloc(fileLimit)])
  expect(no(await put('photo-large', large, token))).toEqual([413, 'too_large'])
  expect(no(await put('x', jpeg(''), token))).toEqual([422, 'invalid'])
  expect(no(await put('..%2f..%2fescape', jpeg(''), token))).toEqual([422, 'invalid'])
})

test('a file is seen by who took it and by who may see a thing that shows it', async () => {
  const own = await house.token('guard', ['hq'])
  await put('seen-by-hq', jpeg('panel'), own)
  await put('seen-by-none', jpeg('panel'), own)
  const status = async (id: string, token: string) => (await get(id, token)).status
  expect(await status('seen-by-none', own)).toBe(200)
  const colleague = await house.token('guard', ['hq'])
  expect(await status('seen-by-none', colleague)).toBe(404)
  expect(await status('seen-by-hq', colleague)).toBe(200)
  expect(await status('seen-by-hq', await house.token('guard', ['far']))).toBe(404)
  expect(await status('seen-by-hq', await house.token('viewer', ['hq']))).toBe(404)
  expect(await status('no-such-file', own)).toBe(404)
})

test('what nothing shows goes after seven days, with its bytes; what is shown stays', async () => {
  const files = openFiles(path.join(dataDir, 'files'))
  const token = await house.token('guard')
  await put('seen-by-hq', jpeg('panel'), token)
  const day = 86_400_000
  expect(await removeUnused(house.commit, files, start + 7 * day)).toBe(0)
  expect(await removeUnused(house.commit, files, start + 8 * day)).toBeGreaterThan(0)
  expect(onDisk()).toHaveLength(1)
  expect((await get('photo-0001', token)).status).toBe(404)
})

describe('in parts, as a phone plays a sound', () => {
  const words = jpeg('a spoken note of thirty bytes!')
  let token: string
  const ask = async (range: string, more: Record<string, string> = {}) => {
    const headers = { Authorization: `Bearer ${token}`, Range: range, ...more }
    const answer = await fetch(`${house.url}/api/v1/files/note-0001`, { headers })
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  beforeAll(async () => {
    token = await house.token('guard')
    await put('note-0001', words, token)
  })

  test.each([
    ['bytes=0-1', 0, 1],
    ['bytes=4-', 4, words.length - 1],
    ['bytes=-5', words.length - 5, words.length - 1],
    ['bytes=10-9999', 10, words.length - 1],
  ])('%s', async (range, start, end) => {
    const { answer, bytes } = await ask(range)
    expect(answer.status).toBe(206)
    expect(answer.headers.get('Content-Range')).toBe(`bytes ${start}-${end}/${words.length}`)
    expect(answer.headers.get('Content-Length')).toBe(String(end - start + 1))
    expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(bytes).toEqual(words.subarray(start, end + 1))
  })

  test('behind its end there is nothing', async () => {
    const { answer, bytes } = await ask(`bytes=${words.length}-`)
    expect([answer.status, answer.headers.get('Content-Range')]).toEqual([416, `bytes */${words.length}`])
    expect(bytes).toHaveLength(0)
  })

  test.each(['bytes=0-0,8-9', 'lines=0-1', 'bytes=nine'])('%s: the whole', async (range) => {
    const { answer, bytes } = await ask(range)
    expect([answer.status, bytes]).toEqual([200, words])
    expect(answer.headers.get('Accept-Ranges')).toBe('bytes')
  })

  test('a part of what it was before, or else the whole', async () => {
    const { answer } = await ask('bytes=0-1')
    const etag = answer.headers.get('ETag')!
    expect((await ask('bytes=0-1', { 'If-Range': etag })).answer.status).toBe(206)
    expect((await ask('bytes=0-1', { 'If-Range': '"of another file"' })).answer.status).toBe(200)
  })
})
