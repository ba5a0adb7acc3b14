// A batch of signed tags: the keys that its maker wrote into all of them, from which each tag's own file key is made.
// Keys go in and never come back.
import { z } from 'zod'
import { MacInput, TagKeys } from './checkpoint.ts'
import { Id, Name, NewId } from './scalars.ts'

export const TagBatch = z.strictObject({
  id: NewId,
  site: Id,
  name: Name,
  encrypted: z.boolean().default(true),
  macInput: MacInput.default('empty'),
  tamperAt: z.int().min(0).max(254).optional(),
  /** Each tag's file key is made from the master key and its UID (AN10922); false: all tags share the one key. */
  diversified: z.boolean().default(true),
  /** Hex of what the maker's tool was given after the UID when it made the keys, 0 to 24 bytes. */
  system: z
    .string()
    .regex(/^([0-9A-Fa-f]{2}){0,24}$/, 'hex')
    .default(''),
  version: z.int().min(1).default(1),
})
export type TagBatch = z.infer<typeof TagBatch>
/** `fileKey` is the master key when keys are diversified. */
export const NewTagBatch = TagBatch.omit({ version: true }).extend({
  metaKey: TagKeys.shape.metaKey,
  fileKey: TagKeys.shape.fileKey,
})
