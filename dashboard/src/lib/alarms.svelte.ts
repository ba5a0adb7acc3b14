// The open incidents of this site in the order in which they matter, and the one key to take them.
import type { Incident } from '#core/contracts/incident.ts'
import { call } from './api.ts'
import { estate } from './estate.svelte.ts'
import { byUrgency, countByPriority, foremost, isWaiting, worstByDevice } from './incidents.ts'
import { t } from './locale.svelte.ts'
import { place } from './place.svelte.ts'
import { session } from './session.svelte.ts'
import { toast } from './toast.svelte.ts'

const list = $derived(
  [...estate.incidents.values()].filter((incident) => incident.site === place.site?.id).toSorted(byUrgency),
)
const counts = $derived(countByPriority(list))
const first = $derived(foremost(list))
const worst = $derived(worstByDevice(list))
const waiting = $derived(list.filter(isWaiting))
/** Taken here, not yet told by the stream: the key must not take the same one twice. */
let taking = $state<string | null>(null)

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
  /** Says "I have it" (接警) for one incident. */
  async take(incident: Incident): Promise<void> {
    if (taking === incident.id || incident.acknowledged) return
    taking = incident.id
    const answer = await call('POST /incidents/{id}/acknowledge', { id: incident.id, body: {} })
    taking = null
    if (answer.ok) toast.done(t('incident.state.acknowledged'))
    else toast.refused(answer.problem.detail || t('app.unreachable'))
  },
  /** Takes the most urgent one that nobody has: what the key A does. */
  takeFirst(): void {
    const next = waiting[0]
    if (next && alarms.mayTake) void alarms.take(next)
  },
}
