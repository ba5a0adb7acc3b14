// Enrolling tags over HTTP: what a presented tag is said to be, that its read is no tap any more, and how it is hung.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tap } from '../../core/contracts/tap.ts'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { diversified } from '../sun.ts'
import { at, estateOf, no, openHouse, type House } from './testing/house.ts'

const master = 'c3'.repeat(16)
const metaKey = '5a'.repeat(16)
/** A tag of the batch, as its maker wrote it. */
const ofBatch = (uid: string): SunTag => ({
  ...{ uid, metaKey, fileKey: diversified(Buffer.from(master, 'hex'), uid, Buffer.alloc(0)).toString('hex') },
})
const tag = ofBatch('04A1B2C3D4E5F6')
const stranger: SunTag = { uid: '04FFFFFFFFFFFF', metaKey: '11'.repeat(16), fileKey: '22'.repeat(16) }
const said = (of: SunTag, counter: number) => signTap(of, counter, '0102030405')

let house: House
let lead: string
let guard: string

beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
  guard = await house.token('guard')
  await post('/tag-batches', { id: 'b-1', site: 'hq', name: 'Batch 1', metaKey, fileKey: master })
  for (const id of ['cp-1', 'cp-2']) await post('/checkpoints', { id, site: 'hq', name: id })
})
afterEach(() => house.close())

const post = (path: string, body: object, token = lead) => house.api('POST', path, { token, body })
const present = async (body: object, token = lead) => (await post('/tags/read', { site: 'hq', ...body }, token)).body
const bind = (id: string, body: object, token = lead) => post(`/checkpoints/${id}/tag`, body, token)
const tap = async (payload: object) => (at(await post('/taps', payload, guard), 'items') as Tap[])[0]!
const told = async (like: string) =>
  (await house.db.selectFrom('happening').selectAll().where('type', 'like', like).orderBy('seq').execute()).map(
    ({ thing, by, doc }) => ({ thing, by, data: JSON.parse(doc) as unknown }),
  )

describe('a presented tag', () => {
  test('of a batch is verified by the batch’s key, and never records a tap', async () => {
    expect(await present({ ...said(tag, 5), serial: '04:a1:b2:c3:d4:e5:f6' })).toEqual({
      ...{ proof: 'signed', uid: tag.uid, counter: 5, tampered: false, checkpoint: null, reason: null },
      batch: { id: 'b-1', name: { 'zh-CN': 'Batch 1', en: 'Batch 1' } },
    })
    expect(await house.db.selectFrom('tap').selectAll().execute()).toEqual([])
    expect(await told('audit.tag_presented')).toMatchObject([{ thing: tag.uid }])
    expect(JSON.stringify(await told('%'))).not.toMatch(/5a5a|c3c3/i)
  })

  test('with a UID alone is that', async () => {
    expect(await present({ tag: '04 00 00 00 00 00 01' })).toMatchObject({ proof: 'uid', uid: '04000000000001' })
  })

  test.each([
    ['a forged signature', { ...said(tag, 5), cmac: '00'.repeat(8) }, 'unknown_key'],
    ['a tag of nobody', said(stranger, 5), 'unknown_key'],
    ['the URL of another tag', { ...said(tag, 5), serial: '04000000000001' }, 'copied_url'],
    ['LRP', { picc_data: 'AB'.repeat(24), cmac: 'AB'.repeat(8) }, 'lrp_unsupported'],
    ['half a URL', { picc_data: 'AB', cmac: 'AB'.repeat(8) }, 'malformed'],
    ['nothing', {}, 'malformed'],
    ['a short UID', { tag: '04A1B2C3' }, 'uid_length'],
    ['an unknown code', { code: 'ZZZZZZ' }, 'unknown_code'],
  ])('refused: %s', async (_, body, reason) => {
    expect(await present(body)).toMatchObject({ proof: null, reason })
    expect(await house.db.selectFrom('tag_read').selectAll().execute()).toEqual([])
  })

  test('of another site’s batch is as good as unknown, and so is a tag that hangs there unseen', async () => {
    const [local, far] = [await house.token('supervisor', ['hq']), { id: 'cp-far', site: 'far', name: 'Far' }]
    await post('/tag-batches', { id: 'b-far', site: 'far', name: 'F', metaKey: '77'.repeat(16), fileKey: master })
    const theirs = { ...ofBatch('04FA0000000001'), metaKey: '77'.repeat(16) }
    expect(await present(said(theirs, 1), local)).toMatchObject({ reason: 'unknown_key', uid: null })
    await post('/checkpoints', { ...far, tag: { type: 'uid', uid: '04FA0000000002' } })
    expect(await present({ tag: '04FA0000000002' }, local)).toMatchObject({ reason: 'elsewhere', checkpoint: null })
    expect(no(await post('/tags/read', { site: 'far', tag: '04FA0000000002' }, local))).toEqual([
      ...[422, 'unknown_reference'],
    ])
    expect(no(await bind('cp-1', { uid: '04FA0000000002', replace: true }, local))).toEqual([409, 'id_taken'])
  })
})

