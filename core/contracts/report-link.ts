// A reporter's page (报修页): the address on the label of a device, or of one ticket. Whoever has it needs no sign-in.
import { z } from 'zod'
import { Id, IsoTime } from './scalars.ts'

/** Exactly one of `device` and `ticket` is set. `token` stands in the address and is hard to guess: 96 bits. */
export const ReportLink = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
  site: Id,
  device: Id.nullable(),
  ticket: Id.nullable(),
  createdAt: IsoTime,
})
export type ReportLink = z.infer<typeof ReportLink>

/** What a reporter may write, in characters. */
export const reportLimits = { what: 1000, where: 200, name: 100, phone: 40, text: 500 } as const

const line = (limit: number) => z.string().trim().max(limit).default('')
export const Report = z.object({
  what: z.string().trim().min(1).max(reportLimits.what),
  where: line(reportLimits.where),
  name: line(reportLimits.name),
  phone: line(reportLimits.phone),
})
export type Report = z.infer<typeof Report>

export const ReporterRating = z.object({
  score: z.coerce.number().int().min(1).max(5),
  text: line(reportLimits.text),
})
