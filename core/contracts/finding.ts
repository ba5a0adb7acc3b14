// A finding (隐患): something a person saw that is not as it should be. It has an owner, a deadline and a re-check.
import { z } from 'zod'
import { FileId } from './file.ts'
import { DeviceTime } from './reading.ts'
import { Id, IsoTime, Name, Note, Reason } from './scalars.ts'

/** open 待处理 · assigned 整改中 · fixed 待复查 · closed 已复查 · dismissed 不成立 */
export const FindingState = z.enum(['open', 'assigned', 'fixed', 'closed', 'dismissed'])
export type FindingState = z.infer<typeof FindingState>

export const FindingEntry = z.strictObject({
  at: IsoTime,
  type: z.enum([
    'reported',
    /** Seen once more while it was open. */
    'repeated',
    'assigned',
    'fixed',
    'passed',
    'failed',
    'dismissed',
    'ticketed',
    'commented',
    /** Its ticket was verified; the work for it did not hold, and there is none any more. */
    'mended',
    'unlinked',
    'overdue',
  ]),
  by: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type FindingEntry = z.infer<typeof FindingEntry>

export const Finding = z.strictObject({
  id: FileId,
  site: Id,
  checkpoint: Id.nullable(),
  device: Id.nullable(),
  /** The tap and the round at which it was seen, and the check that failed, by the name it had then. */
  tap: z.string().nullable(),
  round: Id.nullable(),
  check: Id.nullable(),
  checkName: Name.nullable(),
  text: z.string(),
  photos: z.array(FileId),
  voice: FileId.nullable(),
  by: z.string(),
  /** When it was seen (by the corrected clock of the phone) and when the server heard of it. */
  at: IsoTime,
  receivedAt: IsoTime,
  state: FindingState,
  owner: z.string().nullable(),
  dueAt: IsoTime,
  /** The deadline passed before it was put right. */
  overdue: z.boolean(),
  /** How often it was seen, and when last. */
  seen: z.int().min(1),
  lastSeenAt: IsoTime,
  /** Who says that it is put right; somebody else must look. */
  fixedBy: z.string().nullable(),
  closedAt: IsoTime.nullable(),
  ticket: z.string().nullable(),
  version: z.int().min(1),
  timeline: z.array(FindingEntry),
})
export type Finding = z.infer<typeof Finding>

/** What a phone sends; repeated with the same id it is the same finding. One of `checkpoint`, `device` or `site`. */
export const NewFinding = z
  .strictObject({
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
  .refine((f) => f.text !== '' || f.photos.length > 0 || f.voice !== undefined || f.check !== undefined, 'says_nothing')
export type NewFinding = z.infer<typeof NewFinding>

const version = z.int().optional()
export const findingActions = {
  assign: z.strictObject({ owner: z.string().min(1).max(64), dueAt: IsoTime.optional(), version }),
  fix: z.strictObject({ note: Note.optional(), photos: z.array(FileId).max(10).optional(), version }),
  recheck: z.strictObject({ ok: z.boolean(), note: Note.optional(), version }),
  dismiss: z.strictObject({ reason: Reason, version }),
  comment: z.strictObject({ text: Reason, version }),
} as const
export type FindingActionName = keyof typeof findingActions
export type FindingAction = {
  [A in FindingActionName]: { action: A } & z.infer<(typeof findingActions)[A]>
}[FindingActionName]
