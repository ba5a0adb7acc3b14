// Signed taps over HTTP: the published vectors, every kind of forgery with its reason, each read used once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tap } from '../../core/contracts/tap.ts'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { at, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

const zero = '00'.repeat(16)
const note = { uid: '04DE5F1EACC040', metaKey: zero, fileKey: zero }
const noteTap = { picc_data: 'EF963FF7828658A599F3041510671E88', cmac: '94EED9EE65337086' }
const own: SunTag = { uid: '04A1B2C3D4E5F6', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }

let house: House
let lead: string
const cookies = new Map<string, string>()

beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
  for (const name of ['chen', 'zhao']) {
    const user = await house.person(name, 'guard')
    cookies.set(name, `wk_session=${(await house.identity.open(user, { cookie: null })).cookie}`)
  }
})
afterEach(() => house.close())

const name = { 'zh-CN': '配电房', en: 'Switch room' }
const post = (path: string, body: object) => house.api('POST', path, { token: lead, body })
const hang = (id: string, tag: object, site = 'hq') => post('/checkpoints', { id, site, name, tag })
async function tap(payload: object, by = 'chen'): Promise<Tap> {
  const answer = await house.api('POST', '/taps', { cookie: cookies.get(by)!, body: payload })
  return (at(answer, 'items') as Tap[])[0]!
}
let serial = 0
const read = (tag: SunTag, counter: number, padding = '1122334455') => ({
  ...{ id: `r-${serial++}`, ts: house.clock.at },
  ...signTap(tag, counter, padding),
})

describe('the vectors', () => {
  test('an encrypted mirror, live: A', async () => {
    await hang('cp-1', { type: 'ntag424', ...note })
    expect(await tap({ id: 't-1', ts: house.clock.at, ...noteTap })).toMatchObject({
      ...{ status: 'accepted', place: 'signed', time: 'live', person: 'session', grade: 'A', reason: null },
      ...{ checkpoint: 'cp-1', uid: note.uid, counter: 61, gap: null },
    })
  })

  test('with file data in the range, and the same forged', async () => {
    const tag = { type: 'ntag424', metaKey: zero, fileKey: zero, uid: '04958CAA5C5E80', macInput: 'enc&cmac=' }
    await hang('cp-1', tag)
    const url = { picc_data: 'FD91EC264309878BE6345CBE53BADF40', enc: 'CEE9A53E3E463EF1F459635736738962' }
    expect(await tap({ ...url, cmac: '3CC1E7F6C6C33B33' })).toMatchObject({ status: 'refused', reason: 'bad_mac' })
    expect(await tap({ ...url, cmac: 'ECC1E7F6C6C73BF6' })).toMatchObject({ status: 'accepted', counter: 8 })
  })

  test('a plain mirror', async () => {
    await hang('cp-1', { type: 'ntag424', uid: '041E3C8A2D6B80', fileKey: zero, encrypted: false })
    const url = { uid: '041E3C8A2D6B80', ctr: '000006', cmac: '4B00064004B0B3D3' }
    expect(await tap({ ...url, ctr: '000007' })).toMatchObject({ status: 'refused', reason: 'bad_mac' })
    expect(await tap(url)).toMatchObject({ status: 'accepted', place: 'signed', counter: 6 })
  })
})

