// Every action of tickets and incidents by every role, written out: what the table of permissions must say of the API.
import { describe, expect, it } from 'vitest'
import { api, type ApiName } from '../contracts/api.ts'
import { incidentActions } from '../contracts/incident.ts'
import { ticketActions } from '../contracts/ticket.ts'
import { Role } from '../contracts/user.ts'
import { may, type Permission } from './permission.ts'

const desk: Role[] = ['operator', 'supervisor', 'admin']
const workers: Role[] = ['technician', ...desk]
const staff: Role[] = ['guard', ...workers]
const roles: Record<string, readonly Role[]> = {
  ...{ dispatchTicket: desk, acceptTicket: workers, declineTicket: workers, startTicket: workers, waitTicket: workers },
  ...{ resumeTicket: workers, finishTicket: workers, verifyTicket: desk, rejectTicket: desk, closeTicket: desk },
  ...{ cancelTicket: desk, rateTicket: staff, callbackTicket: desk, arriveTicket: workers, checkTicket: workers },
  ...{ appointTicket: workers, leaseTicket: workers, releaseTicket: workers },
  ...{ acknowledgeIncident: desk, assignIncident: desk, commentIncident: staff, shelveIncident: desk },
  ...{ unshelveIncident: desk, resetIncident: desk, closeIncident: desk },
}
const named = [
  ...Object.keys(ticketActions).map((action) => `${action}Ticket`),
  ...Object.keys(incidentActions).map((action) => `${action}Incident`),
]

describe('who may', () => {
  it('is written down for every action', () => expect(Object.keys(roles).sort()).toEqual([...named].sort()))

  it.each(named.flatMap((name) => Role.options.map((role) => [name, role] as const)))('%s by %s', (name, role) => {
    const { permission } = api[name as ApiName] as { permission: Permission }
    expect(may(role, permission)).toBe(roles[name]!.includes(role))
  })
})
