// Which devices the list shows, and how they stand together. Pure.
import type { Device } from '#core/contracts/device.ts'

/** Empty words do not narrow. `state`: `unheard`, `alarm` or `service`. */
export type Filter = { words: string; building: string; kind: string; state: string }
/** What is known of a device beside itself. */
export type Facts = { known: string; unheard: boolean; alarm: boolean }

export function fits(device: Device, filter: Filter, { known, unheard, alarm }: Facts): boolean {
  if (filter.building && device.building !== filter.building) return false
  if (filter.kind && device.kind !== filter.kind) return false
  if (filter.state === 'unheard' && !unheard) return false
  if (filter.state === 'alarm' && !alarm) return false
  if (filter.state === 'service' && (device.service?.mode ?? 'normal') === 'normal') return false
  const text = known.toLowerCase()
  return filter.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export type Group = { id: string; devices: Device[] }

/** Devices by building (in the order of `order`, those outdoors last) or by kind; inside by zone and id, numbers as numbers. */
export function groupsOf(devices: readonly Device[], by: 'building' | 'kind', order: readonly string[]): Group[] {
  const groups = new Map<string, Device[]>()
  for (const device of devices) {
    const id = device[by] ?? ''
    groups.set(id, [...(groups.get(id) ?? []), device])
  }
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length)
  const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
  return [...groups]
    .toSorted(([a], [b]) => place(a) - place(b) || byName(a, b))
    .map(([id, members]) => ({
      id,
      devices: members.toSorted(
        (a, b) => byName(a.kind, b.kind) || byName(a.zone ?? '', b.zone ?? '') || byName(a.id, b.id),
      ),
    }))
}
