// What the ingest asks for every message, remembered: the permit of a topic and what a kind takes. The directory is
// still asked each time whether the device is the same; only the work on texts is saved.
import { mayPublish, speaksFor } from './admit.ts'
import type { Permit } from './admit.ts'
import type { Directory, Identity } from './directory.ts'
import { intakeOf } from './telemetry.ts'
import type { Intake } from './telemetry.ts'
import type { Kind } from '../core/contracts/kind.ts'

const maxTopics = 200_000

export type Permits = {
  /** As {@link mayPublish}. */
  of: (identity: Identity, topic: string) => Permit
  /** What devices of a kind may say; null when the kind is unknown. */
  intake: (kind: string) => Intake | null
}

export function openPermits(directory: Directory): Permits {
  const byTopic = new Map<string, Permit & { verdict: 'allowed' }>()
  const byKind = new Map<string, { kind: Kind; intake: Intake }>()

  return {
    of(identity, topic) {
      const known = byTopic.get(topic)
      if (known && stillHolds(directory, identity, known)) return known
      const permit = mayPublish(directory, identity, topic)
      if (permit.verdict !== 'allowed') return permit
      if (byTopic.size >= maxTopics) byTopic.clear()
      byTopic.set(topic, permit)
      return permit
    },
    intake(id) {
      const kind = directory.kind(id)
      if (kind === null) return null
      const known = byKind.get(id)
      if (known?.kind === kind) return known.intake
      const intake = intakeOf(kind)
      byKind.set(id, { kind, intake })
      return intake
    },
  }
}

function stillHolds(directory: Directory, identity: Identity, { device }: Permit & { verdict: 'allowed' }): boolean {
  return directory.device(device.id) === device && speaksFor(identity, device)
}