describe('refused, with its reason, kept and told', () => {
  beforeEach(() => hang('cp-1', { type: 'ntag424', ...own }))
  const turned = (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1)

  test.each<[string, (said: ReturnType<typeof signTap>) => object, string]>([
    ['a forged MAC', (said) => ({ ...said, cmac: turned(said.cmac) }), 'bad_mac'],
    ['forged picc data', (said) => ({ ...said, picc_data: turned(said.picc_data!) }), 'bad_mac'],
    ['the MAC of another read', (said) => ({ ...said, cmac: signTap(own, 6, '0000000000').cmac }), 'bad_mac'],
    ['a truncated MAC', (said) => ({ ...said, cmac: said.cmac.slice(2) }), 'malformed'],
    ['truncated picc data', (said) => ({ ...said, picc_data: said.picc_data!.slice(2) }), 'malformed'],
    ['file data that are no blocks', (said) => ({ ...said, enc: 'ABCD' }), 'malformed'],
    ['LRP', (said) => ({ ...said, picc_data: 'AB'.repeat(24) }), 'lrp_unsupported'],
    ['only its UID', () => ({ tag: own.uid }), 'signed_tag_needs_signature'],
    ['wrong keys', () => signTap({ ...own, metaKey: zero, fileKey: zero }, 5, '0000000000'), 'bad_mac'],
    ['a wrong file key', () => signTap({ ...own, fileKey: zero }, 5, '0000000000'), 'bad_mac'],
    ['a tag that nobody registered', () => signTap({ ...own, uid: '04FFFFFFFFFFFF' }, 5, '0000000000'), 'unknown_tag'],
  ])('%s', async (_, change, reason) => {
    const refused = await tap({ id: 't-1', ...change(signTap(own, 5, '0000000000')) })
    expect(refused).toMatchObject({ status: 'refused', reason, place: null, grade: null })
    const told = await house.db.selectFrom('happening').selectAll().where('type', '=', 'tap.refused').execute()
    expect(told).toHaveLength(1)
    expect(await house.db.selectFrom('tap').select(['id', 'uid', 'counter']).execute()).toEqual([
      { id: 't-1', uid: null, counter: null },
    ])
    // What was refused used nothing up.
    expect(await tap({ id: 't-2', ...signTap(own, 5, '0000000000') })).toMatchObject({ status: 'accepted' })
  })

  test('a tag of a site that the guard does not see', async () => {
    await hang('cp-far', { type: 'ntag424', ...own, uid: '04FA0000000000' }, 'far')
    const user = await house.person('local', 'guard', '', { sites: ['hq'] })
    cookies.set('local', `wk_session=${(await house.identity.open(user, { cookie: null })).cookie}`)
    const said = signTap({ ...own, uid: '04FA0000000000' }, 1, '0000000000')
    expect(await tap(said, 'local')).toMatchObject({ status: 'refused', reason: 'unknown_tag', site: 'hq' })
  })

  test('of a tag that nobody knows: the desk of the site where the guard works sees it, and no other', async () => {
    const unknown = (id: string, by: string) => tap({ id, tag: '04FFFFFFFFFFFF' }, by)
    const seenAt = async (site: string) => {
      const desk = await house.token('operator', [site])
      return (at(await house.api('GET', '/taps', { token: desk }), 'items') as Tap[]).map(({ id }) => id)
    }
    // Somebody for two sites who is on post nowhere: there is no telling where.
    expect(await unknown('u-1', 'chen')).toMatchObject({ status: 'refused', site: null })
    const duty = { id: 'duty-chen', site: 'far' }
    expect((await house.api('POST', '/duties', { cookie: cookies.get('chen')!, body: duty })).status).toBeLessThan(300)
    expect(await unknown('u-2', 'chen')).toMatchObject({ status: 'refused', reason: 'unknown_tag', site: 'far' })
    const user = await house.person('local', 'guard', '', { sites: ['hq'] })
    cookies.set('local', `wk_session=${(await house.identity.open(user, { cookie: null })).cookie}`)
    expect(await unknown('u-3', 'local')).toMatchObject({ status: 'refused', site: 'hq' })
    expect([await seenAt('far'), await seenAt('hq')]).toEqual([['u-2'], ['u-3']])
  })
})

