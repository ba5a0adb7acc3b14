// Where the work of a ticket is, and by which words it is found.
import type { CheckItem } from '#core/contracts/policy.ts'
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import { estate } from '#lib/estate.svelte.ts'
import { locale, t } from '#lib/locale.svelte.ts'
import { personName } from '#lib/words.ts'

/** The device, else the zone; empty when neither is known. */
export function whereOf({ device, zone }: Pick<Ticket, 'device' | 'zone'>): string {
  const thing = device === null ? undefined : estate.devices.get(device)
  const room = zone === null ? undefined : estate.zones.get(zone)
  return (thing ?? room)?.name[locale.current] ?? device ?? zone ?? ''
}

/** What somebody may type to find the ticket. */
export const foundBy = (ticket: Ticket): string[] => [
  `#${ticket.number}`,
  ticket.title['zh-CN'],
  ticket.title.en,
  whereOf(ticket),
  ticket.description,
  personName(ticket.assignee),
  ticket.vendor ?? '',
  ticket.reporter?.name ?? '',
]

/** The name of a step as its button has it: “not offered” is said to a caller where nobody was sent yet. */
export const actionWords = ({ state }: Pick<Ticket, 'state'>, action: TicketActionName): string =>
  action === 'decline' && state === 'new' ? t('ticket.no_service') : t(`ticket.action.${action}`)

/** Between which numbers a step is good; empty where none are set. */
export function rangeOf({ kind, min, max, unit }: CheckItem): string {
  if (kind !== 'number') return ''
  if (min !== null && max !== null) return t('ticket.check.range', { min, max, unit })
  if (min !== null) return t('ticket.check.at_least', { min, unit })
  return max === null ? '' : t('ticket.check.at_most', { max, unit })
}
