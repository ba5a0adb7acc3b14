// What a closed ticket leaves in the file of its device (设备档案): the work, its parts and price, who and how long.
import type { DeviceFileEntry } from '../contracts/device-file.ts'
import { epoch } from '../contracts/instant.ts'
import type { Part, Ticket } from '../contracts/ticket.ts'
import { timesOf } from './ticket-clock.ts'

type Said = { note?: string; parts?: Part[]; minutes?: number; cost?: number }

/** The entry of a ticket with its whole timeline; null unless it is closed and has a device. What was said last counts. */
export function entryOf(ticket: Ticket): DeviceFileEntry | null {
  const { id, device, site, number, type, title, closedAt, createdAt: openedAt, finishedAt, bounces } = ticket
  if (ticket.state !== 'closed' || device === null || closedAt === null) return null
  const last = (of: string) => ticket.timeline.findLast((entry) => entry.type === of)
  const { note, parts, minutes, cost } = (last('finished')?.data ?? {}) as Said
  const { rawMs: waitedMs, countedMs } = timesOf(ticket.clocks.resolution, epoch(closedAt))
  return {
    // A ticket that broke again after it was closed leaves one entry each time.
    ...{ id: `${id}-${bounces}`, device, site, at: closedAt, openedAt, finishedAt, ticket: id, number, type, title },
    ...{ done: note ?? '', parts: parts ?? [], minutes: minutes ?? null, waitedMs, countedMs, bounces },
    cost: (last('closed')?.data as Said).cost ?? cost ?? null,
    ...{ by: ticket.finishedBy, vendor: ticket.finishedVendor, verifiedBy: last('verified')?.by ?? null },
  }
}
