// Empties the outbox: due → fold → send → record. Each channel has two lanes, one for priority 1 and one for the rest,
// so that nothing waits behind a slow provider but its own messages, and nothing urgent behind what is not.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { Notice } from '../../core/contracts/notice.ts'
import type { Clock } from '../clock.ts'
import type { Commit } from '../commit.ts'
import { channelsDue, noticesDue } from '../store/notice.ts'
import type { Records } from '../store/schema.ts'
import { nextLetter } from './fold.ts'
import { dropAll, hold, resume, type Held } from './hold.ts'
import type { Claim, Post } from './post.ts'
import { noteChannel, recordAnswer, toldOf, verdictOn, type RecordDeps } from './record.ts'
import type { ChannelKeys, OpenChannel } from './secrets.ts'
import { allowanceOf } from './send.ts'

export type NotifierDeps = RecordDeps & {
  db: Kysely<Records>
  commit: Commit
  clock: Clock
  log: { warn(o: object, msg: string): void; error(o: object, msg: string): void }
  keys: ChannelKeys
  post: Post
  /** The address under which people open the product, without a slash at its end. */
  base: () => string
}

export type Notifier = {
  /** Looks into the outbox now. */
  wake(): void
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
  /** Waits for what is on its way, and sends nothing more. */
  stop(): Promise<void>
}

type Lane = { channel: string; urgent: boolean; away: number; picking: boolean; failures: number; restUntil: number }

/** Notices written in a transaction of their own are seen this much later at most, ms. */
const lookEvery = 250
/** Looked at in one turn. */
const mostDue = 400
/** Priority 1 goes side by side; the rest one after another. */
const widthOf = (lane: Lane): number => (lane.urgent ? 8 : 1)
/** What is urgent has no time to stand in a long queue. */
const mostAlone = (lane: Lane): number => (lane.urgent ? 32 : Infinity)
/** A provider that does not answer is left alone for longer and longer, and urgently asked again. */
const restOf = ({ urgent, failures }: Lane): number => Math.min(500 * 2 ** failures, urgent ? 4000 : 60_000)

/** Opens the outbox. What was with a provider when the process ended goes again under its own key. */
export async function startNotifier(deps: NotifierDeps): Promise<Notifier> {
  const { db, clock, log } = deps
  const lanes = new Map<string, Lane>()
  const active = new Set<Promise<unknown>>()
  let [looking, again, stopped] = [false, false, false]

  const track = (work: Promise<unknown>): void => {
    const done = work.catch((error: unknown) => log.error({ err: error }, 'the outbox could not be worked on'))
    active.add(done)
    void done.finally(() => active.delete(done))
  }
  const laneOf = (channel: string, urgent: boolean): Lane => {
    const key = `${channel}/${urgent}`
    const fresh = { channel, urgent, away: 0, picking: false, failures: 0, restUntil: 0 }
    const lane = lanes.get(key) ?? fresh
    lanes.set(key, lane)
    return lane
  }
  async function look(): Promise<void> {
    do {
      again = false
      for (const { channel, urgent } of await channelsDue(db, clock.now())) track(drain(laneOf(channel, urgent)))
    } while (again && !stopped)
  }
  function wake(): void {
    again = true
    if (looking || stopped) return
    looking = true
    track(look().finally(() => (looking = false)))
  }
  async function drain(lane: Lane): Promise<void> {
    if (lane.picking) return
    lane.picking = true
    try {
      while (!stopped && (await step(lane)));
    } finally {
      lane.picking = false
    }
  }
  /** One letter of a lane leaves; false when none may. */
  async function step(lane: Lane): Promise<boolean> {
    if (clock.now() < lane.restUntil || lane.away >= widthOf(lane)) return false
    const open = await deps.keys.open(db, lane.channel)
    if (!open?.channel.enabled) return dropAll(deps, await dueOf(lane))
    const claim = await deps.post.claim(open.channel, lane.urgent)
    if (!claim) return false
    const held = await pick(lane, open, claim.free)
    if (!held) {
      claim.release(null)
      return false
    }
    lane.away++
    track(deliver(lane, open, held, claim))
    return true
  }
  const dueOf = (lane: Lane): Promise<Notice[]> => noticesDue(db, lane.channel, lane.urgent, clock.now(), mostDue)
  /** Folds what is due and takes the next letter out of the outbox; null when there is none, or none can be written. */
  async function pick(lane: Lane, { channel }: OpenChannel, free: number): Promise<Held | null> {
    try {
      const room = { free, most: mostAlone(lane), mostBytes: allowanceOf(channel.config.type).mostBytes }
      const letter = nextLetter(await dueOf(lane), { ...room, base: deps.base() }, iso(clock.now()))
      return letter && (await hold(deps, letter))
    } catch (error) {
      log.error({ err: error, channel: channel.id }, 'the outbox could not be read')
      return null
    }
  }
  async function deliver(lane: Lane, open: OpenChannel, { notice, message }: Held, claim: Claim): Promise<void> {
    const sent = await deps.post.hand(open, message, claim)
    lane.away--
    lane.failures = sent.ok || !sent.again ? 0 : lane.failures + 1
    if (lane.failures > 0) lane.restUntil = clock.now() + restOf(lane)
    if (!sent.ok)
      log.warn({ channel: lane.channel, notice: notice.id, fault: sent.fault }, 'a notice did not get through')
    await record(lane, notice, sent)
    if (!stopped) await drain(lane)
  }
  /** The answer is known and must not be lost: while records cannot be written it is tried again. */
  async function record(lane: Lane, notice: Notice, sent: Awaited<ReturnType<Post['hand']>>): Promise<void> {
    const at = clock.now()
    const { site } = notice
    await persist(deps, async () => {
      await deps.commit(async (tx) => {
        const changed = await recordAnswer(tx, notice, sent, at)
        const fine = verdictOn(sent, changed[0]!.state === 'dead' || lane.failures >= 3)
        const noted = await noteChannel(tx, deps, lane.channel, { fine, site, at })
        return { result: null, happenings: [...changed.map((next) => toldOf(next, at)), ...noted] }
      })
    })
  }

  await resume(deps)
  const stopLooking = clock.every(lookEvery, wake)
  wake()
  return {
    wake,
    async settled() {
      while (active.size > 0) await Promise.all(active)
    },
    async stop() {
      stopped = true
      stopLooking()
      while (active.size > 0) await Promise.all(active)
    },
  }
}

async function persist({ clock, log }: NotifierDeps, work: () => Promise<void>): Promise<void> {
  for (;;)
    try {
      return await work()
    } catch (error) {
      log.error({ err: error }, 'an answer of a provider could not be recorded')
      await new Promise<void>((resolve) => {
        const stop = clock.every(1000, () => (stop(), resolve()))
      })
    }
}
