// A command to a machine: what its kind declares that it can be told, and what became of one that was sent.
import { z } from 'zod'
import { MetricName } from './metric.ts'
import { Duration, Id, IsoTime, Name } from './scalars.ts'

/** A value that goes along with a command. */
export const CommandArgument = z.strictObject({
  name: MetricName,
  label: Name,
  type: z.enum(['number', 'boolean', 'enum']),
  unit: z.string().max(16).default(''),
  /** What a number must lie in. */
  range: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** The words of an enumeration, or of `true` and `false`. */
  values: z
    .array(z.strictObject({ value: z.union([z.string().max(64), z.boolean()]), label: Name }))
    .max(32)
    .default([]),
})
export type CommandArgument = z.infer<typeof CommandArgument>

/** Something that devices of a kind can be told. */
export const CommandDeclaration = z.strictObject({
  name: Id,
  label: Name,
  args: z.array(CommandArgument).max(8).default([]),
})
export type CommandDeclaration = z.infer<typeof CommandDeclaration>

const Value = z.union([z.number(), z.boolean(), z.string().max(64)])

/**
 * `accepted`: handed to the broker, not answered · `ok`, `failed`: the device's own answer · `expired`: no answer in time.
 * An answer that comes later still says what was done; `late` marks it.
 */
export const CommandState = z.enum(['accepted', 'ok', 'failed', 'expired'])
export const Command = z.strictObject({
  id: Id,
  site: Id,
  device: Id,
  name: Id,
  args: z.record(z.string(), Value),
  by: z.string(),
  at: IsoTime,
  /** After this the device must not do it any more. */
  expiresAt: IsoTime,
  state: CommandState,
  answeredAt: IsoTime.nullable(),
  /** What the device said beside yes or no. */
  answer: z.record(z.string(), z.unknown()).nullable(),
  late: z.boolean(),
  version: z.int().min(1),
})
export type Command = z.infer<typeof Command>

/** What a device hears on its `cmd` topic. `expiresAt`, epoch ms: after this it must not do it any more. */
export const CommandMessage = z.strictObject({
  id: z.string(),
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  expiresAt: z.number(),
})
export type CommandMessage = z.infer<typeof CommandMessage>

const shortest = 2
const longest = 300
/** `within`: how long the device has to answer, 2 s to 5 min. */
export const NewCommand = z.strictObject({
  name: Id,
  args: z.record(MetricName, Value).default({}),
  within: Duration.regex(/^\d+s$/, 'command_within')
    .refine((within) => Number.parseInt(within) >= shortest && Number.parseInt(within) <= longest, 'command_within')
    .default('30s'),
})
