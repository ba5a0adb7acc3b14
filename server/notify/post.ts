// The counter where letters are handed in: keeps what each provider allows, and lets a channel rest that asked for it.
import type { Kysely } from 'kysely'
import type { Channel, ChannelAnswer } from '../../core/contracts/channel.ts'
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { Clock } from '../clock.ts'
import { attemptsSince } from '../store/notice.ts'
import type { Records } from '../store/schema.ts'
import { createLimiter, type Limiter } from './limit.ts'
import type { Limit, Message, SendDeps, Sent } from './provider.ts'
import type { OpenChannel } from './secrets.ts'
import { allowanceOf, send } from './send.ts'

export type Post = {
  /** The right to send one message by a channel now; null when none may leave. */
  claim(channel: Channel, urgent: boolean): Promise<Claim | null>
  /** Hands a message in and uses the claim up. Rejects never. */
  hand(open: OpenChannel, message: Message, claim: Claim): Promise<Sent & { ms: number }>
}

/** Held by one message at a time, so that two lanes cannot both take the last place. */
export type Claim = {
  /** How many messages may leave, this one among them. */
  free: number
  /** Gives the place back, with the time when the provider answered, or null when nothing was sent. */
  release(at: number | null): void
}

const minute = 60_000

/** The provider's limits, narrowed by the channel's own. */
export function limitsOf({ config, perMinute }: Pick<Channel, 'config' | 'perMinute'>): readonly Limit[] {
  const own = perMinute === null ? [] : [{ count: perMinute, ms: minute }]
  return [...allowanceOf(config.type).limits, ...own]
}

export function createPost(deps: { db: Kysely<Records>; clock: Clock; sending: SendDeps }): Post {
  const { db, clock, sending } = deps
  const limiters = new Map<string, { of: string; limiter: Limiter }>()
  const resting = new Map<string, number>()

  /** A channel that changed its limits or came back with a restart remembers what it sent within them. */
  async function limiterOf(channel: Channel): Promise<Limiter> {
    const limits = limitsOf(channel)
    const of = JSON.stringify(limits)
    const known = limiters.get(channel.id)
    if (known?.of === of) return known.limiter
    const since = clock.now() - Math.max(...limits.map(({ ms }) => ms))
    const past = await attemptsSince(db, channel.id, since)
    const probes = [channel.tested, channel.heartbeat, channel.monthly].map((answer) => epoch(answer?.at ?? iso(0)))
    const limiter = createLimiter(limits)
    for (const at of [...past, ...probes]) if (at > since) limiter.note(at)
    const raced = limiters.get(channel.id)
    if (raced?.of === of) return raced.limiter
    limiters.set(channel.id, { of, limiter })
    return limiter
  }
  return {
    async claim(channel, urgent) {
      const limiter = await limiterOf(channel)
      const at = clock.now()
      const free = at < (resting.get(channel.id) ?? 0) ? 0 : limiter.free(urgent, at)
      return free < 1 ? null : { free, release: limiter.take() }
    },
    async hand({ channel, secrets }, message, claim) {
      const started = clock.now()
      const sent = await send(message, channel.config, secrets, sending)
      const at = clock.now()
      claim.release(at)
      if (!sent.ok && sent.after) resting.set(channel.id, at + sent.after)
      return { ...sent, ms: Math.max(0, Math.round(at - started)) }
    },
  }
}

/** An answer as it is shown on its channel. */
export const answerOf = (sent: Sent & { ms: number }, at: number): ChannelAnswer => ({
  ...{ at: iso(at), ok: sent.ok, answer: sent.answer, fault: sent.ok ? null : sent.fault, ms: sent.ms },
  ...{ proof: (sent.ok && sent.proof) || null, phones: sent.phones ?? null },
})