describe('a read that was presented', () => {
  test('is no tap any more, whoever sends it; the next read of the tag is', async () => {
    await present(said(tag, 5))
    await bind('cp-1', { uid: tag.uid, batch: 'b-1' })
    expect(await tap(said(tag, 5))).toMatchObject({ status: 'refused', reason: 'replayed', checkpoint: 'cp-1' })
    expect(await tap(said(tag, 6))).toMatchObject({ status: 'accepted', grade: 'A', counter: 6 })
    // A lower one that was read in a basement before is as honest as ever.
    expect(await tap(said(tag, 4))).toMatchObject({ status: 'accepted', counter: 4 })
  })

  test('may be presented again by the same person alone', async () => {
    expect(await present(said(tag, 5))).toMatchObject({ reason: null })
    expect(await present(said(tag, 5))).toMatchObject({ reason: null, proof: 'signed' })
    expect(await told('audit.tag_presented')).toHaveLength(1)
    expect(await present(said(tag, 5), await house.token('admin'))).toMatchObject({ reason: 'replayed' })
  })

  test('is not a guard’s: what was tapped is refused and stays the guard’s', async () => {
    await bind('cp-1', { uid: tag.uid, batch: 'b-1' })
    expect(await tap({ id: 't-1', ...said(tag, 5) })).toMatchObject({ status: 'accepted' })
    expect(await present(said(tag, 5))).toMatchObject({ reason: 'replayed', checkpoint: { id: 'cp-1' } })
    expect(await tap({ id: 't-1', ...said(tag, 5) })).toMatchObject({ status: 'duplicate' })
  })

  test('at the same time by two is one’s', async () => {
    const admin = await house.token('admin')
    const both = await Promise.all([present(said(tag, 5)), present(said(tag, 5), admin)])
    expect(both.map((read) => (read as { reason: string | null }).reason).sort()).toEqual([null, 'replayed'].sort())
  })
})

describe('hanging a tag', () => {
  test('is told with who did it and which tag', async () => {
    expect(at(await bind('cp-1', { uid: tag.uid, batch: 'b-1' }), 'tag')).toEqual({
      ...{ type: 'ntag424', uid: tag.uid, batch: 'b-1' },
    })
    expect((await told('audit.checkpoint_changed')).at(-1)).toMatchObject({
      ...{ thing: 'cp-1', data: { tag: tag.uid } },
    })
    const again = await bind('cp-1', { uid: tag.uid, batch: 'b-1' })
    expect([again.status, at(again, 'version')]).toEqual([200, 2])
    expect(await told('audit.checkpoint_changed')).toHaveLength(1)
  })

  test('in the place of another one, or away from another checkpoint, wants a yes', async () => {
    await bind('cp-1', { uid: tag.uid, batch: 'b-1' })
    const refused = async (id: string, body: object) => {
      const answer = await bind(id, body)
      return [...no(answer), at(answer, 'detail')]
    }
    const away = { uid: tag.uid, batch: 'b-1' }
    expect(await refused('cp-2', away)).toEqual([409, 'tag_elsewhere', expect.stringContaining('cp-1')])
    expect(await refused('cp-1', { uid: '04000000000001' })).toEqual([
      409,
      'tag_kept',
      expect.stringContaining(tag.uid),
    ])
    await bind('cp-2', { uid: '04000000000002' })
    const both: unknown = expect.stringMatching(/04000000000002.*cp-1/)
    expect(await refused('cp-2', away)).toEqual([409, 'tag_kept_elsewhere', both])
    expect((await bind('cp-2', { uid: tag.uid, batch: 'b-1', replace: true })).status).toBe(200)
    expect(at(await house.api('GET', '/checkpoints/cp-1', { token: lead }), 'tag')).toBeNull()
    expect(await tap(said(tag, 9))).toMatchObject({ status: 'accepted', checkpoint: 'cp-2' })
  })

  test('takes keys of its own along, and never shows them', async () => {
    const own = { ...stranger, type: 'ntag424' }
    await post('/checkpoints', { id: 'cp-own', site: 'hq', name: 'Own', tag: own })
    expect(await present(said(stranger, 3))).toMatchObject({
      ...{ proof: 'signed', batch: null, checkpoint: { id: 'cp-own' }, reason: null },
    })
    const moved = await bind('cp-1', { uid: stranger.uid, replace: true })
    expect(moved.text).not.toMatch(/1111|2222/)
    expect(await tap(said(stranger, 4))).toMatchObject({ status: 'accepted', grade: 'A', checkpoint: 'cp-1' })
    const rows = await house.db.selectFrom('checkpoint').select(['id', 'tag_secret']).execute()
    expect(rows.filter(({ tag_secret: secret }) => secret !== null).map(({ id }) => id)).toEqual(['cp-1'])
  })

  test('leaves the keys of the tag that gave way behind', async () => {
    await post('/checkpoints', { id: 'cp-own', site: 'hq', name: 'Own', tag: { ...stranger, type: 'ntag424' } })
    await bind('cp-own', { uid: tag.uid, batch: 'b-1', replace: true })
    expect(await tap(said(tag, 1))).toMatchObject({ status: 'accepted', checkpoint: 'cp-own' })
    expect(await tap(said(stranger, 1))).toMatchObject({ status: 'refused' })
  })

  test('with a batch of another site is refused', async () => {
    await post('/tag-batches', { id: 'b-far', site: 'far', name: 'F', metaKey, fileKey: master })
    expect(no(await bind('cp-1', { uid: tag.uid, batch: 'b-far' }))).toEqual([422, 'unknown_reference'])
  })
})
