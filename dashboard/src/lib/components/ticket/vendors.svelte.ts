// The vendors, asked for once by each page that speaks of them.
import type { Ticket } from '#core/contracts/ticket.ts'
import type { Vendor } from '#core/contracts/vendor.ts'
import { call, callAll } from '#lib/api.ts'
import { asked, type Asked } from '#lib/asked.svelte.ts'
import { locale } from '#lib/locale.svelte.ts'
import { personName } from '#lib/words.ts'

/** Asks for every vendor while a component is being set up. */
export const askVendors = (): Asked<Vendor[]> =>
  asked((signal) =>
    callAll((cursor) => call('GET /vendors', { query: { limit: 500, ...(cursor && { cursor }) }, signal })),
  )

/** The name of a vendor; its id while the vendors are on their way, or when it is gone. */
export const vendorName = (vendors: readonly Vendor[] | null, id: string): string =>
  vendors?.find((vendor) => vendor.id === id)?.name[locale.current] ?? id

/** Who has a ticket: the person, else the firm; empty while nobody has. */
export const holderWords = (
  { assignee, vendor }: Pick<Ticket, 'assignee' | 'vendor'>,
  vendors: readonly Vendor[] | null,
) => personName(assignee) || (vendor === null ? '' : vendorName(vendors, vendor))
