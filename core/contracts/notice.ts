// A notice: one message to one person (or group) through one channel. It is written in the transaction of what it tells,
// and carries one key for ever, so that a repeat can be recognised by whoever gets it twice.
import { z } from 'zod'
import { Id, IsoTime, Locale, Priority } from './scalars.ts'

export const NoticeState = z.enum(['waiting', 'sending', 'sent', 'folded', 'dead', 'dropped'])
export type NoticeState = z.infer<typeof NoticeState>

export const Notice = z.strictObject({
  id: Id,
  /** The idempotency key that every attempt carries. */
  key: z.string(),
  site: Id.nullable(),
  channel: Id,
  /** User name; null for a group. */
  to: z.string().nullable(),
  priority: Priority,
  about: z
    .strictObject({ type: z.enum(['incident', 'ticket', 'call', 'channel', 'finding']), id: z.string() })
    .nullable(),
  locale: Locale,
  title: z.string(),
  /** Thing + place + state + number + since. */
  text: z.string(),
  /** Opens what it is about; absolute when a public address is set. */
  link: z.string(),
  state: NoticeState,
  attempts: z.int().min(0),
  nextAt: IsoTime.nullable(),
  createdAt: IsoTime,
  sentAt: IsoTime.nullable(),
  /** The provider's answer to the last attempt. */
  answer: z.string().nullable(),
  /** The digest that carried it, when it was folded. */
  digest: Id.nullable(),
})
export type Notice = z.infer<typeof Notice>
