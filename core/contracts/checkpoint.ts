// A checkpoint: a place that a guard proves to have been at. Its tag's keys go in and never come back.
import { z } from 'zod'
import { Id, Name, NewId } from './scalars.ts'

const Hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9A-Fa-f]{${bytes * 2}}$`), 'hex')

/** UID-only tags identify; NTAG 424 tags prove, with keys and the URL range that their MAC covers. */
export const NewTag = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uid'), uid: Hex(7) }),
  z.strictObject({
    type: z.literal('ntag424'),
    uid: Hex(7),
    metaKey: Hex(16),
    fileKey: Hex(16),
    encrypted: z.boolean().default(true),
    macInput: z.enum(['empty', 'enc', 'enc&cmac=']).default('empty'),
  }),
])
export type NewTag = z.infer<typeof NewTag>
/** A tag as it is shown: without its keys. */
export const Tag = z.strictObject({ type: z.enum(['uid', 'ntag424']), uid: z.string() })
export type Tag = z.infer<typeof Tag>

export const Checkpoint = z.strictObject({
  id: NewId,
  site: Id,
  name: Name,
  zone: Id.nullable().default(null),
  building: Id.nullable().default(null),
  /** A key place (重点部位): a miss raises a higher priority. */
  key: z.boolean().default(false),
  tag: Tag.nullable().default(null),
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
