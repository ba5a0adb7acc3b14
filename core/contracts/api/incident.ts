// Incidents and what a person may do with one.
import { z } from 'zod'
import { Arrive, NearestGuard, NearestRole, PersonInNeed, SendGuard } from '../errand.ts'
import { Incident, incidentActions } from '../incident.ts'
import { Id } from '../scalars.ts'
import { Paged, Span, type Table, act, page } from './endpoint.ts'

const IncidentQuery = Paged.extend(Span.shape).extend({
  state: z.enum(['open', 'closed', 'active', 'unacknowledged', 'shelved']).optional(),
  priority: z.coerce.number().int().min(1).max(4).optional(),
  device: Id.optional(),
  site: Id.optional(),
  rule: Id.optional(),
})

export const incidentApi = {
  listIncidents: {
    method: 'GET',
    path: '/incidents',
    permission: 'estate.read',
    summary: 'Incidents, newest first (timeline left out)',
    query: IncidentQuery,
    response: page(Incident),
  },
  getIncident: {
    method: 'GET',
    path: '/incidents/{id}',
    permission: 'estate.read',
    summary: 'An incident with its timeline',
    response: Incident,
  },
  acknowledgeIncident: act('incidents', 'acknowledge', 'incident.act', incidentActions.acknowledge, Incident),
  assignIncident: act('incidents', 'assign', 'incident.act', incidentActions.assign, Incident),
  commentIncident: act('incidents', 'comment', 'incident.comment', incidentActions.comment, Incident),
  shelveIncident: act('incidents', 'shelve', 'incident.act', incidentActions.shelve, Incident),
  unshelveIncident: act('incidents', 'unshelve', 'incident.act', incidentActions.unshelve, Incident),
  resetIncident: act('incidents', 'reset', 'incident.act', incidentActions.reset, Incident),
  sendGuard: act('incidents', 'send', 'incident.act', SendGuard, Incident),
  recallGuard: act('incidents', 'recall', 'incident.act', SendGuard, Incident),
  arriveAtIncident: act('incidents', 'arrive', 'tap.record', Arrive, Incident),
  nearestGuards: {
    method: 'GET',
    path: '/incidents/{id}/nearest',
    permission: 'incident.act',
    summary: 'Guards (or technicians) on duty, the nearest by last tap first',
    query: z.strictObject({ role: NearestRole.default('guard') }),
    response: z.array(NearestGuard),
  },
  personOfIncident: {
    method: 'GET',
    path: '/incidents/{id}/person',
    permission: 'person.call',
    summary: 'Whom an incident is about: the number to call and the last tap; 404 when it is about nobody',
    response: PersonInNeed,
  },
  closeIncident: act('incidents', 'close', 'incident.act', incidentActions.close, Incident),
} as const satisfies Table
