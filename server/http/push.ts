// Phones and browsers that let themselves be sent messages: each person's own, and nobody else's.
import type { PushSubscription } from '../../core/contracts/notice.ts'
import { iso } from '../../core/contracts/instant.ts'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { audited } from '../audit.ts'
import { deleteSubscription, findSubscription, saveSubscription, subscriptionsOf } from '../store/push.ts'
import type { KeptSubscription } from '../store/push.ts'
import { sha256 } from '../store/sha256.ts'
import type { Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<
  Handlers,
  'pushKey' | 'listPushSubscriptions' | 'subscribePush' | 'unsubscribePush' | 'hearPush' | 'testPush'
>

const most = 10
const idOf = (endpoint: string): string => `ps-${sha256(endpoint).slice(0, 24)}`
const shown = ({ id, label, createdAt, sentAt, heardAt }: KeptSubscription): PushSubscription => ({
  ...{ id, label, createdAt, sentAt, heardAt },
})

export const pushRoutes = ({ db, notify }: HttpDeps): Routes => ({
  pushKey: () => ({ key: notify.pushKey }),
  listPushSubscriptions: async ({ actor }) => ({
    ...{ items: (await subscriptionsOf(db, actor.name)).map(shown), nextCursor: null },
  }),
  subscribePush({ actor, body, at, commit }) {
    if (actor.type !== 'user') return refuse('person_needed')
    const kept = { ...body, id: idOf(body.endpoint), createdAt: iso(at), sentAt: null, heardAt: null }
    return commit<PushSubscription | Refusal>(async (tx) => {
      const others = (await subscriptionsOf(tx, actor.name)).filter(({ id }) => id !== kept.id)
      if (others.length >= most) return untold(refuse('push_full', { most }))
      await saveSubscription(tx, actor.name, kept)
      return {
        result: shown(kept),
        happenings: [audited('push_subscribed', at, actor.name, kept.id, { label: kept.label })],
      }
    })
  },
  unsubscribePush: ({ actor, id, at, commit }) =>
    commit(async (tx) => {
      const known = await findSubscription(tx, id)
      if (known?.user !== actor.name) return untold(refuse('not_found'))
      await deleteSubscription(tx, id)
      return { result: null, happenings: [audited('push_unsubscribed', at, actor.name, id)] }
    }),
  hearPush: ({ actor, body, at, commit }) =>
    commit<null | Refusal>(async (tx) => {
      const known = await findSubscription(tx, idOf(body.endpoint))
      if (known?.user !== actor.name) return untold(refuse('not_found'))
      await saveSubscription(tx, actor.name, { ...known.kept, heardAt: iso(at) })
      return { result: null, happenings: [] }
    }),
  testPush: ({ actor, locale }) => notify.testPush({ username: actor.name, locale }),
})
