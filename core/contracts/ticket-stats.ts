// Response and repair times, from the clocks that tickets carry: by device, person and vendor; and what callers thought.
import { z } from 'zod'
import { Id, IsoTime, Name } from './scalars.ts'

/** Times of `count` stopped clocks, ms; null where there is none. `kept`: the share that was in time, 0–1. */
export const Figure = z.strictObject({
  count: z.int().min(0),
  median: z.number().nullable(),
  p90: z.number().nullable(),
  kept: z.number().nullable(),
})
export type Figure = z.infer<typeof Figure>

const Times = {
  tickets: z.int().min(0),
  /** How often work that was said to be done was not. */
  bounces: z.int().min(0),
  response: Figure,
  /** As it counted, pauses left out, and as the caller waited for it. */
  resolution: Figure,
  waited: Figure,
}
export const StatsRow = z.strictObject({ id: z.string(), name: Name, ...Times })
export type StatsRow = z.infer<typeof StatsRow>

/** Tickets received in [from, to); drills are left out. Rows with the most tickets first. */
export const TicketStats = z.strictObject({
  from: IsoTime,
  to: IsoTime,
  total: z.strictObject(Times),
  devices: z.array(StatsRow),
  /** Of everybody for the desk, else of oneself. */
  people: z.array(StatsRow),
  vendors: z.array(StatsRow),
  /** Of the 30 days before `to`: the share of 4 and 5, how many answered, and what is promised. */
  rating: z.strictObject({
    rate: z.number().nullable(),
    answers: z.int(),
    kept: z.boolean().nullable(),
    target: z.number(),
  }),
})
export type TicketStats = z.infer<typeof TicketStats>

const longest = 366 * 86_400_000
export const TicketStatsQuery = z
  .strictObject({ site: Id.optional(), from: IsoTime, to: IsoTime })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], error: 'span_reversed' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= longest, { path: ['to'], error: 'span_of_a_year' })
