// How far the watch over a repair has come. The server writes its figures down when it decides; until then a screen goes
// by the incidents it knows, as the server does. Pure.
import type { Incident } from '#core/contracts/incident.ts'
import { epoch, milliseconds } from '#core/contracts/instant.ts'
import type { Ticket, Verdict } from '#core/contracts/ticket.ts'

type Wrong = Pick<Incident, 'id' | 'device' | 'active' | 'endless' | 'clearedAt'>
type Watched = Pick<Ticket, 'incident' | 'device'>

/** Of the open incidents those that the watch goes by. */
export const wrongOf = <W extends Wrong>({ incident, device }: Watched, open: Iterable<W>): W[] =>
  [...open].filter((one) => (incident === null ? one.device === device : one.id === incident))

/** Since when nothing is wrong any more, epoch ms; null while something is. `open`: the incidents that are. */
export function healthySince(ticket: Watched, { since }: Pick<Verdict, 'since'>, open: Iterable<Wrong>): number | null {
  const wrong = wrongOf(ticket, open)
  if (wrong.some(({ active }) => active)) return null
  return Math.max(epoch(since), ...wrong.map(({ clearedAt }) => epoch(clearedAt) ?? 0))
}

/** When the hold time is over, epoch ms: counted from the end of the work while something is still wrong. */
export const watchedUntil = (healthy: number | null, { since }: Pick<Verdict, 'since'>, hold: string): number =>
  (healthy ?? epoch(since)) + milliseconds(hold)

/** The share of the hold time that has passed in health, 0 to 1. */
export const watchedShare = (healthy: number | null, hold: string, now: number): number =>
  healthy === null ? 0 : Math.min(1, Math.max(0, (now - healthy) / milliseconds(hold)))
