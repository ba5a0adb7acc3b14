// What a device measured, over HTTP: latest values, buckets for charts, raw readings, and what could not be understood.
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { Latest } from '../../core/contracts/device.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { findDevice } from '../store/device.ts'
import { listDiscovered } from '../store/discovered.ts'
import { findKind } from '../store/kind.ts'
import { listQuarantine } from '../store/quarantine.ts'
import type { Handlers } from './call.ts'
import { visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'

type Routes = Pick<Handlers, 'latest' | 'history' | 'readings' | 'quarantine' | 'listDiscovered'>
const dayMs = 24 * 3_600_000

const unheard = (device: string): Latest => ({
  device,
  presence: 'unknown',
  since: null,
  lastSeen: null,
  clockOffsetMs: null,
  metrics: {},
})

/** The span asked for; without an end it reaches until now, without a beginning a day back. */
function spanOf(query: { from?: string; to?: string }, at: number, locale: Locale) {
  const to = query.to === undefined ? at : epoch(query.to)
  const from = query.from === undefined ? to - dayMs : epoch(query.from)
  return from < to ? { from, to } : refuse('invalid', { count: 1 }, [fault('from', 'from_after_to', locale)])
}

export function readingRoutes({ db, pipeline, readings }: HttpDeps): Routes {
  return {
    async latest({ actor, id }) {
      const device = visible(actor, await findDevice(db, id))
      return isRefusal(device) ? device : (pipeline.latest(id) ?? unheard(id))
    },
    async history({ actor, id, query, at, locale }) {
      const device = visible(actor, await findDevice(db, id))
      if (isRefusal(device)) return device
      const span = spanOf(query, at, locale)
      if (isRefusal(span)) return span
      const kind = await findKind(db, device.kind)
      const metric = kind?.metrics.find((declared) => declared.name === query.metric)
      if (!metric && !kind?.open) return unknownMetric(query.metric, locale)
      const asked = { device: id, kind: device.kind, metric: query.metric, ...span, points: query.points }
      const { bucketMs, buckets } = await readings.history(asked)
      return {
        metric: query.metric,
        unit: metric?.unit ?? '',
        bucketMs,
        buckets: buckets.map((bucket) => ({ ...bucket, ts: iso(bucket.ts) })),
      }
    },
    async readings({ actor, id, query, at, locale }) {
      const device = visible(actor, await findDevice(db, id))
      if (isRefusal(device)) return device
      const span = spanOf(query, at, locale)
      if (isRefusal(span)) return span
      const asked = { device: id, kind: device.kind, ...span, limit: query.limit, cursor: query.cursor ?? null }
      const { items, cursor } = await readings.raw(asked)
      return { items: items.map((item) => ({ ...item, ts: iso(item.ts) })), nextCursor: cursor }
    },
    async quarantine({ actor, id, query }) {
      const device = visible(actor, await findDevice(db, id))
      return isRefusal(device) ? device : listQuarantine(db, id, query)
    },
    async listDiscovered({ actor, query }) {
      const page = await listDiscovered(db, query)
      if (actor.sites === null) return page
      // A stranger belongs to no site yet, so only somebody for all sites may see what it says.
      const items = []
      for (const item of page.items)
        if (item.device && !isRefusal(visible(actor, await findDevice(db, item.device)))) items.push(item)
      return { ...page, items }
    },
  }
}

const unknownMetric = (id: string, locale: Locale): Refusal =>
  refuse('unknown_reference', { id }, [fault('metric', 'unknown_reference', locale)])
