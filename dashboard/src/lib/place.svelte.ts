// The site that this screen stands in: chosen once, remembered, else the first one. Its zone is the zone of every time.
import type { Site } from '#core/contracts/site.ts'
import { estate } from './estate.svelte.ts'
import { store, stored } from './stored.ts'

let chosen = $state(stored('site'))
const sites = $derived([...estate.sites.values()].toSorted((a, b) => a.id.localeCompare(b.id)))
const site = $derived((chosen === null ? undefined : estate.sites.get(chosen)) ?? sites[0] ?? null)

export const place = {
  get sites(): readonly Site[] {
    return sites
  },
  get site(): Site | null {
    return site
  },
  get timezone(): string {
    return site?.timezone ?? 'UTC'
  },
  choose(id: string): void {
    chosen = id
    store('site', id)
  },
}
