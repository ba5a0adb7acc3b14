// The open incidents of this site in the order in which they matter.
import type { Incident } from '#core/contracts/incident.ts'
import { estate } from './estate.svelte.ts'
import { byUrgency, countByPriority, foremost, isWaiting, worstByDevice } from './incidents.ts'
import { place } from './place.svelte.ts'
import { session } from './session.svelte.ts'

const list = $derived(
  [...estate.incidents.values()].filter((incident) => incident.site === place.site?.id).toSorted(byUrgency),
)
const counts = $derived(countByPriority(list))
const first = $derived(foremost(list))
const worst = $derived(worstByDevice(list))
const waiting = $derived(list.filter(isWaiting))

export const alarms = {
  get list(): readonly Incident[] {
    return list
  },
  get counts() {
    return counts
  },
  /** What the band shows. */
  get foremost(): Incident | null {
    return first
  },
  /** Nobody has them yet, most urgent first. */
  get waiting(): readonly Incident[] {
    return waiting
  },
  /** The most urgent incident of a device, for the mark on its drawing. */
  of: (device: string): Incident | undefined => worst.get(device),
  get mayTake(): boolean {
    return session.may('incident.act')
  },
}
