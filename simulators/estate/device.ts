// Shorthand for one device of the demo estate: what is not said is the contract's default.
import type { EstateDevice } from '../estate.ts'

type Said = Pick<EstateDevice, 'id' | 'kind'> & Partial<EstateDevice> & { zh: string; en: string }

/** A whole device document from what is said of it. */
export function device({ zh, en, ...said }: Said): EstateDevice {
  return {
    site: 'binjiang',
    building: null,
    zone: null,
    parent: null,
    group: null,
    tag: null,
    tags: [],
    attributes: {},
    interval: null,
    drill: false,
    ...said,
    name: { 'zh-CN': zh, en },
  }
}
