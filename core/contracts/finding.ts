// A finding (隐患): something a person saw that is not as it should be. It has an owner, a deadline and a re-check.
import { z } from 'zod'
import { FileId } from './file.ts'
import { DeviceTime } from './reading.ts'
import { Id, IsoTime } from './scalars.ts'

/** open 待处理 · assigned 整改中 · fixed 待复查 · closed 已复查 · dismissed 不成立 */
export const FindingState = z.enum(['open', 'assigned', 'fixed', 'closed', 'dismissed'])
export type FindingState = z.infer<typeof FindingState>

export const FindingEntry = z.strictObject({
  at: IsoTime,
  type: z.enum(['reported', 'assigned', 'fixed', 'passed', 'failed', 'dismissed', 'ticketed', 'commented', 'overdue']),
  by: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type FindingEntry = z.infer<typeof FindingEntry>

export const Finding = z.strictObject({
  id: FileId,
  site: Id,
  checkpoint: Id.nullable(),
  device: Id.nullable(),
  /** The tap and the round at which it was seen, and the check that failed. */
  tap: z.string().nullable(),
  round: Id.nullable(),
  check: Id.nullable(),
  text: z.string(),
  photos: z.array(FileId),
  voice: FileId.nullable(),
  by: z.string(),
  /** When it was seen (by the corrected clock of the phone) and when the server heard of it. */
  at: IsoTime,
  receivedAt: IsoTime,
  state: FindingState,
  owner: z.string().nullable(),
  dueAt: IsoTime.nullable(),
  ticket: z.string().nullable(),
  version: z.int().min(1),
  timeline: z.array(FindingEntry),
})
export type Finding = z.infer<typeof Finding>

/** What a phone sends; repeated with the same id it is the same finding. One of `checkpoint`, `device` or `site`. */
export const NewFinding = z.strictObject({
  id: FileId,
  site: Id.optional(),
  checkpoint: Id.optional(),
  device: Id.optional(),
  tap: z.string().max(128).optional(),
  check: Id.optional(),
  text: z.string().trim().max(2000).default(''),
  photos: z.array(FileId).max(10).default([]),
  voice: FileId.optional(),
  /** When it was seen and when this was sent, both by the phone's clock. */
  ts: DeviceTime.optional(),
  sentAt: DeviceTime.optional(),
})
export type NewFinding = z.infer<typeof NewFinding>
