// A tap: one proof of presence. It proves three separate things (place, time, person); the grade sums them up.
import { z } from 'zod'
import { DeviceTime } from './reading.ts'
import { Id, IsoTime } from './scalars.ts'

/** What a phone, a tag's URL or a reader sends. One of `tag`, `picc_data`+`cmac`, `uid`+`ctr`+`cmac`, `code`. */
export const TapPayload = z.looseObject({
  id: z.string().min(1).max(128).optional(),
  ts: DeviceTime.optional(),
  tag: z.string().max(32).optional(),
  picc_data: z.string().max(64).optional(),
  cmac: z.string().max(32).optional(),
  enc: z.string().max(512).optional(),
  uid: z.string().max(32).optional(),
  ctr: z.string().max(16).optional(),
  code: z.string().max(16).optional(),
  badge: z.string().max(64).optional(),
  checks: z
    .array(z.strictObject({ id: Id, ok: z.boolean(), note: z.string().max(500).optional() }))
    .max(32)
    .optional(),
})
export type TapPayload = z.infer<typeof TapPayload>

export const TapPlace = z.enum(['signed', 'uid', 'code'])
export const TapTime = z.enum(['live', 'bounded', 'unproven'])
export const TapPerson = z.enum(['session', 'badge', 'shared', 'unknown'])
/** A signed and live · B signed, time bounded · C signed, time not proven · D UID only · E typed or scanned code. */
export const TapGrade = z.enum(['A', 'B', 'C', 'D', 'E'])
/** Flags are evidence, never verdicts. */
export const TapFlag = z.enum(['clock_skew', 'scan_spam', 'impossible_walk', 'two_people'])
export const TapRefusal = z.enum([
  'bad_mac',
  'replayed',
  'unknown_tag',
  'unknown_code',
  'lrp_unsupported',
  'malformed',
  'signed_tag_needs_signature',
  'signature_unsupported',
])

export const Tap = z.strictObject({
  id: z.string(),
  status: z.enum(['accepted', 'duplicate', 'refused']),
  place: TapPlace.nullable(),
  time: TapTime.nullable(),
  person: TapPerson,
  grade: TapGrade.nullable(),
  checkpoint: Id.nullable(),
  site: Id.nullable(),
  uid: z.string().nullable(),
  counter: z.int().nullable(),
  /** When it was read, by the phone's or reader's clock. */
  at: IsoTime,
  receivedAt: IsoTime,
  by: z.string().nullable(),
  /** The reader that sent it; null for a phone. */
  reader: Id.nullable(),
  round: Id.nullable(),
  flags: z.array(TapFlag),
  reason: TapRefusal.nullable(),
})
export type Tap = z.infer<typeof Tap>
