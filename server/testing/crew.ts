// A crew in virtual time: an operator, two technicians and a supervisor whom mail reaches, the shipped ladders, and what they
// do with incidents and tickets.
import type { IncidentAction } from '../../core/contracts/incident.ts'
import { isRefusal } from '../../core/contracts/refusal.ts'
import type { Ticket, TicketAction } from '../../core/contracts/ticket.ts'
import type { Actor } from '../../core/contracts/user.ts'
import type { Notice } from '../../core/contracts/notice.ts'
import { actOnIncident } from '../../core/domain/incident.ts'
import { actOnTicket, type TicketFacts } from '../../core/domain/ticket.ts'
import { productRules } from '../../core/kinds/product.ts'
import { shippedLadders } from '../../core/kinds/ladders.ts'
import { createInternals } from '../internal.ts'
import { loadEstate } from '../estate.ts'
import { findIncident, updateIncident } from '../store/incident.ts'
import { listNotices } from '../store/notice.ts'
import { findTicket } from '../store/ticket.ts'
import { saveTicket } from '../ticket.ts'
import { fireAlarm, overcurrent, panel, panelKind, pump, pumpKind, type Scene } from './scene.ts'

const mail = { type: 'email' as const, host: 'localhost', port: 25, from: 'wk@example.test' }
const person = (username: string, name: string, role: 'operator' | 'technician' | 'supervisor') => ({
  ...{ username, name, role, email: `${username}@example.test`, phone: '13800000008' },
})

export const crewCast = {
  kinds: [pumpKind, panelKind],
  devices: [pump, panel],
  rules: [overcurrent, fireAlarm, ...productRules.map((rule) => ({ ...rule, shipped: true }))],
  users: [
    person('desk', '王磊', 'operator'),
    person('fixer', '王强', 'technician'),
    person('second', '赵刚', 'technician'),
    person('lead', '张宇', 'supervisor'),
  ],
  shifts: [{ id: 'day', site: 'hq', name: 'Day', start: '00:00', end: '23:59', people: ['desk', 'fixer'] }],
  ladders: [...shippedLadders],
  channels: [{ id: 'mail', name: 'Mail', config: mail }],
}
export const desk: Actor = { name: 'desk', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }
export const fixer: Actor = { ...desk, name: 'fixer', role: 'technician' }
export const second: Actor = { ...fixer, name: 'second' }

export type Crew = {
  handle(incident: string, action: IncidentAction): Promise<void>
  work(ticket: string, action: TicketAction, actor?: Actor, facts?: TicketFacts): Promise<Ticket>
  /** What a person was told of an incident or a ticket, oldest first. */
  told(about: string, who: string): Promise<Notice[]>
  /** The pump is overloaded: its incident and the ticket that was opened for it. */
  overload(): Promise<{ incident: string; ticket: string }>
  /** Time passes without a tick, and is made up for by one, as after a pause of the journal. */
  later(ms: number): Promise<void>
}

export function crewOf(scene: Scene): Crew {
  const { db } = scene.database
  return {
    handle: (id, action) =>
      scene.commits.commit(async (tx) => {
        const incident = (await findIncident(tx, id))!
        const decided = actOnIncident(incident, action, desk, scene.clock.now())
        if (isRefusal(decided)) throw new Error(decided.refused)
        await updateIncident(tx, incident, decided.next)
        return { result: undefined, happenings: decided.happenings }
      }),
    async work(id, action, actor = fixer, facts) {
      const internals = createInternals(await loadEstate(db), [])
      return scene.commits.commit(async (tx) => {
        const ticket = (await findTicket(tx, id))!
        const at = scene.clock.now()
        const decided = actOnTicket(ticket, action, actor, at, facts)
        if (isRefusal(decided)) throw new Error(decided.refused)
        return { result: decided.next, happenings: await saveTicket(tx, internals, ticket, decided, at) }
      })
    },
    told: async (id, who) =>
      (await listNotices(db, { limit: 1000, sites: null })).items
        .filter(({ about, to }) => about?.id === id && to === who)
        .reverse(),
    async overload() {
      await scene.reading('p-101', { current_a: 20 })
      await scene.pass(6000)
      const incident = (await scene.incidents()).findLast(({ rule }) => rule === overcurrent.id)!
      return { incident: incident.id, ticket: incident.ticket! }
    },
    async later(ms) {
      scene.clock.advance(ms - 1000)
      await scene.pass(1000)
    },
  }
}
