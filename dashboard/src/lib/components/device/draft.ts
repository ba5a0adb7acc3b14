// A device as a form holds it: texts, empty where nothing is chosen.
import type { Device } from '#core/contracts/device.ts'
import type { Name } from '#core/contracts/scalars.ts'
import { wholeName } from '#lib/names.ts'

export type Draft = { name: Name; building: string; zone: string; parent: string; tag: string; interval: string }

export const emptyDraft = (): Draft => ({
  name: { 'zh-CN': '', en: '' },
  ...{ building: '', zone: '', parent: '', tag: '', interval: '' },
})

export const draftOf = ({ name, building, zone, parent, tag, interval }: Device): Draft => ({
  name: { ...name },
  ...{ building: building ?? '', zone: zone ?? '', parent: parent ?? '', tag: tag ?? '', interval: interval ?? '' },
})

/** What is sent; `fallback` is its name when none was written. */
export const factsOf = (draft: Draft, fallback: string) => ({
  name: wholeName(draft.name) ?? { 'zh-CN': fallback, en: fallback },
  ...{ building: draft.building || null, zone: draft.zone || null, parent: draft.parent || null },
  ...{ tag: draft.tag || null, interval: draft.interval.trim() || null },
})
