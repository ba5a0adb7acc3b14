// Sending guards to incidents over HTTP: who is nearest, who is sent, called back, and who has arrived.
import type { Transaction } from 'kysely'
import type { Incident } from '../../core/contracts/incident.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { meets } from '../../core/domain/grant.ts'
import { may } from '../../core/domain/permission.ts'
import { come, dispatch, nearestTo, recall } from '../errand.ts'
import { findIncident } from '../store/incident.ts'
import type { Records } from '../store/schema.ts'
import { tapNamed } from '../store/tap.ts'
import { findUser } from '../store/user.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'nearestGuards' | 'sendGuard' | 'recallGuard' | 'arriveAtIncident'>
type Done = { result: Incident | Refusal; happenings: NewHappening[] }

export function errandRoutes({ db }: HttpDeps): Routes {
  return {
    nearestGuards: async ({ actor, id, query, at }) => {
      const incident = visible(actor, await findIncident(db, id))
      return isRefusal(incident) ? incident : nearestTo(db, incident, query.role, at)
    },
    sendGuard: (call) => onIncident(call, (tx, incident) => send(tx, incident, call)),
    recallGuard: (call) =>
      onIncident(call, (tx, incident) => recall(tx, incident, call.body.user, call.actor.name, call.at)),
    arriveAtIncident: (call) => onIncident(call, (tx, incident) => comes(tx, incident, call)),
  }
}

type Errands = 'sendGuard' | 'recallGuard' | 'arriveAtIncident'

const onIncident = (
  { actor, id, commit }: Call<Errands>,
  act: (tx: Transaction<Records>, incident: Incident) => Promise<Done>,
): Promise<Incident | Refusal> =>
  commit<Incident | Refusal>(async (tx) => {
    const incident = visible(actor, await findIncident(tx, id))
    return isRefusal(incident) ? untold(incident) : act(tx, incident)
  })

async function send(tx: Transaction<Records>, incident: Incident, { actor, body, at }: Call<'sendGuard'>) {
  const guard = await findUser(tx, body.user)
  const works = guard?.enabled && may(guard.role, 'tap.record') && meets({ sites: [incident.site] }, guard.sites)
  if (!works) return untold(refuse('unknown_user', { user: body.user }))
  return dispatch(tx, incident, body.user, actor.name, at)
}

/** Everybody speaks for himself; the desk also for those who report by radio. */
async function comes(tx: Transaction<Records>, incident: Incident, { actor, body, at }: Call<'arriveAtIncident'>) {
  const user = body.user ?? actor.name
  if (user !== actor.name && !may(actor.role, 'incident.act')) return untold(refuse('forbidden', { role: actor.role }))
  const tap = body.tap === undefined ? null : await tapNamed(tx, body.tap)
  if (body.tap !== undefined && tap === null) return untold(refuse('tap_elsewhere'))
  return come(tx, incident, user, { by: actor.name, tap, at })
}
