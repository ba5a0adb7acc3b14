// Channels over HTTP. Their secrets go in sealed and never come back; the test button gives the provider's own answer.
import type { Channel } from '../../core/contracts/channel.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { mergedSecrets, missingSecret, secretNames, takesMonthly } from '../../core/domain/channel.ts'
import { revise } from '../../core/domain/revision.ts'
import { text } from '../../core/texts/texts.ts'
import { audited } from '../audit.ts'
import { deleteChannel, findChannel, listChannels, saveChannel } from '../store/channel.ts'
import type { Handlers } from './call.ts'
import { create, scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { refer, siteNamed, userNamed, type Reference } from './reference.ts'

type Routes = Pick<
  Handlers,
  'listChannels' | 'createChannel' | 'getChannel' | 'patchChannel' | 'deleteChannel' | 'testChannel'
>

const named = (locale: Locale) => (name: string) => text(locale, `channel.secret.${name as 'key'}`)

/** Whoever is named for the monthly message is there, and the channel is one that reaches a person. */
const receiverOf = ({ config, monthlyTo }: Channel): Reference[] => [
  takesMonthly(config.type)
    ? userNamed('monthlyTo', monthlyTo)
    : { path: 'monthlyTo', id: monthlyTo, known: () => Promise.resolve(false) },
]
const siteOf = (site: string | null, sites: string[] | null): Reference[] =>
  site === null ? [] : [siteNamed('site', site, sites)]

/** A channel of every site is seen by everybody who may see channels. */
const seen = (actor: { sites: string[] | null }, channel: Channel | null) =>
  channel?.site === null ? channel : visible(actor, channel as (Channel & { site: string }) | null)

export const channelRoutes = ({ db, notify }: HttpDeps): Routes => ({
  listChannels: ({ actor, query }) => listChannels(db, { ...query, sites: scopeOf(actor, query.site) }),
  getChannel: async ({ actor, id }) => seen(actor, await findChannel(db, id)),
  async createChannel({ actor, body, at, commit, locale }) {
    const { secrets, ...shown } = body
    const fresh = { tested: null, heartbeat: null, monthly: null, failingSince: null, version: 1 }
    const channel: Channel = { ...shown, ...fresh, kept: secretNames(secrets) }
    const missing = missingSecret(channel.config.type, secrets, named(locale))
    if (missing) return missing
    return create(commit, channel.id, {
      find: (tx) => findChannel(tx, channel.id),
      check: (tx) => refer(tx, locale, [...receiverOf(channel), ...siteOf(channel.site, actor.sites)]),
      save: (tx) => saveChannel(tx, channel, notify.keys.seal(secrets)),
      happening: audited('channel_created', at, actor.name, channel.id, { type: channel.config.type }, channel.site),
      answer: channel,
    })
  },
  patchChannel: ({ actor, id, body, at, commit, locale }) =>
    commit<Channel | Refusal>(async (tx) => {
      const before = seen(actor, await findChannel(tx, id))
      if (isRefusal(before)) return untold(before)
      const { secrets: renewed = {}, ...patch } = body
      const open = await notify.keys.open(tx, id)
      // What was kept for another type of provider means nothing to this one.
      const stays = patch.config === undefined || patch.config.type === before.config.type
      const secrets = mergedSecrets(stays ? (open?.secrets ?? {}) : {}, renewed)
      const next = revise(before, { ...(patch as Partial<Channel>), kept: secretNames(secrets) })
      if (isRefusal(next)) return untold(next)
      const missing = missingSecret(next.config.type, secrets, named(locale))
      if (missing) return untold(missing)
      const lost = await refer(tx, locale, receiverOf(next))
      if (lost) return untold(lost)
      await saveChannel(tx, next, notify.keys.seal(secrets))
      const renewing = { type: next.config.type, enabled: next.enabled, secrets: Object.keys(renewed) }
      return { result: next, happenings: [audited('channel_changed', at, actor.name, id, renewing, next.site)] }
    }),
  deleteChannel: ({ actor, id, at, commit }) =>
    commit(async (tx) => {
      const channel = seen(actor, await findChannel(tx, id))
      if (isRefusal(channel)) return untold(channel)
      const righted = await notify.removed(tx, id, at)
      await deleteChannel(tx, id)
      const removed = audited('channel_removed', at, actor.name, id, {}, channel.site)
      return { result: null, happenings: [removed, ...righted] }
    }),
  async testChannel({ actor, id, body, locale }) {
    const channel = seen(actor, await findChannel(db, id))
    if (isRefusal(channel)) return channel
    return (await notify.test(id, body.to ?? actor.name, { username: actor.name, locale })) ?? refuse('not_found')
  },
})
