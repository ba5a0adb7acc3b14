// A notice: one message to one person (or group) through one channel. It is written in the transaction of what it tells,
// and carries one key for ever, so that a repeat can be recognised by whoever gets it twice.
import { z } from 'zod'
import { Id, IsoTime, Locale, Priority } from './scalars.ts'

/**
 * `waiting` for its time, its turn or another attempt; `sending`: with the provider now; `folded` into a digest;
 * `dead`: given up, a person may have it tried again; `dropped`: its channel is off or gone.
 */
export const NoticeState = z.enum(['waiting', 'sending', 'sent', 'folded', 'dead', 'dropped'])
export type NoticeState = z.infer<typeof NoticeState>

/** Why a message did not go through, as far as it can be told from the answer; sentences are `notice.fault.{code}`. */
export const NoticeFault = z.enum([
  'not_reached',
  'too_slow',
  'too_often',
  'wrong_secret',
  'robot_gone',
  'not_allowed',
  'refused',
  'broken',
  'no_address',
  'no_phone',
  'device_offline',
  'channel_off',
])
export type NoticeFault = z.infer<typeof NoticeFault>

const About = z.strictObject({ type: z.enum(['incident', 'ticket', 'call', 'channel', 'finding']), id: z.string() })

export const Notice = z.strictObject({
  id: Id,
  /** The idempotency key that every attempt carries. */
  key: z.string().min(1).max(200),
  site: Id.nullable(),
  channel: Id,
  /** User name; null for a group. */
  to: z.string().nullable(),
  priority: Priority,
  about: About.nullable(),
  locale: Locale,
  title: z.string(),
  /** Thing + place + state + number + since. */
  text: z.string(),
  /** Opens what it is about. */
  link: z.string(),
  state: NoticeState,
  attempts: z.int().min(0),
  nextAt: IsoTime.nullable(),
  createdAt: IsoTime,
  sentAt: IsoTime.nullable(),
  /** The provider's answer to the last attempt, secrets taken out. */
  answer: z.string().nullable(),
  fault: NoticeFault.nullable(),
  /** The digest that carried it, when it was folded. */
  digest: Id.nullable(),
})
export type Notice = z.infer<typeof Notice>

/** What the writer of a notice says; the rest is the outbox's. */
export type NewNotice = Pick<
  Notice,
  'key' | 'site' | 'channel' | 'to' | 'priority' | 'about' | 'locale' | 'title' | 'text' | 'link' | 'createdAt'
>

/** What a browser hands over when a person lets it be sent messages. */
export const NewPushSubscription = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{80,100}={0,2}$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{20,30}={0,2}$/),
  }),
  /** How its owner calls it: "Pixel 9, Chrome". */
  label: z.string().trim().min(1).max(100),
})
/** A phone or browser that is sent messages. Its keys never come back. */
export const PushSubscription = z.strictObject({
  id: Id,
  label: z.string(),
  createdAt: IsoTime,
  /** When a message last reached its push service. */
  sentAt: IsoTime.nullable(),
  /** When it last said itself that a message had arrived. */
  heardAt: IsoTime.nullable().default(null),
})
export type PushSubscription = z.infer<typeof PushSubscription>
