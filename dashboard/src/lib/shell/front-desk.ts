// The desk that stands on every page: what the key A, the alarm strip and the wall's band take, they take here, asked
// for as much as in the list and on the incident's page.
import { alarms } from '#lib/alarms.svelte.ts'
import { createDesk } from '#lib/components/incident/desk.svelte.ts'

export const frontDesk = createDesk()

/** Takes the most urgent incident that nobody has, asking first what was seen where that is asked: the key A. */
export function takeFirst(): void {
  const next = alarms.waiting[0]
  if (next) frontDesk.press('acknowledge', next)
}
