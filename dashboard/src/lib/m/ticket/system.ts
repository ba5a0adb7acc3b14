// What the system did by itself about a fault, for the person who comes to mend it: from the incident, the ticket and the
// machines that stand in.
import { epoch } from '#core/contracts/instant.ts'
import { formatTime } from '#core/texts/format.ts'
import { named, t } from '#lib/locale.svelte.ts'
import { zone } from '../today.svelte.ts'
import type { Folder } from './folder.ts'

/** One line a deed, in the order of weight. */
export function systemLines({ ticket, incident, standIns }: Folder): string[] {
  const time = (at: string) => formatTime(epoch(at), zone())
  const cleared = incident?.timeline.findLast(({ type }) => type === 'cleared')
  return [
    ...standIns.map(({ name, running }) =>
      t(running ? 'm.ticket.did.runs' : 'm.ticket.did.stands', { name: named(name) }),
    ),
    ...(incident && incident.trips > 1 ? [t('m.ticket.did.trips', { n: incident.trips })] : []),
    ...(incident?.silent ? [t('m.ticket.did.silent')] : []),
    ...(cleared && !incident?.active ? [t('m.ticket.did.cleared', { time: time(cleared.at) })] : []),
    ...(ticket.bounces > 0 ? [t('m.ticket.did.bounced', { n: ticket.bounces })] : []),
    ...(ticket.recurrence > 2 ? [t('m.ticket.did.recurrent', { n: ticket.recurrence })] : []),
    ...(ticket.source === 'rule' ? [t('m.ticket.did.opened', { time: time(ticket.createdAt) })] : []),
  ]
}
