// A device kind is a declaration, a row of data: metrics, events, how it is drawn. No code path hangs on its id.
import { z } from 'zod'
import { CommandDeclaration } from './command.ts'
import { Metric } from './metric.ts'
import { Duration, Id, Name, NewId, Priority } from './scalars.ts'

export const EventDeclaration = z.strictObject({
  type: Id,
  label: Name,
  /** The event carries a `point` (an address of the panel) that is a subject of its own. */
  point: z.boolean().default(false),
})
export type EventDeclaration = z.infer<typeof EventDeclaration>

/** What the dashboard draws for a device of the kind; `plain` is a tile with its key values. */
export const Drawing = z.enum(['lift', 'pump', 'panel', 'reader', 'tank', 'plain'])
export type Drawing = z.infer<typeof Drawing>

export const Kind = z.strictObject({
  id: NewId,
  name: Name,
  drawing: Drawing.default('plain'),
  metrics: z.array(Metric).max(64),
  events: z.array(EventDeclaration).max(64).default([]),
  /** What its devices can be told. A fire panel can be told nothing. */
  commands: z.array(CommandDeclaration).max(32).default([]),
  /** Expected time between two readings; silence is counted in multiples of it. */
  interval: Duration.default('30s'),
  /** Priority of the incident when a device of this kind falls silent. */
  silencePriority: Priority.default(3),
  /** Takes metrics that it does not declare (integrations, trials); otherwise an unknown metric is set aside. */
  open: z.boolean().default(false),
  /** `true` for kinds that come with the product. */
  shipped: z.boolean().default(false),
  version: z.int().min(1).default(1),
})
export type Kind = z.infer<typeof Kind>
export const NewKind = Kind.omit({ shipped: true, version: true })
export const KindPatch = NewKind.omit({ id: true }).partial().extend({ version: z.int().optional() })
