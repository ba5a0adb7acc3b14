// A policy: what is promised for tickets of one type, and what is asked of the work. Each change is a new version; a
// ticket carries the one that it was opened under, so a running clock keeps its version.
import { z } from 'zod'
import { FileId } from './file.ts'
import { Duration, Id, IsoTime, Name } from './scalars.ts'

/**
 * Names of what a ticket is about; rules and policies speak of the same ones. `rectification` (整改): what comes up again
 * and again is put right for good.
 */
export const TicketType = z.enum(['fault', 'repair', 'inspection', 'entrapment', 'complaint', 'rectification', 'other'])
export type TicketType = z.infer<typeof TicketType>

/** Why work may stand still. */
export const PauseWhy = z.enum(['parts', 'access', 'caller', 'vendor', 'weather', 'shutdown', 'other'])
export type PauseWhy = z.infer<typeof PauseWhy>

/** A step of the checklist: a tick, or a number that must lie in its range. */
export const CheckItem = z
  .strictObject({
    id: Id,
    label: Name,
    kind: z.enum(['tick', 'number']).default('tick'),
    unit: z.string().max(16).default(''),
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
    /** A photo must come with it. */
    photo: z.boolean().default(false),
    /** The work cannot be finished without it. */
    required: z.boolean().default(true),
    /** Must be answered before any other: 先安抚乘客. */
    first: z.boolean().default(false),
  })
  .refine(({ min, max }) => min === null || max === null || min <= max, 'from_after_to')
export type CheckItem = z.infer<typeof CheckItem>

/** What was found. A number out of range can stand only as failed. */
export const CheckAnswer = z.strictObject({
  id: Id,
  ok: z.boolean(),
  value: z.number().optional(),
  note: z.string().max(500).optional(),
  photos: z.array(FileId).max(5).optional(),
})
export type CheckAnswer = z.infer<typeof CheckAnswer>

/** The part of a policy that a ticket carries. */
export const Terms = z.strictObject({
  /** The version of the policy. */
  version: z.int().min(1),
  response: Duration,
  resolution: Duration,
  /** What stops the second clock: the work is done, or (people are trapped) somebody is there. */
  stopsAt: z.enum(['finish', 'arrive']),
  /** The share of a clock's time after which it warns. */
  warnShare: z.number().min(0.1).max(0.99),
  /** So long must the telemetry be healthy and moving before the system proposes that it is fixed. */
  hold: Duration,
  /** The reasons for which the second clock may pause; empty: it never does. */
  pauses: z.array(PauseWhy).max(7),
  checks: z
    .array(CheckItem)
    .max(32)
    .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, 'duplicate'),
})
export type Terms = z.infer<typeof Terms>

export const Policy = Terms.extend({
  type: TicketType,
  /** Since when, and by whom; null for what the product ships. */
  since: IsoTime.nullable(),
  by: z.string().nullable(),
})
export type Policy = z.infer<typeof Policy>

/** A new version of the policy of a type; `version`: the one it replaces, when the writer knows it. */
export const PolicyPut = Policy.omit({ since: true, by: true, version: true }).extend({ version: z.int().optional() })
export type PolicyPut = z.output<typeof PolicyPut>
/** The same as a client writes it. */
export type PolicySent = z.input<typeof PolicyPut>
