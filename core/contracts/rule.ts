// A rule is data: scope, condition, how long it must hold, what to raise. The grammar of conditions is recursive.
import { z } from 'zod'
import { MetricName } from './metric.ts'
import { TicketType } from './policy.ts'
import { Duration, Id, Name, NewId, Priority } from './scalars.ts'

const Scalar = z.union([z.number(), z.boolean(), z.string().max(256)])

/** A limit on one metric. Comparisons are strict; it clears at or beyond `clear` (default: the limit). Exactly one comparison. */
export const MetricCondition = z
  .strictObject({
    metric: MetricName,
    above: z.number().optional(),
    below: z.number().optional(),
    equals: Scalar.optional(),
    in: z.array(Scalar).min(1).max(64).optional(),
    clear: z.number().optional(),
  })
  .refine((c) => [c.above, c.below, c.equals, c.in].filter((x) => x !== undefined).length === 1, 'one_comparison')
  .refine((c) => c.clear === undefined || c.above === undefined || c.clear <= c.above, 'clear_beyond_limit')
  .refine((c) => c.clear === undefined || c.below === undefined || c.clear >= c.below, 'clear_beyond_limit')
export type MetricCondition = z.infer<typeof MetricCondition>

/** Change of a metric per `per`, measured over `window`. */
export const RateCondition = z.strictObject({
  metric: MetricName,
  rate: z
    .strictObject({ above: z.number().optional(), below: z.number().optional(), per: Duration, window: Duration })
    .refine((r) => (r.above === undefined) !== (r.below === undefined), 'one_comparison'),
})
export type RateCondition = z.infer<typeof RateCondition>

/** No message of the device for N × its expected interval. */
export const SilentCondition = z.strictObject({ silent: z.number().min(1).max(1000) })
export type SilentCondition = z.infer<typeof SilentCondition>

/**
 * An event; without `until` it is latched; `by` makes each point a subject; `count` within `within` demands several.
 * An end whose data says `of` (`restored {"of":"trip"}`) ends only that event; otherwise it ends all that wait for it.
 */
export const EventCondition = z
  .strictObject({
    event: Id,
    until: z.union([Id, z.array(Id).min(1).max(8)]).optional(),
    by: z.literal('point').optional(),
    count: z.int().min(1).max(1000).optional(),
    within: Duration.optional(),
  })
  .refine((c) => (c.count === undefined) === (c.within === undefined), 'count_needs_within')
export type EventCondition = z.infer<typeof EventCondition>

export type Condition =
  | MetricCondition
  | RateCondition
  | SilentCondition
  | EventCondition
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** Conditions may stand so deep within each other. */
const deepest = 16

/** Whether a value of any shape is no deeper than conditions may be; looks no further than that. */
function isShallow(value: unknown, left = deepest): boolean {
  if (typeof value !== 'object' || value === null) return true
  const { all, any, not } = value as Record<string, unknown>
  const parts = [all, any, not].flat().filter((part) => typeof part === 'object' && part !== null)
  return parts.length === 0 || (left > 1 && parts.every((part) => isShallow(part, left - 1)))
}

const Tree = z.lazy(() =>
  z.union([
    MetricCondition,
    RateCondition,
    SilentCondition,
    EventCondition,
    z.strictObject({ all: z.array(Condition).min(1).max(16) }),
    z.strictObject({ any: z.array(Condition).min(1).max(16) }),
    z.strictObject({ not: Condition }),
  ]),
)

/** Judged for depth before it is parsed: the schema is recursive, and a deep value would exhaust the stack. */
export const Condition: z.ZodType<Condition> = z.preprocess((value, context) => {
  if (!isShallow(value)) context.addIssue({ code: 'custom', message: 'too_deep' })
  return value
}, Tree)

/** Which things a rule watches. An absent part does not narrow. `subject` names what events inside the product concern. */
export const Scope = z.strictObject({
  kind: Id.optional(),
  sites: z.array(Id).max(100).optional(),
  devices: z.array(Id).max(1000).optional(),
  tags: z.array(Id).max(32).optional(),
  /** Devices with any of these tags are left out: another rule watches them. */
  without: z.array(Id).max(32).optional(),
  /** `device` (default): readings and events of devices; the others: happenings of rounds, people and the system itself. */
  subject: z.enum(['device', 'checkpoint', 'round', 'user', 'finding', 'ticket', 'system']).default('device'),
})
export type Scope = z.infer<typeof Scope>

export const TicketTemplate = z.strictObject({
  type: TicketType,
  title: Name.optional(),
})

export const Rule = z.strictObject({
  id: NewId,
  name: Name,
  enabled: z.boolean().default(true),
  /** Exempt from every way of making things quiet. */
  lifeSafety: z.boolean().default(false),
  scope: Scope.default({ subject: 'device' }),
  priority: Priority,
  when: Condition,
  /** The condition must hold so long before it raises. */
  for: Duration.default('0s'),
  /** It must be healthy so long before it clears. */
  keepFor: Duration.default('0s'),
  raise: z.strictObject({
    title: Name,
    /** One sentence that tells the operator what to do first. */
    advice: Name.optional(),
    ticket: TicketTemplate.optional(),
    /** The incident stays until a person resets it, even when the condition has gone. */
    latched: z.boolean().default(false),
  }),
  shipped: z.boolean().default(false),
  /** Edited here, and since then the product ships another form; until somebody saves it again. */
  shippedChanged: z.boolean().default(false),
  version: z.int().min(1).default(1),
})
export type Rule = z.infer<typeof Rule>
export const NewRule = Rule.omit({ shipped: true, shippedChanged: true, version: true })
export const RulePut = NewRule.omit({ id: true }).extend({ id: Id.optional(), version: z.int().optional() })
