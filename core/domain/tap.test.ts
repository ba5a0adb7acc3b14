// What a tap proves, and every way in which it does not.
import { describe, expect, test } from 'vitest'
import { Tap } from '../contracts/tap.ts'
import { claimOf, judgeTap, type TapFacts } from './tap.ts'

const at = Date.parse('2026-11-23T16:00:00.000Z')
const uid = '04DE5F1EACC040'
const checkpoint = { id: 'cp-b2-01', site: 'hq', tag: { type: 'uid' as const, uid } }
const signedCheckpoint = { ...checkpoint, tag: { type: 'ntag424' as const, uid } }
const signedPayload = { picc_data: 'EF963FF7828658A599F3041510671E88', cmac: '94EED9EE65337086' }

const facts = (over: Partial<TapFacts> = {}): TapFacts => ({
  id: 't-1',
  payload: { tag: uid },
  checkpoint,
  selfTest: false,
  spent: false,
  verified: null,
  by: 'chenhao',
  person: 'session',
  at,
  claimed: true,
  receivedAt: at + 1000,
  reader: null,
  site: null,
  clockOffsetMs: null,
  earlier: null,
  recent: 0,
  ...over,
})
const signed = (over: Partial<TapFacts> = {}) =>
  judgeTap(
    facts({
      payload: signedPayload,
      checkpoint: signedCheckpoint,
      verified: { uid, counter: 61, tampered: false },
      ...over,
    }),
  )

test('a UID is identification, not proof: D, whoever reads it', () => {
  const tap = judgeTap(facts({ reader: 'reader-1', person: 'badge' }))
  expect(tap).toEqual({
    ...{ id: 't-1', status: 'accepted', place: 'uid', time: 'live', person: 'badge', grade: 'D' },
    ...{ checkpoint: 'cp-b2-01', site: 'hq', uid, counter: null, by: 'chenhao', reader: 'reader-1', round: null },
    ...{ at: '2026-11-23T16:00:00.000Z', receivedAt: '2026-11-23T16:00:01.000Z', flags: [], reason: null },
    ...{ claimed: true, bounds: null, against: null, gap: null, sensor: null, checks: [] },
  })
  expect(Tap.safeParse(tap).success).toBe(true)
})

test('a typed or scanned code is E', () => {
  expect(judgeTap(facts({ payload: { code: 'abc-234' } }))).toMatchObject({
    ...{ status: 'accepted', place: 'code', grade: 'E', uid: null },
  })
})

test('a code where a tag hangs is recorded, and shown as evidence', () => {
  const code = { payload: { code: 'ABC234' } }
  expect(judgeTap(facts(code))).toMatchObject({ status: 'accepted', grade: 'E', flags: ['tag_unused'] })
  expect(judgeTap(facts({ ...code, checkpoint: { ...checkpoint, tag: null } })).flags).toEqual([])
  expect(judgeTap(facts()).flags).toEqual([])
})

describe('a signed tap', () => {
  test('whose read was presented to enrol the tag is replayed, whoever sends it', () => {
    expect(signed({ spent: true })).toMatchObject({ status: 'refused', reason: 'replayed', flags: [] })
  })
  test('received within 30 s of the read is A, later is C', () => {
    expect(signed({ receivedAt: at + 30_000 })).toMatchObject({
      place: 'signed',
      time: 'live',
      grade: 'A',
      counter: 61,
    })
    expect(signed({ receivedAt: at + 30_001 })).toMatchObject({ place: 'signed', time: 'unproven', grade: 'C' })
  })

  test('that claims to be read in the future is not live', () => {
    expect(signed({ at: at + 3_600_000, receivedAt: at })).toMatchObject({ time: 'unproven', grade: 'C' })
  })

  test('is refused with the verifier’s reason, and proves nothing', () => {
    expect(signed({ verified: { refused: 'bad_mac' } })).toMatchObject({
      ...{ status: 'refused', reason: 'bad_mac', place: null, time: null, grade: null, counter: null },
    })
  })

  test('is refused while nothing can verify it', () => {
    expect(signed({ verified: null })).toMatchObject({ status: 'refused', reason: 'signature_unsupported' })
  })

  test('of a checkpoint that nobody knows is refused', () => {
    expect(signed({ checkpoint: null })).toMatchObject({ status: 'refused', reason: 'unknown_tag', uid })
  })

  test('a signed tag does not count by its UID alone', () => {
    expect(judgeTap(facts({ checkpoint: signedCheckpoint }))).toMatchObject({
      ...{ status: 'refused', reason: 'signed_tag_needs_signature', grade: null },
    })
  })

  test('the code of its checkpoint still counts, as E', () => {
    expect(judgeTap(facts({ payload: { code: 'ABC234' }, checkpoint: signedCheckpoint })).grade).toBe('E')
  })
})

