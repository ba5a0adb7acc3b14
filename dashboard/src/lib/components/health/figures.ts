// The figures of the health page, taken out of the parts' details, which are free words for diagnosis. Pure.
import type { Health } from '#core/contracts/api/health.ts'

type Detail = Record<string, unknown>
export type Figures = {
  lagMs: number | null
  readingsLagMs: number | null
  refused: number | null
  connections: number | null
  freeBytes: number | null
  totalBytes: number | null
  devices: number | null
  silent: readonly string[]
  wrongClocks: readonly string[]
  /** Messages that were ever taken in, over all lanes of the journal. */
  taken: number | null
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** What the parts say in numbers; null where a part says nothing. */
export function figuresOf({ parts }: Pick<Health, 'parts'>): Figures {
  const of = (name: string): Detail => parts.find(({ part }) => part === name)?.detail ?? {}
  const [disk, devices, readings] = [of('disk'), of('devices'), of('readings')]
  return {
    lagMs: number(of('pipeline')['lagMs']),
    readingsLagMs: number(readings['lagMs']),
    refused: number(readings['refused']),
    connections: number(of('listeners')['connections']),
    freeBytes: number(disk['freeBytes']),
    totalBytes: number(disk['totalBytes']),
    devices: number(devices['total']),
    silent: words(devices['silent']),
    wrongClocks: words(of('clocks')['devices']),
    taken: takenOf(of('journal')['lanes']),
  }
}

function takenOf(lanes: unknown): number | null {
  if (typeof lanes !== 'object' || lanes === null) return null
  const heads = Object.values(lanes).map((lane: unknown) => number((lane as Detail | null)?.['head']) ?? 0)
  return heads.reduce((sum, head) => sum + head, 0)
}

/** Messages a second between two looks; null when they cannot be compared. */
export function rateOf(before: { at: number; taken: number } | null, at: number, taken: number | null): number | null {
  if (before === null || taken === null || at - before.at < 1000 || taken < before.taken) return null
  return ((taken - before.taken) * 1000) / (at - before.at)
}
