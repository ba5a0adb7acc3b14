// A tap: one proof of presence. It proves three separate things (place, time, person); the grade sums them up.
import { z } from 'zod'
import { FileId } from './file.ts'
import { DeviceTime } from './reading.ts'
import { Id, IsoTime } from './scalars.ts'

/** An answer to a check of the checkpoint. */
export const TapCheck = z.strictObject({
  id: Id,
  ok: z.boolean(),
  value: z.number().optional(),
  note: z.string().max(500).optional(),
  photos: z.array(FileId).max(5).optional(),
})
export type TapCheck = z.infer<typeof TapCheck>

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
  /** When this was sent, by the clock that gave `ts`: what it is off by corrects `ts`. */
  sentAt: DeviceTime.optional(),
  /** May also follow the tap: sent again under the same id, the answers are added to it. */
  checks: z.array(TapCheck).max(32).optional(),
})
export type TapPayload = z.infer<typeof TapPayload>

export const TapPlace = z.enum(['signed', 'uid', 'code'])
export const TapTime = z.enum(['live', 'bounded', 'unproven'])
export const TapPerson = z.enum(['session', 'badge', 'shared', 'unknown'])
/** A signed and live · B signed, time bounded · C signed, time not proven · D UID only · E typed or scanned code. */
export const TapGrade = z.enum(['A', 'B', 'C', 'D', 'E'])
/** Flags are evidence, never verdicts. */
export const TapFlag = z.enum([
  'clock_skew',
  'scan_spam',
  'impossible_walk',
  'two_people',
  /** The tag's counter says that it was read before or after the time claimed. */
  'counter_contradicts',
  /** The room's own sensor saw nobody. */
  'sensor_contradicts',
  'tag_tampered',
  /** A code was typed or scanned where a tag hangs: the tag may be broken, or nobody was there. */
  'tag_unused',
])
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
  /** Null where nobody knows the tag, and where an accepted tap is of the reader's own test tag. */
  checkpoint: Id.nullable(),
  site: Id.nullable(),
  uid: z.string().nullable(),
  counter: z.int().nullable(),
  /** When it was read, by the phone's or reader's clock, corrected by what that clock is off. */
  at: IsoTime,
  /** Whether its sender said when; else `at` is the time of its receipt and bounds no other read. */
  claimed: z.boolean().default(true),
  receivedAt: IsoTime,
  by: z.string().nullable(),
  /** The reader that sent it; null for a phone. */
  reader: Id.nullable(),
  round: Id.nullable(),
  flags: z.array(TapFlag),
  /** Live reads of the same tag between which this one lies: earliest and latest possible; null where nothing bounds it. */
  bounds: z.strictObject({ after: IsoTime.nullable(), before: IsoTime.nullable() }).nullable().default(null),
  /** The read of the same tag that speaks against the time claimed, and when the server received it. */
  against: z.strictObject({ tap: z.string(), counter: z.int(), receivedAt: IsoTime }).nullable().default(null),
  /** How many reads of this tag nobody sent since the one before it; evidence to weigh. */
  gap: z.int().min(0).nullable().default(null),
  /** What the room's door or motion sensor says of it; null where there is none. */
  sensor: z
    .strictObject({ device: Id, says: z.enum(['confirms', 'contradicts', 'unheard']), at: IsoTime.nullable() })
    .nullable()
    .default(null),
  checks: z.array(TapCheck).default([]),
  reason: TapRefusal.nullable(),
})
export type Tap = z.infer<typeof Tap>
