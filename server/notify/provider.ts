// What every channel is to the notifier: how a message is sent, how the provider is asked whether it is alive, and what
// it allows. A provider answers with a value; it never throws for what the other side did.
import type { ChannelConfig, ChannelSecrets, ChannelType, Phones, Proof } from '../../core/contracts/channel.ts'
import type { Notice, NoticeFault } from '../../core/contracts/notice.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Asking } from './ask.ts'

/** Whom a message is for; null for a group. */
export type Recipient = { username: string; phone: string | null; email: string | null } | null

export type Message = Pick<
  Notice,
  'key' | 'title' | 'text' | 'link' | 'priority' | 'about' | 'locale' | 'createdAt'
> & {
  to: Recipient
  /** A sign of life once a day, a test of the button, or news. */
  purpose: 'notice' | 'test' | 'heartbeat'
}

/** `again`: another attempt may succeed. `after`: the provider wants to be left alone so long, ms. */
export type Sent = { ok: true; answer: string; proof?: Proof; phones?: Phones } | Failed
export type Failed = { ok: false; answer: string; fault: NoticeFault; again: boolean; after?: number; phones?: Phones }

/** What a browser gave to be sent messages. */
export type PushTarget = { id: string; endpoint: string; keys: { p256dh: string; auth: string } }
/** With its owner's language, and when it last said that a message had arrived: epoch ms, 0 for never. */
export type KnownTarget = PushTarget & { locale: Locale; heardAt: number }

export type SendDeps = {
  ask: Asking
  /** Epoch ms. */
  now: () => number
  /** How long a provider is waited for, ms. */
  patience: number
  /** Publishes to a device's `cmd`; false when there is no such device or it is not connected. */
  command: (device: string, payload: object) => Promise<boolean>
  /** Whether a device is connected. */
  connected: (device: string) => boolean
  /** The phones and browsers of a person. */
  pushTargets: (username: string) => Promise<PushTarget[]>
  /** The phones and browsers of everybody. */
  everyTarget: () => Promise<KnownTarget[]>
  /** A push service says that a subscription is over, or took a message for it. */
  pushed: (id: string, gone: boolean) => Promise<void>
  push: { subject: string; publicKey: string; privateKey: string }
}

type ConfigOf<T extends ChannelType> = Extract<ChannelConfig, { type: T }>

export type Send<T extends ChannelType> = (
  message: Message,
  config: ConfigOf<T>,
  secrets: ChannelSecrets,
  deps: SendDeps,
) => Promise<Sent>

export type Provider<T extends ChannelType> = {
  send: Send<T>
  /** Asks once a day whether the provider would still take a message; without it a quiet message is sent. */
  beat?: Send<T>
  /** What a message that was taken proves, and what the daily check does. */
  proves: { message: Proof; beat: Proof }
  /** So many messages in so many ms. */
  limits: readonly Limit[]
  /** The longest text that it takes, bytes of UTF-8. */
  mostBytes: number
}
export type Limit = { count: number; ms: number }
export const perMinute = (count: number): Limit => ({ count, ms: 60_000 })

export const failed = (fault: NoticeFault, answer: string, again: boolean, after?: number): Failed => ({
  ...{ ok: false, answer, fault, again },
  ...(after !== undefined && { after }),
})

/** A message as the lines of a chat. */
export const linesOf = ({ title, text, link }: Pick<Message, 'title' | 'text' | 'link'>): string =>
  [title, text, link].filter((line) => line !== '').join('\n')
