// A file that belongs to something a person did: a photo, a spoken note. Its bytes are kept outside the records.
import { z } from 'zod'
import { IsoTime } from './scalars.ts'

/** Chosen by whoever took it, so that an upload that is repeated is one file. */
export const FileId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/, 'file_id')
export type FileId = z.infer<typeof FileId>

/** What a file may be: photos, and what phones record of a voice. */
export const fileTypes = ['image/jpeg', 'image/png', 'image/webp', 'audio/webm', 'audio/ogg', 'audio/mp4'] as const

/** Bytes of one file at most. */
export const fileLimit = 2 * 1024 * 1024

/** What is known of a file; `type` is what the bytes are, whatever the sender called them. */
export const FileInfo = z.strictObject({
  id: FileId,
  type: z.enum(fileTypes),
  bytes: z.int().min(1),
  /** Of the bytes, lower-case hex. */
  sha256: z.string(),
  by: z.string(),
  receivedAt: IsoTime,
})
export type FileInfo = z.infer<typeof FileInfo>
