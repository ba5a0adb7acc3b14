// How devices are spoken of: where they stand, and what they do, in words.
import type { Device, Latest } from '#core/contracts/device.ts'
import { epoch } from '#core/contracts/instant.ts'
import { estate } from '#lib/estate.svelte.ts'
import { named, t } from '#lib/locale.svelte.ts'
import { intervalOf, staleFor } from '#lib/values.ts'
import { span } from '#lib/words.ts'

/** Building and zone, as far as the name does not say them. */
export function whereOf(device: Pick<Device, 'site' | 'building' | 'zone' | 'name'>): string {
  const building = estate.sites.get(device.site)?.buildings.find((one) => one.id === device.building)
  const zone = device.zone === null ? undefined : estate.zones.get(device.zone)
  const words = [building && named(building.name), zone && named(zone.name)].filter((one) => one !== undefined)
  const [first = '', second = ''] = words
  return second.startsWith(first) ? second : words.join(' · ')
}

/** Whether it is heard, and if not for how long; `stale` also when values are older than they should be. */
export function hearing(
  device: Device,
  latest: Latest | undefined,
  now: number,
): { words: string; stale: boolean; age: number | null } {
  const heardAt = epoch(latest?.lastSeen ?? null)
  const age = heardAt === null ? null : Math.max(0, now - heardAt)
  const presence = latest?.presence ?? 'unknown'
  const late = staleFor(latest, intervalOf(device, estate.kinds.get(device.kind)), now)
  if (presence === 'online') return { words: t('presence.online'), stale: late !== null, age }
  if (presence === 'unknown' || age === null) return { words: t('presence.unknown'), stale: true, age }
  return { words: `${t(`presence.${presence}`)} ${span(age)}`, stale: true, age }
}
