// The vendors, asked for once by each page that speaks of them.
import type { Vendor } from '#core/contracts/vendor.ts'
import { call, callAll } from '#lib/api.ts'
import { asked, type Asked } from '#lib/asked.svelte.ts'
import { locale } from '#lib/locale.svelte.ts'

/** Asks for every vendor while a component is being set up. */
export const askVendors = (): Asked<Vendor[]> =>
  asked((signal) =>
    callAll((cursor) => call('GET /vendors', { query: { limit: 500, ...(cursor && { cursor }) }, signal })),
  )

/** The name of a vendor; its id while the vendors are on their way, or when it is gone. */
export const vendorName = (vendors: readonly Vendor[] | null, id: string): string =>
  vendors?.find((vendor) => vendor.id === id)?.name[locale.current] ?? id
