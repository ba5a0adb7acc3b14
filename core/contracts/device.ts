// A device: one monitored machine, panel or reader; also the asset with its file.
import { z } from 'zod'
import { Lockout } from './lockout.ts'
import { MetricName, MetricValue } from './metric.ts'
import { Duration, Id, IsoTime, Name, NewId, Reason } from './scalars.ts'

/** `service` 检修 and `out_of_service` 停用 keep everything quiet but life safety. */
export const ServiceMode = z.enum(['normal', 'service', 'out_of_service'])
export type ServiceMode = z.infer<typeof ServiceMode>

export const Device = z.strictObject({
  id: NewId,
  site: Id,
  kind: Id,
  name: Name,
  building: Id.nullable().default(null),
  zone: Id.nullable().default(null),
  /** The gateway or panel through which this device speaks; its silence explains ours. */
  parent: Id.nullable().default(null),
  /** Devices that stand in for each other (duty and standby pumps). */
  group: Id.nullable().default(null),
  /** The checkpoint whose tag hangs at the device; proof that a technician was there. */
  tag: Id.nullable().default(null),
  /** Free words that rules can be scoped by. */
  tags: z.array(Id).max(32).default([]),
  /** Facts about the individual: a lift's `lowest` and `highest` floor, `label` on the wall, maker, model, serial … */
  attributes: z.record(z.string().max(64), z.union([z.string().max(500), z.number(), z.boolean()])).default({}),
  /** Overrides the kind's expected time between readings. */
  interval: Duration.nullable().default(null),
  service: z
    .strictObject({ mode: ServiceMode, reason: z.string(), since: IsoTime, by: z.string().nullable() })
    .nullable()
    .default(null),
  /** Who works on it: while it stands, no command is sent. */
  lockout: Lockout.nullable().default(null),
  drill: z.boolean().default(false),
  version: z.int().min(1).default(1),
})
export type Device = z.infer<typeof Device>
export const NewDevice = Device.omit({ service: true, lockout: true, version: true })
export const DevicePatch = NewDevice.omit({ id: true, site: true, kind: true, drill: true })
  .partial()
  .extend({ version: z.int().optional() })
export const ServiceChange = z.strictObject({ mode: ServiceMode, reason: Reason })

/** `online` speaking · `silent` overdue · `offline` its will or its connection says so · `unknown` never heard. */
export const Presence = z.enum(['online', 'silent', 'offline', 'unknown'])
export type Presence = z.infer<typeof Presence>

/** What is known of a device now. `clockOffsetMs` is the smallest receive − ts of the last hour. */
export const Latest = z.strictObject({
  device: Id,
  presence: Presence,
  since: IsoTime.nullable(),
  lastSeen: IsoTime.nullable(),
  clockOffsetMs: z.number().nullable(),
  metrics: z.record(MetricName, z.strictObject({ value: MetricValue, ts: IsoTime, unit: z.string() })),
})
export type Latest = z.infer<typeof Latest>

/** An addressed point of a panel and what it last reported. */
export const Point = z.strictObject({
  id: Id,
  loop: Id.nullable().default(null),
  address: z.int().nullable().default(null),
  type: z.enum(['smoke', 'heat', 'manual', 'module', 'isolator', 'gas', 'other']).default('other'),
  name: Name.nullable().default(null),
  zone: Id.nullable().default(null),
  /** The last event of the point that still holds; `normal` when none does. */
  state: z.string().default('normal'),
  since: IsoTime.nullable().default(null),
})
export type Point = z.infer<typeof Point>
export const NewPoint = Point.omit({ state: true, since: true })

/** A message that could not be understood, set aside with the reason. */
export const Quarantined = z.strictObject({
  id: z.string(),
  at: IsoTime,
  device: Id.nullable(),
  topic: z.string(),
  reason: z.string(),
  /** The offending bytes, at most the first 2,000 characters. */
  payload: z.string(),
})
export type Quarantined = z.infer<typeof Quarantined>

/** Somebody who talks and whom nobody registered, or a metric that its kind does not declare. */
export const Discovered = z.strictObject({
  id: z.string(),
  device: Id.nullable(),
  what: z.enum(['device', 'metric', 'meta']),
  name: z.string(),
  lastSeen: IsoTime,
  count: z.int(),
  data: z.record(z.string(), z.unknown()),
})
export type Discovered = z.infer<typeof Discovered>
