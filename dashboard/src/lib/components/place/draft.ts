// Sites and zones as their forms hold them, and back to what the server takes. Pure.
import type { Name } from '#core/contracts/scalars.ts'
import type { Building, Site, Zone } from '#core/contracts/site.ts'
import { wholeName } from '#lib/names.ts'

export type BuildingDraft = { key: number; id: string; name: Name; floors: string; basements: string }
export type SiteDraft = {
  id: string
  name: Name
  timezone: string
  phone: string
  challenges: string
  /** One day a line. */
  holidays: string
  buildings: BuildingDraft[]
}
export type ZoneDraft = { id: string; name: Name; building: string; floor: string }

const noName = (): Name => ({ 'zh-CN': '', en: '' })

/** The form of a site; a new one keeps the time of `timezone`. */
export const siteDraft = (site: Site | null, timezone: string): SiteDraft => ({
  ...{ id: site?.id ?? '', name: { ...(site?.name ?? noName()) }, timezone: site?.timezone ?? timezone },
  ...{ phone: site?.phone ?? '', challenges: String(site?.challengesPerDuty ?? 0) },
  holidays: (site?.holidays ?? []).join('\n'),
  buildings: (site?.buildings ?? []).map(({ id, name, floors, basements }, key) => ({
    ...{ key, id, name: { ...name }, floors: String(floors), basements: String(basements) },
  })),
})

/** A building more, by an id that no other has. */
export function withBuilding(buildings: readonly BuildingDraft[]): BuildingDraft[] {
  const key = Math.max(-1, ...buildings.map((one) => one.key)) + 1
  return [...buildings, { key, id: '', name: noName(), floors: '1', basements: '0' }]
}

const daysOf = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))].toSorted()

/** Lines of the public holidays that are no day of the calendar. */
export const badDays = (text: string): string[] =>
  daysOf(text).filter((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))

const buildingOf = ({ id, name, floors, basements }: BuildingDraft): Building => ({
  ...{ id: id.trim(), name: wholeName(name) ?? name, floors: Number(floors), basements: Number(basements) },
})

/** What a new site and a changed one have in common. */
export const siteOf = (draft: SiteDraft) => ({
  ...{ name: wholeName(draft.name) ?? draft.name, timezone: draft.timezone.trim(), phone: draft.phone.trim() || null },
  ...{ challengesPerDuty: Number(draft.challenges), holidays: daysOf(draft.holidays) },
  buildings: draft.buildings.map(buildingOf),
})

export const zoneDraft = (zone: Zone | null): ZoneDraft => ({
  ...{ id: zone?.id ?? '', name: { ...(zone?.name ?? noName()) }, building: zone?.building ?? '' },
  floor: zone?.floor == null ? '' : String(zone.floor),
})

/** What a new zone and a changed one have in common. */
export const zoneOf = ({ name, building, floor }: ZoneDraft) => ({
  ...{ name: wholeName(name) ?? name, building: building || null },
  floor: floor.trim() === '' ? null : Number(floor),
})