describe('a read counts once', () => {
  beforeEach(() => hang('cp-1', { type: 'ntag424', ...own }))

  test('again by the same person it is a duplicate, by another replayed', async () => {
    expect(await tap(read(own, 7))).toMatchObject({ status: 'accepted' })
    expect(await tap(read(own, 7, '9999999999'))).toMatchObject({ status: 'duplicate' })
    expect(await tap(read(own, 7), 'zhao')).toMatchObject({
      ...{ status: 'refused', reason: 'replayed', flags: ['two_people'], grade: null },
    })
  })

  test('a burst over many connections is accepted once', async () => {
    const burst = Array.from({ length: 24 }, (_, i) => tap(read(own, 7), i % 2 ? 'chen' : 'zhao'))
    const statuses = (await Promise.all(burst)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1)
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(11)
    const rows = await house.db.selectFrom('tap').select('id').where('counter', '=', 7).execute()
    expect(rows).toHaveLength(1)
  })

  test('an unused lower counter is an honest late tap, and a later live read bounds it', async () => {
    const minute = 60_000
    expect(await tap(read(own, 40))).toMatchObject({ grade: 'A', gap: null })
    house.clock.at = start + 10 * minute
    expect(await tap(read(own, 42), 'zhao')).toMatchObject({ grade: 'A', gap: 1 })
    house.clock.at = start + 60 * minute
    const late = await tap({ ...signTap(own, 41, '0000000000'), id: 'late', ts: start + 5 * minute })
    expect(late).toMatchObject({ status: 'accepted', time: 'bounded', grade: 'B', gap: 0, flags: [] })
    const taps = at(await house.api('GET', '/taps', { token: lead }), 'items') as Tap[]
    expect(taps.find(({ counter }) => counter === 42)).toMatchObject({ gap: 0 })
  })

  test('an offline tap is graded anew when a colleague reads the tag live, and screens are told', async () => {
    const minute = 60_000
    await tap(read(own, 40))
    house.clock.at = start + 8 * minute
    const offline = await tap({ ...signTap(own, 41, '0000000000'), id: 'late', ts: start + 5 * minute })
    expect(offline).toMatchObject({ grade: 'C', time: 'unproven' })
    house.clock.at = start + 9 * minute
    await tap(read(own, 42), 'zhao')
    const told = await house.db
      .selectFrom('happening')
      .select(['thing', 'doc'])
      .where('type', '=', 'tap.regraded')
      .execute()
    expect(told.map(({ thing }) => thing)).toEqual(['late'])
    const taps = at(await house.api('GET', '/taps', { token: lead }), 'items') as Tap[]
    expect(taps.find(({ id }) => id === 'late')).toMatchObject({ grade: 'B', time: 'bounded' })
  })

  test('the round that an offline tap visited, and the sheet of its guard, follow its new grade', async () => {
    const minute = 60_000
    await tap(read(own, 40), 'zhao')
    house.clock.at = start + 3 * minute
    await post('/routes', { id: 'night', site: 'hq', name, stops: [{ checkpoint: 'cp-1', from: 0, until: 30 }] })
    const round = word(await post('/rounds', { route: 'night' }), 'id')
    house.clock.at = start + 8 * minute
    await tap({ ...signTap(own, 41, '0000000000'), id: 'late', ts: start + 5 * minute })
    const visit = async () => at(await house.api('GET', `/rounds/${round}`, { token: lead }), 'visits.0')
    const sheet = async () => at(await house.api('GET', '/sheet?site=hq', { cookie: cookies.get('chen')! }), 'taps')
    expect(await visit()).toMatchObject({ tap: 'late', grade: 'C' })
    expect(await sheet()).toEqual([{ id: 'late', grade: 'C', flags: [] }])
    house.clock.at = start + 9 * minute
    await tap(read(own, 42), 'zhao')
    expect(await visit()).toMatchObject({ tap: 'late', grade: 'B' })
    expect(await sheet()).toEqual([{ id: 'late', grade: 'B', flags: [] }])
    const told = await house.db.selectFrom('happening').select('thing').where('type', '=', 'round.regraded').execute()
    expect(told).toEqual([{ thing: round }])
  })

  test('a phone whose clock is hours wrong says when it sent, and is believed', async () => {
    const wrong = house.clock.at - 5 * 3_600_000
    const said = { ...signTap(own, 9, '0000000000'), id: 'w', ts: wrong - 1000, sentAt: wrong }
    const taken = await tap(said)
    expect(taken).toMatchObject({ time: 'live', grade: 'A', flags: ['clock_skew'] })
    expect(Date.parse(taken.at)).toBe(house.clock.at - 1000)
  })
})

