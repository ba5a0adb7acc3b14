// The file of a device (设备档案): one entry for each ticket that was closed, with what was done, by whom and at what price.
import { z } from 'zod'
import { TicketType } from './policy.ts'
import { Id, IsoTime, Name } from './scalars.ts'
import { Part } from './ticket.ts'

export const DeviceFileEntry = z.strictObject({
  id: Id,
  device: Id,
  site: Id,
  /** When the ticket was closed; and when the trouble was heard of and the work was done. */
  at: IsoTime,
  openedAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  ticket: Id,
  number: z.int().min(1),
  type: TicketType,
  title: Name,
  /** What was done, in the words of whoever did it. */
  done: z.string(),
  parts: z.array(Part),
  /** In the money of the house; and minutes of work. Null where nobody said. */
  cost: z.number().nullable(),
  minutes: z.number().nullable(),
  /** How long the caller waited, and how much of that counted, ms. */
  waitedMs: z.number().min(0),
  countedMs: z.number().min(0),
  by: z.string().nullable(),
  vendor: z.string().nullable(),
  verifiedBy: z.string().nullable(),
  /** How often it broke again before that. */
  bounces: z.int().min(0),
})
export type DeviceFileEntry = z.infer<typeof DeviceFileEntry>