test('a reader’s own test tag is taken, and stands for no place', () => {
  expect(judgeTap(facts({ checkpoint: null, selfTest: true, reader: 'reader-1', site: 'hq' }))).toMatchObject({
    ...{ status: 'accepted', checkpoint: null, site: 'hq', reader: 'reader-1', uid, reason: null },
  })
})

describe('a repeat', () => {
  test('of the same id is a duplicate, whoever sends it', () => {
    expect(judgeTap(facts({ earlier: { same: 'id', by: 'chenhao', reader: null } })).status).toBe('duplicate')
    expect(judgeTap(facts({ earlier: { same: 'id', by: 'zhaomin', reader: null } }))).toMatchObject({
      ...{ status: 'duplicate', flags: ['two_people'], reason: null },
    })
  })

  test('of the same read is a duplicate by the same person and replayed by anyone else', () => {
    expect(signed({ earlier: { same: 'read', by: 'chenhao', reader: null } }).status).toBe('duplicate')
    expect(signed({ earlier: { same: 'read', by: 'zhaomin', reader: null } })).toMatchObject({
      ...{ status: 'refused', reason: 'replayed', flags: ['two_people'], grade: null },
    })
  })

  test('with a forged signature claims no grade', () => {
    expect(
      signed({ earlier: { same: 'id', by: 'chenhao', reader: null }, verified: { refused: 'bad_mac' } }),
    ).toMatchObject({
      ...{ status: 'duplicate', place: null, grade: null },
    })
  })
})

describe('flags are evidence', () => {
  test('clock skew: a measured offset beyond 5 minutes, or a read in the future', () => {
    expect(judgeTap(facts({ clockOffsetMs: -300_001 })).flags).toEqual(['clock_skew'])
    expect(judgeTap(facts({ clockOffsetMs: 300_000 })).flags).toEqual([])
    expect(judgeTap(facts({ at: at + 301_001, receivedAt: at + 1000 })).flags).toEqual(['clock_skew'])
  })

  test('an honest offline tap that arrives hours later is not flagged', () => {
    const tap = judgeTap(facts({ receivedAt: at + 8 * 3_600_000 }))
    expect(tap).toMatchObject({ status: 'accepted', time: 'unproven', flags: [] })
  })

  test('scan spam: the ninth tap in ten minutes, still accepted', () => {
    expect(judgeTap(facts({ recent: 7 })).flags).toEqual([])
    expect(judgeTap(facts({ recent: 8 }))).toMatchObject({ status: 'accepted', flags: ['scan_spam'] })
  })
})

describe('what a payload claims', () => {
  test.each([
    [{ tag: '04:de:5f:1e:ac:c0:40' }, { how: 'uid', uid }],
    [{ tag: '04DE5F1E' }, { how: 'uid', uid: '04DE5F1E' }],
    [{ tag: 'not hex' }, { how: 'refused', reason: 'malformed' }],
    [{ tag: '' }, { how: 'refused', reason: 'malformed' }],
    [{ code: ' abc 234 ' }, { how: 'code', code: 'ABC234' }],
    [{ code: ' ' }, { how: 'refused', reason: 'malformed' }],
    [{}, { how: 'refused', reason: 'malformed' }],
    [signedPayload, { how: 'signed', uid: null }],
    [
      { ...signedPayload, tag: uid, code: 'ABC234' },
      { how: 'signed', uid: null },
    ],
    [
      { ...signedPayload, picc_data: 'EF'.repeat(24) },
      { how: 'refused', reason: 'lrp_unsupported' },
    ],
    [
      { ...signedPayload, picc_data: 'EF'.repeat(15) },
      { how: 'refused', reason: 'malformed' },
    ],
    [{ picc_data: signedPayload.picc_data }, { how: 'refused', reason: 'malformed' }],
    [
      { ...signedPayload, cmac: '94EED9' },
      { how: 'refused', reason: 'malformed' },
    ],
    [
      { uid: '041E3C8A2D6B80', ctr: '000006', cmac: '4B00064004B0B3D3' },
      { how: 'signed', uid: '041E3C8A2D6B80' },
    ],
    [
      { uid: '041E3C8A2D6B80', cmac: '4B00064004B0B3D3' },
      { how: 'refused', reason: 'malformed' },
    ],
  ])('%j → %j', (payload, claim) => {
    expect(claimOf(payload)).toEqual(claim)
  })

  test('an unknown code and an unknown tag are told apart, and keep the site of the reader', () => {
    expect(judgeTap(facts({ checkpoint: null, site: 'hq' }))).toMatchObject({ reason: 'unknown_tag', site: 'hq', uid })
    expect(judgeTap(facts({ checkpoint: null, payload: { code: 'ABC234' } })).reason).toBe('unknown_code')
    expect(judgeTap(facts({ checkpoint: null, payload: {} })).reason).toBe('malformed')
  })
})