describe('a batch of tags', () => {
  const system = Buffer.from('3042F54E585020416275', 'hex').toString('hex')
  const batch = {
    id: 'b-2026',
    site: 'hq',
    name: 'Batch',
    metaKey: 'aa'.repeat(16),
    fileKey: '00112233445566778899AABBCCDDEEFF',
  }

  test('gives each tag a key of its own, and never its master', async () => {
    const made = await post('/tag-batches', { ...batch, system })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ id: 'b-2026', diversified: true, encrypted: true, macInput: 'empty', version: 1 })
    // The file key of this UID is the one of the example of AN10922.
    const tag = { uid: '04782E21801D80', metaKey: batch.metaKey, fileKey: 'A8DD63A3B89D54B37CA802473FDA9175' }
    expect(at(await hang('cp-1', { type: 'ntag424', uid: tag.uid, batch: 'b-2026' }), 'tag')).toEqual({
      ...{ type: 'ntag424', uid: tag.uid, batch: 'b-2026' },
    })
    expect(await tap(read(tag, 3))).toMatchObject({ status: 'accepted', grade: 'A', counter: 3 })
    expect(await tap(read({ ...tag, fileKey: batch.fileKey }, 4))).toMatchObject({
      status: 'refused',
      reason: 'bad_mac',
    })
    const rows = await Promise.all(
      (['tag_batch', 'checkpoint', 'happening'] as const).map((table) =>
        house.db.selectFrom(table).selectAll().execute(),
      ),
    )
    for (const key of [batch.metaKey, batch.fileKey])
      expect(JSON.stringify(rows).toLowerCase()).not.toContain(key.toLowerCase())
    const listed = await house.api('GET', '/tag-batches', { token: lead })
    expect(listed.text.toLowerCase()).not.toContain('key')
  })

  test('opened tags are told by their file data', async () => {
    await post('/tag-batches', { ...batch, diversified: false, macInput: 'enc', tamperAt: 4 })
    await hang('cp-1', { type: 'ntag424', uid: own.uid, batch: 'b-2026' })
    const tag = { ...own, metaKey: batch.metaKey, fileKey: batch.fileKey, macInput: 'enc' as const }
    expect(await tap(read({ ...tag, data: 'XXXXCCXXXXXXXXXX' }, 1))).toMatchObject({ status: 'accepted', flags: [] })
    expect(await tap(read({ ...tag, data: 'XXXXOCXXXXXXXXXX' }, 2))).toMatchObject({
      ...{ status: 'accepted', flags: ['tag_tampered'] },
    })
  })

  test('is there, of the same site, and its tags have no keys beside it', async () => {
    expect(no(await hang('cp-1', { type: 'ntag424', uid: own.uid, batch: 'nowhere' }))).toEqual([
      422,
      'unknown_reference',
    ])
    await post('/tag-batches', batch)
    expect(no(await post('/tag-batches', batch))).toEqual([409, 'id_taken'])
    expect(no(await hang('cp-1', { type: 'ntag424', uid: own.uid, batch: 'b-2026' }, 'far'))).toEqual([
      422,
      'unknown_reference',
    ])
    const both = await hang('cp-1', { type: 'ntag424', ...own, batch: 'b-2026' })
    expect([no(both), at(both, 'errors.0.code')]).toEqual([[422, 'invalid'], 'keys_or_batch'])
    expect(no(await hang('cp-1', { type: 'ntag424', uid: own.uid }))).toEqual([422, 'invalid'])
    expect(no(await house.api('POST', '/tag-batches', { cookie: cookies.get('chen')!, body: batch }))).toEqual([
      403,
      'forbidden',
    ])
  })
})

test('keys that are changed count at once', async () => {
  await hang('cp-1', { type: 'ntag424', ...own })
  expect(await tap(read(own, 1))).toMatchObject({ status: 'accepted' })
  const next = { ...own, fileKey: '77'.repeat(16) }
  const patch = { tag: { type: 'ntag424', ...next } }
  expect(word(await house.api('PATCH', '/checkpoints/cp-1', { token: lead, body: patch }), 'id')).toBe('cp-1')
  expect(await tap(read(own, 2))).toMatchObject({ status: 'refused', reason: 'bad_mac' })
  expect(await tap(read(next, 2))).toMatchObject({ status: 'accepted' })
})
