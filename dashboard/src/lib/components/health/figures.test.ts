// The figures of the health page: what the parts say, and nothing where they say nothing.
import { describe, expect, it } from 'vitest'
import { figuresOf, rateOf } from './figures.ts'

const part = (name: string, detail: Record<string, unknown>) => ({
  part: name,
  ok: true,
  state: 'ok' as const,
  since: null,
  detail,
})

describe('figures', () => {
  it('are taken from the parts', () => {
    const parts = [
      part('pipeline', { lagMs: 12 }),
      part('journal', { lanes: { urgent: { head: 3 }, bulk: { head: 40 } } }),
      part('devices', { total: 5, silent: ['p-1'] }),
    ]
    expect(figuresOf({ parts })).toMatchObject({ lagMs: 12, taken: 43, devices: 5, silent: ['p-1'] })
  })
  it('are unknown where a part is missing or says something else', () => {
    const figures = figuresOf({ parts: [part('devices', { total: 'many', silent: 'all' })] })
    expect(figures).toMatchObject({ lagMs: null, taken: null, devices: null, silent: [] })
  })
  it('count messages a second between two looks, never backwards', () => {
    expect(rateOf({ at: 0, taken: 100 }, 5000, 150)).toBe(10)
    expect(rateOf(null, 5000, 150)).toBeNull()
    expect(rateOf({ at: 0, taken: 100 }, 5000, 20)).toBeNull()
    expect(rateOf({ at: 4900, taken: 100 }, 5000, 150)).toBeNull()
  })
})
