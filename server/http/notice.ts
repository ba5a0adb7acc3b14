// The outbox over HTTP: who was told, by which channel, with what answer; and one more attempt.
import { isRefusal, refuse } from '../../core/contracts/refusal.ts'
import { retry } from '../../core/domain/outbox.ts'
import { sees } from '../../core/domain/permission.ts'
import { toldOf } from '../notify/record.ts'
import { findNotice, listNotices, saveNotice } from '../store/notice.ts'
import type { Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

export const noticeRoutes = ({ db }: HttpDeps): Pick<Handlers, 'listNotices' | 'retryNotice'> => ({
  listNotices: ({ actor, query }) => listNotices(db, { ...query, sites: actor.sites }),
  retryNotice: ({ actor, id, at, commit }) =>
    commit(async (tx) => {
      const notice = await findNotice(tx, id)
      if (!notice || !sees(actor, notice.site)) return untold(refuse('not_found'))
      const next = retry(notice, at)
      if (isRefusal(next) || next === notice) return untold(next)
      await saveNotice(tx, next)
      return { result: next, happenings: [toldOf(next, at, actor.name)] }
    }),
})
