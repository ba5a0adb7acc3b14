// What a device can measure: one declaration per metric of a kind, and the values it takes.
import { z } from 'zod'
import { Name } from './scalars.ts'

export const MetricName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'metric')
export type MetricName = z.infer<typeof MetricName>

/** A measured value: finite number, boolean, or string of at most 256 characters. */
export const MetricValue = z.union([z.number(), z.boolean(), z.string().max(256)])
export type MetricValue = z.infer<typeof MetricValue>

const Band = z.tuple([z.number().nullable(), z.number().nullable()])

/** How one metric of a kind is measured, checked and shown. */
export const Metric = z.strictObject({
  name: MetricName,
  label: Name,
  type: z.enum(['number', 'boolean', 'enum', 'text']),
  /** SI unit as printed after a space, `''` for none. */
  unit: z.string().max(16).default(''),
  decimals: z.int().min(0).max(6).default(1),
  /** The scale of the instrument: what an analog bar spans. A value outside is stored all the same. */
  range: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** The normal band that bars and charts shade; `null` on a side that has no limit. */
  normal: Band.nullable().default(null),
  /** The words of an enumeration (or of `true` and `false`), in order. */
  values: z.array(z.strictObject({ value: z.union([z.string(), z.boolean()]), label: Name })).default([]),
  /** Shown among the key values of a device page and on small tiles. */
  key: z.boolean().default(false),
  /** A counter that only grows (trips, starts, hours). */
  counter: z.boolean().default(false),
})
export type Metric = z.infer<typeof Metric>
