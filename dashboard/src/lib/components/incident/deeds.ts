// What a person may do with an incident now: its state as core/domain/incident.ts judges it, narrowed to permissions.
import type { Incident } from '#core/contracts/incident.ts'
import type { Permission } from '#core/domain/permission.ts'
import { isWaiting } from '#lib/incidents.ts'

type Deciding = Pick<
  Incident,
  'active' | 'acknowledged' | 'shelvedUntil' | 'latched' | 'endless' | 'lifeSafety' | 'closedAt' | 'ticket'
>
type Rule = { permission: Permission; when: (incident: Deciding) => boolean }

const isOpen = (incident: Deciding) => incident.closedAt === null

/** In the order of the buttons: the step forward first. */
const rules = {
  acknowledge: { permission: 'incident.act', when: (it) => isOpen(it) && !it.acknowledged },
  reset: {
    permission: 'incident.act',
    when: (it) => isOpen(it) && it.latched && (!it.active || it.endless === true),
  },
  close: { permission: 'incident.act', when: (it) => isOpen(it) && !it.active && it.acknowledged && !it.latched },
  unshelve: { permission: 'incident.act', when: (it) => isOpen(it) && it.shelvedUntil !== null },
  ticket: { permission: 'ticket.create', when: (it) => isOpen(it) && it.ticket === null },
  assign: { permission: 'incident.act', when: isOpen },
  shelve: { permission: 'incident.act', when: (it) => isOpen(it) && !it.lifeSafety && it.shelvedUntil === null },
  comment: { permission: 'incident.comment', when: () => true },
} as const satisfies Record<string, Rule>

export type Deed = keyof typeof rules

/** The deeds that the incident's state and the person's permissions allow, the step forward first. */
export const deedsOf = (incident: Deciding, may: (permission: Permission) => boolean): Deed[] =>
  (Object.keys(rules) as Deed[]).filter((deed) => may(rules[deed].permission) && rules[deed].when(incident))

/** Priority 1 is taken with words: what was seen. */
export const needsWords = (incident: Pick<Incident, 'priority' | 'acknowledged' | 'shelvedUntil'>): boolean =>
  incident.priority === 1 && isWaiting(incident)
