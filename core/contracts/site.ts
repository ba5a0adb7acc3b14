// Site · building · zone: where things are.
import { z } from 'zod'
import { Id, Name, NewId, TimeZone } from './scalars.ts'
import { MetricName } from './metric.ts'

export const Building = z.strictObject({
  id: Id,
  name: Name,
  /** Floors above ground. */
  floors: z.int().min(1).max(200),
  /** Floors below ground. */
  basements: z.int().min(0).max(20).default(0),
})
export type Building = z.infer<typeof Building>

export const Site = z.strictObject({
  id: NewId,
  name: Name,
  /** The zone in which every time of this site is shown. */
  timezone: TimeZone,
  /** The control room's telephone, shown where the network is gone. */
  phone: z.string().max(40).nullable().default(null),
  /** Surprise taps asked of each guard while on duty, at times and places drawn at random; 0 asks none. */
  challengesPerDuty: z.int().min(0).max(12).default(0),
  /** Public holidays, `YYYY-MM-DD` of this site's zone, for schedules that heed them. */
  holidays: z.array(z.iso.date()).max(400).default([]),
  buildings: z.array(Building).max(200).default([]),
  /** The curves that the wall keeps in view, in order. */
  trends: z
    .array(z.strictObject({ device: Id, metric: MetricName, name: Name }))
    .max(8)
    .default([]),
  version: z.int().min(1).default(1),
})
export type Site = z.infer<typeof Site>
export const NewSite = Site.omit({ version: true }).extend({ timezone: TimeZone.optional() })
export const SitePatch = Site.omit({ id: true }).partial()

export const Zone = z.strictObject({
  id: NewId,
  site: Id,
  building: Id.nullable().default(null),
  /** 1 is the ground floor, -1 the first basement; `null` outdoors or over several floors. */
  floor: z.int().min(-20).max(200).nullable().default(null),
  name: Name,
  version: z.int().min(1).default(1),
})
export type Zone = z.infer<typeof Zone>
export const NewZone = Zone.omit({ version: true })
export const ZonePatch = NewZone.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })
