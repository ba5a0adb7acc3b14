// A shift: who is on duty at which hours, every day that it holds. Hours may cross midnight.
import { z } from 'zod'
import { Id, Name, NewId, TimeOfDay } from './scalars.ts'
import { Role } from './user.ts'

/** How many people of a kind a shift needs, and on which post. */
export const Need = z.strictObject({
  role: Role,
  skill: Id.optional(),
  people: z.int().min(1).max(50).default(1),
  /** Where they stand: 监控室, 东门岗. */
  post: Name.optional(),
})
export type Need = z.infer<typeof Need>

export const Shift = z.strictObject({
  id: NewId,
  site: Id,
  name: Name,
  start: TimeOfDay,
  end: TimeOfDay,
  /** 1 Monday … 7 Sunday, by the day on which the shift starts. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  /** User names. */
  people: z.array(z.string().max(64)).max(50).default([]),
  needs: z.array(Need).max(32).default([]),
  version: z.int().min(1).default(1),
})
export type Shift = z.infer<typeof Shift>
export const NewShift = Shift.omit({ version: true })
export const ShiftPatch = NewShift.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })
