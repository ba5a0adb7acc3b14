// Telling people, put together: the outbox with its lanes, tests and daily signs of life, and what the health page is
// told. server/app.ts starts it when the pipeline stands.
import type { Kysely, Transaction } from 'kysely'
import type { Channel, ChannelAnswer } from '../../core/contracts/channel.ts'
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import type { User } from '../../core/contracts/user.ts'
import { proofsOf } from '../../core/domain/channel.ts'
import { text } from '../../core/texts/texts.ts'
import type { Clock } from '../clock.ts'
import type { Commit } from '../commit.ts'
import type { Internals } from '../internal.ts'
import { listChannels, saveChannel } from '../store/channel.ts'
import { readMeta, writeMeta } from '../store/meta.ts'
import { countNotices } from '../store/notice.ts'
import {
  allSubscriptions,
  deleteSubscription,
  findSubscription,
  saveSubscription,
  subscriptionsOf,
} from '../store/push.ts'
import { findUser } from '../store/user.ts'
import type { Records } from '../store/schema.ts'
import { rangesOf } from './address.ts'
import { createAsk } from './ask.ts'
import { startNotifier, type Notifier } from './notifier.ts'
import { answerOf, createPost } from './post.ts'
import { beatAll, testChannel, type Asker, type ProbeDeps } from './probe.ts'
import type { KnownTarget, SendDeps } from './provider.ts'
import { noteChannel } from './record.ts'
import type { ChannelKeys } from './secrets.ts'
import { webPush } from './web-push.ts'

export type NotifyDeps = {
  db: Kysely<Records>
  commit: Commit
  clock: Clock
  log: { warn(o: object, msg: string): void; error(o: object, msg: string): void }
  internals: Pick<Internals, 'tell'>
  keys: ChannelKeys
  publicUrl: string | null
  /** The address under which people open the product, without a slash at its end. */
  linkBase: () => string
  /** Ranges of this network that may be reached, as `WK_WEBHOOK_ALLOW` lists them. */
  allow: string | null
  timezoneOf: (site: string | null) => string
  /** The site at which a channel of all sites is missed. */
  homeSite: () => string | null
  command: SendDeps['command']
  connected: SendDeps['connected']
  /** How long a provider is waited for, ms. */
  patience?: number
}

/** What is proven of a channel that is on: lately, and of a message that really left. */
type Proven = Pick<Channel, 'id' | 'name' | 'site'> & ReturnType<typeof proofsOf>
type NotifyStatus = {
  waiting: number
  /** Given up in the last day. */
  dead: number
  /** Channels that do not get through. */
  failing: string[]
  proofs: Proven[]
}

/** What the HTTP room asks of telling people. */
export type NotifyPort = {
  keys: Pick<ChannelKeys, 'open' | 'seal'>
  /** The public key under which browsers subscribe. */
  pushKey: string
  /** Null when there is no such channel. */
  test(channel: string, to: string, by: Asker): Promise<ChannelAnswer | null>
  testPush(to: Asker): Promise<ChannelAnswer>
  /** A channel is taken away, and with it what was wrong with it. */
  removed(tx: Transaction<Records>, channel: string, at: number): Promise<NewHappening[]>
  /** What works and what does not, for the health page. */
  status(): Promise<NotifyStatus>
}
export type Notify = NotifyPort & {
  /** Looks into the outbox at once when what was committed may have written to it. */
  apply(happenings: readonly Happening[]): void
  start(): Promise<void>
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** Providers answer within a second or not at all; a mail server may think for some. */
const patienceMs = 10_000

export async function createNotify(deps: NotifyDeps): Promise<Notify> {
  const { db, commit, clock, keys, publicUrl, linkBase: base } = deps
  const pushKeys = await keys.pushKeys(db, commit)
  const sending = sendingOf(deps, { ...pushKeys, subject: subjectOf(publicUrl) })
  const post = createPost({ db, clock, sending })
  const probing: ProbeDeps = { ...deps, post, base }
  await putPushChannel(deps)
  let notifier: Notifier | null = null
  let beating: Promise<void> = Promise.resolve()
  let stopBeating = () => {}
  const beat = (): void => {
    beating = beating
      .then(() => beatAll(probing))
      .catch((error: unknown) => deps.log.error({ err: error }, 'channels could not be asked whether they work'))
  }
  return {
    keys,
    pushKey: pushKeys.publicKey,
    test: (channel, to, by) => testChannel(probing, channel, to, by),
    testPush: (to) => testPush(sending, base(), to),
    removed: (tx, channel, at) => noteChannel(tx, deps, channel, { fine: true, at }),
    async status() {
      const { items } = await listChannels(db, { limit: 1000, sites: null })
      const { waiting = 0, dead = 0 } = await countNotices(db, clock.now() - dayMs)
      const on = items.filter(({ enabled }) => enabled)
      const failing = on.filter(({ failingSince }) => failingSince !== null).map(({ id }) => id)
      const proofs = on.map((channel) => ({
        ...{ id: channel.id, name: channel.name, site: channel.site, ...proofsOf(channel) },
      }))
      return { waiting, dead, failing, proofs }
    },
    apply: (happenings) => {
      if (happenings.some(({ type }) => !type.startsWith('presence.'))) notifier?.wake()
    },
    async start() {
      notifier = await startNotifier({ ...deps, post, base })
      stopBeating = clock.every(minuteMs, beat)
      beat()
    },
    async settled() {
      await beating
      await notifier?.settled()
    },
    async stop() {
      stopBeating()
      await beating
      await notifier?.stop()
    },
  }
}

function sendingOf(deps: NotifyDeps, push: SendDeps['push']): SendDeps {
  const { db, commit, clock, command, connected, patience = patienceMs } = deps
  const allowed = rangesOf(deps.allow ?? '')
  if (!allowed) throw new TypeError('not a list of address ranges')
  return {
    ...{ ask: createAsk({ allowed, patience }), now: () => clock.now(), patience, command, connected, push },
    pushTargets: (username) => subscriptionsOf(db, username),
    everyTarget: () => everyTarget(db),
    pushed: (id, gone) =>
      commit(async (tx) => {
        const known = await findSubscription(tx, id)
        if (gone) await deleteSubscription(tx, id)
        else if (known) await saveSubscription(tx, known.user, { ...known.kept, sentAt: iso(clock.now()) })
        return { result: undefined, happenings: [] }
      }),
  }
}

async function everyTarget(db: Kysely<Records>): Promise<KnownTarget[]> {
  const all = await allSubscriptions(db)
  const people = new Map<string, User | null>()
  for (const { user } of all) if (!people.has(user)) people.set(user, await findUser(db, user))
  return all.map(({ user, kept }) => {
    const { id, endpoint, keys, heardAt } = kept
    return {
      ...{ id, endpoint, keys },
      locale: people.get(user)?.locale ?? 'zh-CN',
      heardAt: epoch(heardAt) ?? 0,
    }
  })
}

/** Whom a push service may write to about us. */
const subjectOf = (publicUrl: string | null): string =>
  publicUrl?.startsWith('https:') ? publicUrl : 'mailto:watchkeeper@localhost.localdomain'

async function testPush(sending: SendDeps, base: string, { username, locale }: Asker): Promise<ChannelAnswer> {
  const started = sending.now()
  const said = { title: text(locale, 'notice.test_title'), text: text(locale, 'notice.push_test') }
  const message = {
    ...{ ...said, key: `test:${started}`, link: `${base}/m/phone`, priority: 4 as const, about: null, locale },
    ...{ createdAt: iso(started), to: { username, phone: null, email: null }, purpose: 'test' as const },
  }
  const sent = await webPush.send(message, { type: 'web_push' }, {}, sending)
  return answerOf({ ...sent, ms: Math.max(0, Math.round(sending.now() - started)) }, sending.now())
}

const pushChannelKey = 'push_channel'

/** Push needs nothing from outside, so it is there from the first start; an administrator may remove it for good. */
async function putPushChannel({ db, commit, keys }: NotifyDeps): Promise<void> {
  if ((await readMeta(db, pushChannelKey)) !== null) return
  const name = { 'zh-CN': text('zh-CN', 'channel.type.web_push'), en: text('en', 'channel.type.web_push') }
  const settings = { site: null, enabled: true, personal: true, perMinute: null, monthlyTo: null, kept: [] }
  const seen = { tested: null, heartbeat: null, monthly: null, failingSince: null, version: 1 }
  await commit(async (tx) => {
    await saveChannel(tx, { id: 'push', name, config: { type: 'web_push' }, ...settings, ...seen }, keys.seal({}))
    await writeMeta(tx, pushChannelKey, 'push')
    return { result: null, happenings: [] }
  })
}
