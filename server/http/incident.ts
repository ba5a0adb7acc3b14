// Incidents over HTTP: lists, one with its timeline, and what people do with it. The domain decides, this file saves.
import type { PersonInNeed } from '../../core/contracts/errand.ts'
import { epoch } from '../../core/contracts/instant.ts'
import {
  incidentActions,
  type Incident,
  type IncidentAction,
  type IncidentActionName,
} from '../../core/contracts/incident.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetIncident } from '../../core/domain/discretion.ts'
import { actOnIncident } from '../../core/domain/incident.ts'
import { sees } from '../../core/domain/permission.ts'
import { findIncident, listIncidents, updateIncident } from '../store/incident.ts'
import { lastTap } from '../store/last-tap.ts'
import { findUser } from '../store/user.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'

type ActionRoute = `${IncidentActionName}Incident`
type Routes = Pick<Handlers, 'listIncidents' | 'getIncident' | 'personOfIncident' | ActionRoute>

export function incidentRoutes({ db }: HttpDeps): Routes {
  const actions = Object.fromEntries(
    (Object.keys(incidentActions) as IncidentActionName[]).map((action) => [
      `${action}Incident`,
      (call: Call<ActionRoute>) => act(call, { action, ...call.body } as IncidentAction),
    ]),
  ) as Pick<Handlers, ActionRoute>
  return {
    ...actions,
    listIncidents: async ({ actor, query, at }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      const found = await listIncidents(db, { ...filter, ...span, at, sites: scopeOf(actor, site) })
      return { ...found, items: found.items.map((incident) => discreetIncident(actor, incident)) }
    },
    getIncident: async ({ actor, id }) => {
      const incident = visible(actor, await findIncident(db, id))
      return isRefusal(incident) ? incident : discreetIncident(actor, incident)
    },
    personOfIncident: async ({ actor, id }) => {
      const incident = visible(actor, await findIncident(db, id))
      return isRefusal(incident) ? incident : personOf(db, incident, actor)
    },
  }
}

/** The number is looked up, so that it stands in no record that others read. */
async function personOf(db: HttpDeps['db'], { subject }: Incident, actor: Actor): Promise<PersonInNeed | Refusal> {
  const person = subject.type === 'user' ? await findUser(db, subject.id) : null
  if (!person) return refuse('not_found')
  const tap = await lastTap(db, person.username)
  const last = tap && sees(actor, tap.site) ? tap : null
  const { username, name, phone } = person
  return { user: username, name, phone, checkpoint: last?.checkpoint ?? null, at: last?.at ?? null }
}

const act = ({ actor, id, at, commit }: Call<ActionRoute>, action: IncidentAction): Promise<Incident | Refusal> =>
  commit<Incident | Refusal>(async (tx) => {
    const incident = visible(actor, await findIncident(tx, id))
    if (isRefusal(incident)) return untold(incident)
    if (action.action === 'assign' && !(await findUser(tx, action.user))?.enabled)
      return untold(refuse('unknown_user', { user: action.user }))
    const decided = actOnIncident(incident, action, actor, at)
    if (isRefusal(decided)) return untold(decided)
    if (decided.happenings.length > 0) await updateIncident(tx, incident, decided.next)
    return { result: decided.next, happenings: decided.happenings }
  })
