// The line for the first message: what it says, and that no shell reads more out of it.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Metric } from '#core/contracts/metric.ts'
import { publishLine, sampleMetrics, sampleOf } from './connect.ts'

const metric = (name: string, set: Partial<Metric> = {}): Metric => ({
  name,
  label: { 'zh-CN': name, en: name },
  type: 'number',
  unit: '',
  decimals: 1,
  range: null,
  normal: null,
  values: [],
  key: false,
  counter: false,
  ...set,
})
const device = { id: 'p-1', site: 'hq', kind: 'pump' }
const broker = { host: 'localhost', port: '1883' }

describe('the first message', () => {
  it('carries values that are normal', () => {
    expect(sampleOf(metric('a', { normal: [0.2, 0.4], decimals: 2 }))).toBe(0.3)
    expect(sampleOf(metric('a', { range: [0, 50], normal: [null, 40] }))).toBe(20)
    expect(sampleOf(metric('a', { type: 'boolean' }))).toBe(true)
  })
  it('has the key metrics, or else the first', () => {
    expect(Object.keys(sampleMetrics([metric('a'), metric('b', { key: true })]))).toEqual(['b'])
    expect(Object.keys(sampleMetrics([metric('a'), metric('b')]))).toEqual(['a'])
    expect(sampleMetrics([])).toEqual({})
  })
  it('is one line with topic, name and secret', () => {
    expect(publishLine(device, 's3cret', { running: true }, broker)).toBe(
      `mosquitto_pub -h localhost -p 1883 -i p-1 -u p-1 -P s3cret -q 1 -t fm/v1/hq/pump/p-1/telemetry -m '{"metrics":{"running":true}}'`,
    )
  })
  it('speaks TLS on the port of TLS', () => {
    expect(publishLine(device, 'x', {}, { ...broker, port: '8883' })).toContain('--tls-use-os-certs')
  })
  it('is read by a shell as it was meant, whatever the secret and the host hold', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (host, secret) => {
        fc.pre(!host.includes('\0') && !secret.includes('\0'))
        const line = publishLine(device, secret, { a: 1 }, { host, port: '1883' })
        const args = execFileSync('sh', ['-c', `printf '%s\\0' ${line.slice('mosquitto_pub '.length)}`], {
          encoding: 'utf8',
        }).split('\0')
        expect(args[args.indexOf('-P') + 1]).toBe(secret)
        expect(args[1]).toBe(host)
      }),
      { numRuns: 25 },
    )
  })
})
