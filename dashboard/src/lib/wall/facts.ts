// Short facts that stand beside the headline of an incident: what the thing itself says now, and whom to send.
import type { Incident } from '#core/contracts/incident.ts'
import { estate } from '#lib/estate.svelte.ts'
import { carOf, floorLabel } from '#lib/lifts.ts'
import { named, t } from '#lib/locale.svelte.ts'
import { sightings } from '#lib/patrol.ts'
import { personName, span } from '#lib/words.ts'

/** Between which floors a car stands, when the event said so; part of the headline. */
export function betweenFloors(incident: Incident): string {
  const floors = told(incident, 'between')
  if (!Array.isArray(floors)) return ''
  const [low, high] = floors as unknown[]
  if (typeof low !== 'number' || typeof high !== 'number') return ''
  return t('lift.between', { low: floorLabel(low), high: floorLabel(high) })
}

/** Facts of the device behind an incident, by what it is drawn as; empty for what has none. */
export function subjectFacts(incident: Incident): string[] {
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  if (!device || estate.kinds.get(device.kind)?.drawing !== 'lift') return []
  const car = carOf(device, estate.latest.get(device.id))
  const people = told(incident, 'people')
  return [
    betweenFloors(incident) === '' && car.floor !== null ? floorLabel(car.floor) : '',
    typeof people === 'number' ? t('lift.people', { n: people }) : t(car.occupied ? 'lift.occupied' : 'lift.empty'),
    t(car.doors === 0 ? 'lift.doors-closed' : 'lift.doors-open'),
  ].filter(Boolean)
}

/** Guards on their rounds with the place and age of their last tap: while life is at stake. */
export function guardFacts(incident: Incident, now: number): string[] {
  if (!incident.lifeSafety || !incident.active) return []
  const rounds = [...estate.rounds.values()].filter((round) => round.site === incident.site)
  return sightings(rounds)
    .slice(0, 2)
    .map(({ guard, checkpoint, at }) =>
      t('band.guard', {
        who: personName(guard),
        place: named(estate.checkpoints.get(checkpoint)),
        age: span(now - at),
      }),
    )
}

/** What the event itself carried. */
function told({ evidence }: Incident, key: string): unknown {
  const data = evidence['data']
  return typeof data === 'object' && data !== null && key in data
    ? (data as Record<string, unknown>)[key]
    : evidence[key]
}
