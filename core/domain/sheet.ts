// What a guard's phone takes along: which rounds are his to walk, and how a checkpoint is known without a network.
import type { Checkpoint } from '../contracts/checkpoint.ts'
import { epoch } from '../contracts/instant.ts'
import type { Round } from '../contracts/round.ts'
import type { Name } from '../contracts/scalars.ts'
import type { SheetPoint } from '../contracts/sheet.ts'
import type { Site, Zone } from '../contracts/site.ts'

/** Rounds that begin within so long are on the sheet. */
export const sheetAhead = 24 * 3_600_000

/** Taps read within so long are on the sheet: those of the day that the own record shows. */
export const sheetBack = 24 * 3_600_000

/** Rounds of this guard, or of nobody in particular, that are open and begin within a day; the next one first. */
export const roundsFor = (rounds: readonly Round[], guard: string, at: number): Round[] =>
  rounds
    .filter((round) => round.guard === null || round.guard === guard)
    .filter(({ state }) => state === 'scheduled' || state === 'under_way')
    .filter(({ startsAt }) => epoch(startsAt) <= at + sheetAhead)
    .sort((a, b) => epoch(a.startsAt) - epoch(b.startsAt) || (a.id < b.id ? -1 : 1))

/** Building and zone in words, without saying the building twice; null where neither is known. */
export function placeWords(
  place: { building: string | null; zone: string | null },
  site: Pick<Site, 'buildings'> | null,
  zones: ReadonlyMap<string, Zone>,
): Name | null {
  const zone = zones.get(place.zone ?? '') ?? null
  const id = place.building ?? zone?.building ?? null
  const building = site?.buildings.find((each) => each.id === id) ?? null
  if (!building || !zone) return building?.name ?? zone?.name ?? null
  const join = (locale: 'zh-CN' | 'en') => {
    const [where, room] = [building.name[locale], zone.name[locale]]
    return room.startsWith(where) ? room : `${where} ${room}`
  }
  return { 'zh-CN': join('zh-CN'), en: join('en') }
}

/** A checkpoint as a phone knows it. */
export const sheetPoint = (point: Checkpoint, place: Name | null): SheetPoint => ({
  ...{ id: point.id, name: point.name, place, key: point.key, code: point.code, checks: point.checks },
  uid: point.tag?.uid ?? null,
  signed: point.tag?.type === 'ntag424',
})
