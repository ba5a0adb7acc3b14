// Short facts that stand under the headline of an incident: what the thing itself says now.
import type { Incident } from '#core/contracts/incident.ts'
import { estate } from '#lib/estate.svelte.ts'
import { carOf, floorLabel } from '#lib/lifts.ts'
import { t } from '#lib/locale.svelte.ts'

/** Facts of the device behind an incident, by what it is drawn as; empty for what has none. */
export function subjectFacts(incident: Incident): string[] {
  const device = incident.device === null ? undefined : estate.devices.get(incident.device)
  if (!device || estate.kinds.get(device.kind)?.drawing !== 'lift') return []
  const car = carOf(device, estate.latest.get(device.id))
  return [betweenFloors(incident) ?? (car.floor === null ? '' : floorLabel(car.floor)), ...inside(car)].filter(Boolean)
}

function betweenFloors({ evidence }: Incident): string | null {
  const floors = evidence['between']
  if (!Array.isArray(floors) || !floors.every((floor) => typeof floor === 'number')) return null
  const [low, high] = floors
  return low === undefined || high === undefined
    ? null
    : t('lift.between', { low: floorLabel(low), high: floorLabel(high) })
}

const inside = (car: ReturnType<typeof carOf>): string[] => [
  car.occupied ? t('lift.occupied') : t('lift.empty'),
  car.doors === 0 ? t('lift.doors-closed') : t('lift.doors-open'),
]
