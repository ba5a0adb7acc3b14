// What the patrol pages know beside the live rounds: the checkpoints of the site, and the taps since an instant, kept
// current by the stream. Taps stay empty for who may not see them.
import { SvelteMap } from 'svelte/reactivity'
import type { Checkpoint } from '#core/contracts/checkpoint.ts'
import { epoch, iso } from '#core/contracts/instant.ts'
import type { Tap } from '#core/contracts/tap.ts'
import { call, callAll } from '#lib/api.ts'
import { asked } from '#lib/asked.svelte.ts'
import { live } from '#lib/live.svelte.ts'
import { session } from '#lib/session.svelte.ts'

export type Book = {
  readonly checkpoints: ReadonlyMap<string, Checkpoint>
  /** Ids of key places (重点部位). */
  readonly keys: ReadonlySet<string>
  readonly tap: (id: string | null) => Tap | undefined
  readonly taps: () => Iterable<Tap>
  /** When the server last had a tap of a person (epoch ms). */
  readonly heardAt: (user: string | null) => number
}

/** Opens the book while a component is being set up. `from` (epoch ms) is read once for each site. */
export function openBook(site: () => string | undefined, from: () => number | null): Book {
  const taps = new SvelteMap<string, Tap>()
  const points = asked((signal) => {
    const here = site()
    if (here === undefined) return null
    const ask = (cursor?: string) =>
      call('GET /checkpoints', { query: { limit: 500, site: here, ...(cursor && { cursor }) }, signal })
    return callAll(ask)
  })
  const since = $derived(from())
  const past = asked((signal) => {
    const here = site()
    if (here === undefined || since === null || !session.may('tap.read')) return null
    const ask = (cursor?: string) =>
      call('GET /taps', { query: { limit: 500, site: here, from: iso(since), ...(cursor && { cursor }) }, signal })
    return callAll(ask, 3000)
  })
  $effect(() => {
    for (const tap of past.data ?? []) taps.set(tap.id, tap)
  })
  $effect(() =>
    live.onHappening(({ type, data }) => {
      const tap = data as Tap | null
      if (type.startsWith('tap.') && tap && tap.site === site()) taps.set(tap.id, tap)
    }),
  )
  const checkpoints = $derived(byId(points.data ?? []))
  const keys = $derived(keyPlaces(points.data ?? []))
  const heard = $derived(lastHeard(taps.values()))
  return {
    get checkpoints() {
      return checkpoints
    },
    get keys() {
      return keys
    },
    tap: (id) => (id === null ? undefined : taps.get(id)),
    taps: () => taps.values(),
    heardAt: (user) => (user === null ? -Infinity : (heard.get(user) ?? -Infinity)),
  }
}

const byId = (points: readonly Checkpoint[]): ReadonlyMap<string, Checkpoint> =>
  new Map(points.map((point) => [point.id, point]))
const keyPlaces = (points: readonly Checkpoint[]): ReadonlySet<string> =>
  new Set(points.filter((point) => point.key).map((point) => point.id))

/** By person, when the server last had a tap (epoch ms). */
function lastHeard(taps: Iterable<Tap>): ReadonlyMap<string, number> {
  const heard: Record<string, number> = Object.create(null) as Record<string, number>
  for (const { by, receivedAt } of taps) if (by !== null) heard[by] = Math.max(heard[by] ?? 0, epoch(receivedAt))
  return new Map(Object.entries(heard))
}
