// Duty (到岗): one person's stay on post, from clocking in to clocking out. Both also work offline and arrive later.
import { z } from 'zod'
import { FileId } from './file.ts'
import { DeviceTime } from './reading.ts'
import { Id, IsoTime } from './scalars.ts'

export const Duty = z.strictObject({
  id: FileId,
  site: Id,
  user: z.string(),
  /** The shift that held when it began; null outside every shift. */
  shift: Id.nullable(),
  startedAt: IsoTime,
  startReceivedAt: IsoTime,
  endedAt: IsoTime.nullable(),
  endReceivedAt: IsoTime.nullable(),
  /** Who ended it: the person, the desk, or null where it was open for so long that the product ended it. */
  endedBy: z.string().nullable(),
  /** Rounds of this person that were under way when it ended. */
  unfinished: z.array(Id),
  version: z.int().min(1),
})
export type Duty = z.infer<typeof Duty>

/** Clock in. `id` is the phone's, so that a repeated call is the same duty. `site` may be left out by who has only one. */
export const NewDuty = z.strictObject({
  id: FileId,
  site: Id.optional(),
  ts: DeviceTime.optional(),
  sentAt: DeviceTime.optional(),
})
export const EndDuty = z.strictObject({ ts: DeviceTime.optional(), sentAt: DeviceTime.optional() })
