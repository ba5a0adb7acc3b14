// A route: checkpoints with the minutes in which each is due, and the schedule by which rounds are walked.
import { z } from 'zod'
import { Id, Name, NewId, TimeOfDay } from './scalars.ts'

export const RouteStop = z.strictObject({
  checkpoint: Id,
  /** Minutes after the round's start: not before, not after (grace comes on top). */
  from: z.number().min(0).max(1440),
  until: z.number().min(0).max(1440),
  /**
   * Minutes of the way from the stop before (of the first: from the start point): shorter is flagged, longer without
   * contact makes the guard 失联. In a random order the limits stay with the place in the order, as the minutes do.
   */
  leg: z
    .strictObject({ min: z.number().min(0).max(1440).default(0), max: z.number().min(0).max(1440).nullable() })
    .refine((leg) => leg.max === null || leg.min <= leg.max, 'from_after_until')
    .nullable()
    .default(null),
  /** Seconds that the guard must stay: two taps so far apart, or the next stop's tap no sooner. 0 asks nothing. */
  dwellSeconds: z.int().min(0).max(7200).default(0),
})
export type RouteStop = z.infer<typeof RouteStop>

/** What a schedule does on the site's public holidays: the same, no rounds, or rounds on these days alone. */
const Holidays = z.enum(['keep', 'skip', 'only']).default('keep')

/** When rounds start, in the site's time: times of day on weekdays, or a recurrence. */
export const Schedule = z.union([
  z.strictObject({
    starts: z.array(TimeOfDay).max(48),
    /** 1 Monday … 7 Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
    holidays: Holidays,
  }),
  z.strictObject({
    /** The value of an RFC 5545 RRULE (`FREQ=WEEKLY;BYDAY=MO,TH`); hourly or rarer. */
    rrule: z.string().trim().min(1).max(500),
    /** The first day and the time of day from which it counts. */
    from: z.iso.date(),
    start: TimeOfDay,
    holidays: Holidays,
  }),
])
export type Schedule = z.infer<typeof Schedule>

export const Route = z
  .strictObject({
    id: NewId,
    site: Id,
    name: Name,
    stops: z.array(RouteStop).min(1).max(200),
    /**
     * `ordered`: out of order is flagged. `any`: each stop may be tapped in any order within the window. `random`: an
     * order drawn for each round from a seed that the round keeps, so that an auditor can draw it again.
     */
    order: z.enum(['ordered', 'any', 'random']).default('ordered'),
    /** Control points tapped before the first and after the last stop (领钥匙、交钥匙); null asks none. */
    startPoint: Id.nullable().default(null),
    endPoint: Id.nullable().default(null),
    /** Minutes after `until` in which a tap is late and not yet missed. 0 means 0. */
    graceMinutes: z.number().min(0).max(240).default(5),
    /** Null: rounds are started by hand. */
    schedule: Schedule.nullable().default(null),
    /** The guard who usually walks it (user name). */
    guard: z.string().max(64).nullable().default(null),
    enabled: z.boolean().default(true),
    version: z.int().min(1).default(1),
  })
  .refine((r) => r.stops.every((s) => s.from <= s.until), 'from_after_until')
export type Route = z.infer<typeof Route>
export const NewRoute = z.strictObject({ ...Route.shape }).omit({ version: true })
export const RoutePatch = NewRoute.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })
