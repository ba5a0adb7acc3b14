// A tag that is presented to be enrolled: what it is, and whose it is already. Presenting is no tap.
import { z } from 'zod'
import { Checkpoint } from './checkpoint.ts'
import { Id, Name } from './scalars.ts'
import { TagBatch } from './tag-batch.ts'
import { TapPayload, TapPlace } from './tap.ts'

const { tag, picc_data, cmac, enc, uid, ctr, code } = TapPayload.shape

/** What was read: as in a tap. `serial`: the number that the phone's own reader saw, beside what the tag's URL says. */
export const TagPresented = z.strictObject({
  ...{ tag, picc_data, cmac, enc, uid, ctr, code },
  serial: z.string().max(32).optional(),
  /** Whose batches may have signed it. */
  site: Id,
})
export type TagPresented = z.infer<typeof TagPresented>

export const TagReadRefusal = z.enum([
  'malformed',
  'lrp_unsupported',
  /** No key that is known here signed it. */
  'unknown_key',
  /** This read was used already, by a tap or by somebody else who presented it. */
  'replayed',
  /** The URL is of another tag than the one that carries it. */
  'copied_url',
  /** Tags have UIDs of 7 bytes. */
  'uid_length',
  'signed_tag_needs_signature',
  'unknown_code',
  /** It hangs at a checkpoint that the person does not see. */
  'elsewhere',
])
export type TagReadRefusal = z.infer<typeof TagReadRefusal>

export const TagRead = z.strictObject({
  /** What it proves; null when it is refused. */
  proof: TapPlace.nullable(),
  uid: z.string().nullable(),
  counter: z.int().nullable(),
  /** The batch whose keys signed it; null for keys of its own. */
  batch: TagBatch.pick({ id: true, name: true }).nullable(),
  /** Its loop is or was opened. */
  tampered: z.boolean(),
  /** Where it hangs already. */
  checkpoint: z.strictObject({ id: Id, site: Id, name: Name }).nullable(),
  reason: TagReadRefusal.nullable(),
})
export type TagRead = z.infer<typeof TagRead>

/** Hangs a tag at a checkpoint: with a batch it is signed, else its UID alone counts, or what it was before elsewhere. */
export const TagBinding = z.strictObject({
  uid: z.string().regex(/^[0-9A-Fa-f]{14}$/, 'hex'),
  batch: Id.optional(),
  /** Another tag of this checkpoint, and this tag at another checkpoint, give way. */
  replace: z.boolean().default(false),
  version: Checkpoint.shape.version.unwrap().optional(),
})
export type TagBinding = z.infer<typeof TagBinding>
