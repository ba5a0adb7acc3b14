// Where messages go that are not taken: quarantine with the reason, the audit of what was refused, the discovery inbox.
// All of them are acknowledged; a device that is misunderstood must not resend for ever.
import type { Unregistered } from './admit.ts'
import type { Fault } from './telemetry.ts'
import { keptText } from './payload.ts'
import type { Recorder } from './recorder.ts'
import type { Turn } from './release.ts'

const maxTopic = 512
/** The same discovery is told once in this time. */
const discoveryMs = 10_000
const maxDiscoveries = 20_000

export type Aside = {
  /** `payload` is cut to what quarantine keeps. Telemetry's faults stay in its own lane. */
  quarantine: (
    turn: Turn,
    at: number,
    device: string | null,
    topic: string,
    reason: string,
    payload: Buffer | string,
  ) => void
  refused: (turn: Turn, at: number, user: string, topic: string, reason: string) => void
  /** `through`: the device that spoke for the newcomer. */
  newcomer: (turn: Turn, at: number, found: Unregistered, through: string | null) => void
  newMetric: (turn: Turn, at: number, device: string, metric: string, value: string) => void
  counts: () => { quarantined: number; refused: number }
}

export function openAside(recorder: Recorder): Aside {
  const told = new Map<string, number>()
  let quarantined = 0
  let refused = 0

  /** Whether a discovery has not been told just now. */
  function isNews(key: string, at: number): boolean {
    if (at - (told.get(key) ?? -Infinity) < discoveryMs) return false
    if (told.size >= maxDiscoveries) told.clear()
    told.set(key, at)
    return true
  }

  return {
    quarantine(turn, at, device, topic, reason, payload) {
      quarantined++
      const lane = topic.endsWith('/telemetry') ? 'bulk' : 'urgent'
      const entry = { at, device, topic: topic.slice(0, maxTopic), reason, payload: keptText(payload) }
      recorder.record(turn, lane, { type: 'quarantine', ...entry })
    },
    refused(turn, at, user, topic, reason) {
      refused++
      const entry = { at, user, topic: topic.slice(0, maxTopic), what: 'publish', reason } as const
      recorder.record(turn, 'urgent', { type: 'refused', ...entry })
    },
    newcomer(turn, at, { id, site, kind, channel }, through) {
      if (!isNews(`device/${through}/${id}`, at)) return
      const entry = { at, device: through, what: 'device', name: id, data: { site, kind, channel } } as const
      recorder.record(turn, 'urgent', { type: 'discovered', ...entry })
    },
    newMetric(turn, at, device, metric, value) {
      if (!isNews(`metric/${device}/${metric}`, at)) return
      const data = { value: keptText(value) }
      recorder.record(turn, 'urgent', { type: 'discovered', at, device, what: 'metric', name: metric, data })
    },
    counts: () => ({ quarantined, refused }),
  }
}

/** `metric_type: door, floor; metric_unknown: foo` */
export function faultText(faults: Fault[]): string {
  const byReason = Map.groupBy(faults, (fault) => fault.reason)
  return [...byReason].map(([reason, of]) => `${reason}: ${of.map((f) => f.metric.slice(0, 64)).join(', ')}`).join('; ')
}
