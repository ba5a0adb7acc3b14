// A channel: one way by which notices leave the house. What it needs is its `config`; secrets go in and never come back.
import { z } from 'zod'
import { NoticeFault } from './notice.ts'
import { Id, IsoTime, Name, NewId } from './scalars.ts'

const Url = z.url({ protocol: /^https?$/ }).max(500)
const Secret = z.string().min(1).max(500)
const Address = z.string().min(3).max(200)

/**
 * SMS and voice by the HTTP gateway of a carrier. `body` is a template with {to} {title} {text} {link} {id} and {key}
 * (the carrier's token, kept as the secret `key`); a body that begins with a brace is JSON, any other a form; values are
 * encoded for it. `header` is one line, `Name: value`, in which {key} may stand.
 */
const carrier = {
  url: Url,
  body: z.string().min(1).max(4000),
  header: z
    .string()
    .max(200)
    .regex(/^([A-Za-z0-9-]+: [\x20-\x7e]+)?$/, 'header')
    .default(''),
}

/** What is shown of a channel's settings. */
export const ChannelConfig = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('email'),
    host: z.string().max(200),
    port: z.int().min(1).max(65_535),
    tls: z.enum(['none', 'starttls', 'tls']).default('starttls'),
    username: z.string().max(200).nullable().default(null),
    from: Address,
  }),
  z.strictObject({ type: z.literal('webhook'), url: Url }),
  /** Keys of the application are the product's own; people subscribe on their phones. */
  z.strictObject({ type: z.literal('web_push') }),
  /** Robots of a group chat; the address carries a key and is a secret. */
  z.strictObject({ type: z.literal('wecom') }),
  z.strictObject({ type: z.literal('dingtalk') }),
  z.strictObject({ type: z.literal('feishu') }),
  /** Publishes to a device of the estate: a siren, a local display. */
  z.strictObject({ type: z.literal('mqtt'), device: Id }),
  z.strictObject({ type: z.literal('sms'), ...carrier }),
  z.strictObject({ type: z.literal('voice'), ...carrier }),
])
export type ChannelConfig = z.infer<typeof ChannelConfig>
export type ChannelType = ChannelConfig['type']

/** Secrets of a channel by type: SMTP password, webhook key, a robot's address and signing secret, a carrier's token. */
export const ChannelSecrets = z.strictObject({
  password: Secret.optional(),
  key: Secret.optional(),
  url: Url.optional(),
  secret: Secret.optional(),
})
export type ChannelSecrets = z.infer<typeof ChannelSecrets>

/**
 * What a good answer proves: a `message` that the provider took · `phones` whose push services took one · a mail server
 * that let us in (`signed_in`) · a `gateway` that is there, which says nothing of delivery · a device that is `connected`.
 */
export const Proof = z.enum(['message', 'phones', 'signed_in', 'gateway', 'connected'])
export type Proof = z.infer<typeof Proof>

/** The daily push: phones that are left, of which so many took it; taken off as gone; that answered lately themselves. */
export const Phones = z.strictObject({
  kept: z.int().min(0),
  took: z.int().min(0),
  gone: z.int().min(0),
  heard: z.int().min(0),
})
export type Phones = z.infer<typeof Phones>

/** What a provider really answered, for the test button and the heartbeat. */
export const ChannelAnswer = z.strictObject({
  at: IsoTime,
  ok: z.boolean(),
  /** The provider's own words, cut to 500 characters; secrets taken out. */
  answer: z.string(),
  fault: NoticeFault.nullable(),
  /** How long the provider took, milliseconds. */
  ms: z.int().min(0),
  /** Null when it proves nothing. */
  proof: Proof.nullable().default(null),
  phones: Phones.nullable().default(null),
})
export type ChannelAnswer = z.infer<typeof ChannelAnswer>

export const Channel = z.strictObject({
  id: NewId,
  /** Null serves every site. */
  site: Id.nullable().default(null),
  name: Name,
  config: ChannelConfig,
  enabled: z.boolean().default(true),
  /** Names and telephone numbers of people may stand in its messages. Off for group robots unless allowed. */
  personal: z.boolean().default(false),
  /** Messages a minute at most; null is what the provider allows. A provider's own limit is never exceeded. */
  perMinute: z.int().min(1).max(6000).nullable().default(null),
  /** User name of whoever gets a real message each month, where the daily check proves no delivery; null: nobody. */
  monthlyTo: z.string().max(64).nullable().default(null),
  /** Which secrets are kept; they never come back. */
  kept: z.array(ChannelSecrets.keyof()).default([]),
  tested: ChannelAnswer.nullable().default(null),
  heartbeat: ChannelAnswer.nullable().default(null),
  monthly: ChannelAnswer.nullable().default(null),
  /** Since when messages do not get through. */
  failingSince: IsoTime.nullable().default(null),
  version: z.int().min(1).default(1),
})
export type Channel = z.infer<typeof Channel>
export const NewChannel = Channel.omit({
  ...{ kept: true, tested: true, heartbeat: true, monthly: true, failingSince: true, version: true },
}).extend({ secrets: ChannelSecrets.default({}) })
/** Secrets that are named replace those that are kept; the others stay. */
export const ChannelPatch = NewChannel.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })
