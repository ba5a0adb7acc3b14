// One curve of the last hour, kept current: history from the API, then the live values on top; a gap stays a gap.
import { untrack } from 'svelte'
import { epoch, iso } from '#core/contracts/instant.ts'
import { call } from './api.ts'
import { clock } from './clock.svelte.ts'
import { withGaps, type Sample } from './curve.ts'
import { estate } from './estate.svelte.ts'
import { numberOf } from './values.ts'

const refreshMs = 60_000

/** Follows one metric over a span until the calling effect ends. Call it while a component is being set up. */
export function followHistory(device: () => string, metric: () => string, spanMs: number, points = 60) {
  let past = $state.raw<Sample[]>([])
  let live = $state.raw<Sample[]>([])

  async function fetchPast(id: string, name: string, signal: AbortSignal): Promise<void> {
    const to = clock.exact()
    const query = { metric: name, from: iso(to - spanMs), to: iso(to), points }
    const answer = await call('GET /devices/{id}/history', { id, query, signal })
    if (!answer.ok || signal.aborted) return
    const { buckets, bucketMs } = answer.data
    past = buckets.map((bucket) => ({ at: epoch(bucket.ts) + bucketMs / 2, value: bucket.mean }))
    live = live.filter((sample) => sample.at > to)
  }

  $effect(() => {
    const [id, name, abort] = [device(), metric(), new AbortController()]
    live = past = []
    const fetchNow = () => void fetchPast(id, name, abort.signal)
    fetchNow()
    const timer = setInterval(fetchNow, refreshMs)
    return () => {
      clearInterval(timer)
      abort.abort()
    }
  })
  $effect(() => {
    const latest = estate.latest.get(device())
    const at = epoch(latest?.metrics[metric()]?.ts ?? null)
    const value = numberOf(latest, metric())
    if (at !== null && value !== null) untrack(() => add({ at, value }))
  })
  function add(sample: Sample): void {
    const last = live.at(-1)
    if (!last || sample.at > last.at) live = [...live.slice(-600), sample]
  }

  return {
    /** Oldest first. */
    get samples(): Sample[] {
      const last = past.findLast((sample) => sample.value !== null)?.at ?? 0
      return withGaps([...past, ...live.filter((sample) => sample.at > last)])
    },
  }
}
