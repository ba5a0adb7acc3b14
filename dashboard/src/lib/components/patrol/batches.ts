// The batches of signed tags of the site, for those who may see them.
import { call, callAll } from '#lib/api.ts'
import { asked } from '#lib/asked.svelte.ts'
import { place } from '#lib/place.svelte.ts'

/** Asks while a component is being set up. */
export const askBatches = () =>
  asked((signal) => {
    const site = place.site?.id
    if (site === undefined) return null
    return callAll((cursor) =>
      call('GET /tag-batches', { query: { limit: 500, site, ...(cursor && { cursor }) }, signal }),
    )
  })
