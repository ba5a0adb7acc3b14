import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TelemetryPayload } from '../core/contracts/reading.ts'
import { literalDirectory } from './gateway.fixture.ts'
import { isModest, keptText, parseJson } from './payload.ts'
import { intakeOf, isPlainEnvelope, understand } from './telemetry.ts'
import type { Understood } from './telemetry.ts'
import type { Kind } from '../core/contracts/kind.ts'

const { kinds } = literalDirectory()
const pump = intakeOf(kinds.get('pump') as Kind)
const generic = intakeOf(kinds.get('generic') as Kind)
const read = (metrics: object, intake = pump) => understand({ metrics }, intake) as Understood

describe('the envelope', () => {
  const odd = fc.oneof(fc.anything(), fc.constant(NaN), fc.constant(Infinity), fc.maxSafeInteger(), fc.string())
  const envelope = fc.record(
    { ts: odd, seq: odd, metrics: fc.oneof(odd, fc.dictionary(fc.string(), odd)), more: odd },
    { requiredKeys: [] },
  )
  it('that passes by hand passes the schema', () => {
    fc.assert(
      fc.property(fc.oneof(envelope, odd), (value) => {
        if (isPlainEnvelope(value)) expect(TelemetryPayload.safeParse(value).success).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
  it.each([
    { metrics: { a: 1 } },
    { ts: 1, seq: 0, metrics: {} },
    { ts: '2026-11-23T06:00:00Z', metrics: { a: 1 }, battery: 3 },
  ])('of plain shape needs no schema: %j', (value) => expect(isPlainEnvelope(value)).toBe(true))
  it.each([
    [null],
    [[]],
    [{}],
    [{ metrics: [] }],
    [{ metrics: null }],
    [{ ts: null, metrics: { a: 1 } }],
    [{ seq: -1, metrics: { a: 1 } }],
    [{ seq: 1.5, metrics: { a: 1 } }],
    [{ seq: '1', metrics: { a: 1 } }],
  ])('%j is no telemetry', (value) => expect(understand(value, pump)).toBe('wrong_shape'))
})

describe('metrics', () => {
  it('of a kind are taken as declared, without a copy', () => {
    const metrics = { current_a: 12.4, running: true, mode: 'auto', note: 'ok' }
    const understood = read(metrics)
    expect(understood).toMatchObject({ isEmpty: false, faults: [] })
    expect(understood.metrics).toBe(metrics)
  })
  it('are judged one by one', () => {
    const understood = read({ current_a: 'x', running: 1, mode: 'turbo', note: 'fine', foo: 1, 'Bad-Name': 1 })
    expect(understood.metrics).toEqual({ note: 'fine' })
    expect(understood.faults).toEqual([
      { metric: 'current_a', reason: 'metric_type' },
      { metric: 'running', reason: 'metric_type' },
      { metric: 'mode', reason: 'metric_value' },
      { metric: 'foo', reason: 'metric_unknown' },
      { metric: 'Bad-Name', reason: 'metric_name' },
    ])
  })
  it.each([null, [1], {}, 'x'.repeat(257)])('of an open kind are finite, boolean or short text: not %j', (value) => {
    expect(read({ a: value }, generic)).toMatchObject({ isEmpty: true, faults: [{ reason: 'metric_type' }] })
  })
  it('of an open kind need no declaration', () => {
    expect(read({ a: 1, b: false, c: 'x' }, generic).faults).toEqual([])
  })
  it('never reach a prototype', () => {
    const { value } = parseJson(Buffer.from('{"metrics":{"__proto__":{"admin":true},"constructor":1,"a":2}}')) as {
      value: unknown
    }
    const understood = understand(value, generic) as Understood
    expect(understood.metrics).toEqual({ a: 2 })
    expect(Object.getPrototypeOf(understood.metrics)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
  it('1e400 is not finite', () => {
    const { value } = parseJson(Buffer.from('{"metrics":{"current_a":1e400}}')) as { value: unknown }
    expect(understand(value, pump)).toMatchObject({ isEmpty: true })
  })
  it('are 64 at most, and one at least', () => {
    const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`m${i}`, i]))
    expect(understand({ metrics: many(64) }, generic)).toMatchObject({ faults: [] })
    expect(understand({ metrics: many(65) }, generic)).toBe('too_many_metrics')
    expect(understand({ metrics: {} }, generic)).toBe('no_metrics')
  })
})

describe('a payload', () => {
  it.each([
    [Buffer.from('{'), 'malformed_json'],
    [Buffer.alloc(0), 'malformed_json'],
    [Buffer.from([0x22, 0xff, 0x22]), 'not_utf8'],
  ])('%s is set aside as %s', (payload, fault) => expect(parseJson(payload)).toEqual({ fault }))

  it('nested to any depth is judged without overflowing the stack', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown
    expect(isModest(deep)).toBe(false)
    expect(isModest(Array.from({ length: 2000 }, () => 0))).toBe(false)
    expect(isModest({ a: { b: [1, 2, { c: 3 }] } })).toBe(true)
  })

  it('is kept as readable text, cut', () => {
    expect(keptText(Buffer.from('守'.repeat(3000)))).toBe('守'.repeat(2000))
    expect(keptText(Buffer.from([0xff, 0x41]))).toBe('\ufffdA')
  })
})
