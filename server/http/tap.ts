// Taps over HTTP: what phones send, one or many, each judged by itself; and the list of them.
import { randomUUID } from 'node:crypto'
import { epoch } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Tap, TapPayload } from '../../core/contracts/tap.ts'
import { may } from '../../core/domain/permission.ts'
import { momentOfTap } from '../../core/domain/tap-time.ts'
import { listTaps } from '../store/tap.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listTaps' | 'postTaps'>

/** Taps recorded in one transaction; each is judged by itself, and sent again it is the same. */
const together = 20

export function tapRoutes({ db, recordTap }: HttpDeps): Routes {
  return {
    listTaps: ({ actor, query }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      const own = may(actor.role, 'trail.read') ? {} : { by: actor.name }
      return listTaps(db, { ...filter, ...span, ...own, sites: scopeOf(actor, site) })
    },
    async postTaps(call) {
      const items: Tap[] = []
      for (let from = 0; from < call.body.length; from += together)
        items.push(...(await recordSome(call, call.body.slice(from, from + together))))
      return { items }
    },
  }

  /** One transaction: a phone that comes back from a basement with hundreds of taps must not keep an alarm waiting. */
  function recordSome({ actor, at, commit }: Call<'postTaps'>, payloads: readonly TapPayload[]): Promise<Tap[]> {
    return commit(async (tx) => {
      const items: Tap[] = []
      const happenings: NewHappening[] = []
      for (const payload of payloads) {
        const id = payload.id ?? randomUUID()
        const sent = { payload, id, ...momentOfTap(payload, at), receivedAt: at, reader: null, cause: `http/${id}` }
        const by = actor.type === 'user' ? actor.name : null
        const recorded = await recordTap(tx, { ...sent, by, person: 'session', sites: actor.sites })
        items.push(recorded.tap)
        happenings.push(...recorded.happenings)
      }
      return { result: items, happenings }
    })
  }
}
