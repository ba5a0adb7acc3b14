// A checkpoint: a place that a guard proves to have been at. Its tag's keys go in and never come back.
import { z } from 'zod'
import { MetricName } from './metric.ts'
import { Id, Name, NewId } from './scalars.ts'

const Hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9A-Fa-f]{${bytes * 2}}$`), 'hex')

/** The part of the URL that a signed tag's MAC covers. */
export const MacInput = z.enum(['empty', 'enc', 'enc&cmac='])
export type MacInput = z.infer<typeof MacInput>

/** The keys of signed tags and how they sign; a plain mirror (`encrypted: false`) has no use for the meta key. */
export const TagKeys = z.strictObject({
  metaKey: Hex(16),
  fileKey: Hex(16),
  encrypted: z.boolean().default(true),
  macInput: MacInput.default('empty'),
  /** Where in the file data a TagTamper tag says whether it was opened: its two letters begin at this byte. */
  tamperAt: z.int().min(0).max(254).optional(),
})
export type TagKeys = z.infer<typeof TagKeys>

/** UID-only tags identify; NTAG 424 tags prove, with keys of their own or those of their batch. */
export const NewTag = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uid'), uid: Hex(7) }),
  z
    .strictObject({ type: z.literal('ntag424'), uid: Hex(7), batch: Id.optional(), ...TagKeys.partial().shape })
    .refine((tag) => (tag.batch !== undefined) !== (tag.fileKey !== undefined), 'keys_or_batch')
    .refine((tag) => tag.batch !== undefined || tag.encrypted === false || tag.metaKey !== undefined, 'keys_or_batch'),
])
export type NewTag = z.infer<typeof NewTag>
/** A tag as it is shown: without its keys. */
export const Tag = z.strictObject({ type: z.enum(['uid', 'ntag424']), uid: z.string(), batch: Id.optional() })
export type Tag = z.infer<typeof Tag>

/** One question at a checkpoint (灭火器压力正常？): answered pass or fail, or by a number with limits. */
export const Check = z.strictObject({
  id: Id,
  name: Name,
  type: z.enum(['pass', 'number']).default('pass'),
  unit: z.string().max(16).default(''),
  min: z.number().optional(),
  max: z.number().optional(),
  photo: z.enum(['never', 'on_fail', 'always']).default('on_fail'),
})
export type Check = z.infer<typeof Check>

/**
 * A door or motion sensor of the room. `confirm`: it confirms or contradicts taps there, and is shown beside them.
 * `visit`: its sign is itself the visit (a checkpoint without a tag).
 */
export const CheckpointSensor = z.strictObject({
  device: Id,
  sign: z.union([
    z.strictObject({ event: Id }),
    z.strictObject({ metric: MetricName, equals: z.union([z.number(), z.boolean(), z.string().max(256)]) }),
  ]),
  use: z.enum(['confirm', 'visit']).default('confirm'),
})
export type CheckpointSensor = z.infer<typeof CheckpointSensor>

export const Checkpoint = z.strictObject({
  id: NewId,
  site: Id,
  name: Name,
  zone: Id.nullable().default(null),
  building: Id.nullable().default(null),
  /** A key place (重点部位): a miss raises a higher priority. */
  key: z.boolean().default(false),
  tag: Tag.nullable().default(null),
  checks: z.array(Check).max(16).default([]),
  /** Done only when a guard and a technician tap within 10 minutes of each other. */
  twoRoles: z.boolean().default(false),
  sensor: CheckpointSensor.nullable().default(null),
  /** The 6-character code printed beside the tag, for phones without NFC. */
  code: z.string().regex(/^[A-HJ-NP-Z2-9]{6}$/),
  version: z.int().min(1).default(1),
})
export type Checkpoint = z.infer<typeof Checkpoint>
export const NewCheckpoint = Checkpoint.omit({ tag: true, code: true, version: true }).extend({
  tag: NewTag.nullable().default(null),
  code: Checkpoint.shape.code.optional(),
})
export const CheckpointPatch = NewCheckpoint.omit({ id: true, site: true })
  .partial()
  .extend({ version: z.int().optional() })

/**
 * CSV with a header: `id, site, name_zh, name_en, building, zone, key, two_roles, code, tag, uid, batch, meta_key, file_key,
 * encrypted, mac_input`; an empty cell leaves what is there. Nothing is written while any row is wrong.
 */
export const CheckpointImport = z.strictObject({ csv: z.string().max(1_000_000), dryRun: z.boolean().default(false) })
/** `errors` by row of the file (the header is row 1). */
export const CheckpointImported = z.strictObject({
  created: z.array(Id),
  changed: z.array(Id),
  unchanged: z.array(Id),
  errors: z.array(z.strictObject({ row: z.int(), column: z.string(), code: z.string(), detail: z.string() })),
})
export type CheckpointImported = z.infer<typeof CheckpointImported>
