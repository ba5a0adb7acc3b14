import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gatewayFaults, gatewayShape, isLoopback, plainHost } from './config.ts'

const read = (environment: Record<string, string>) => z.object(gatewayShape).parse(environment)

describe('settings of the gateway', () => {
  it('listen on loopback by default', () => {
    const settings = read({})
    expect(settings).toMatchObject({ WK_MQTT_HOST: '127.0.0.1', WK_MQTT_PORT: 1883, WK_MQTTS_PORT: 8883 })
    expect(gatewayFaults(settings)).toEqual([])
  })

  it.each(['65536', '-1', '', 'mqtt', '1883.5'])('know no port %j', (port) =>
    expect(() => read({ WK_MQTT_PORT: port })).toThrow(),
  )

  it('refuse plain text beyond loopback unless it is allowed', () => {
    const beyond = { WK_MQTT_HOST: '0.0.0.0' }
    expect(gatewayFaults(read(beyond))).toMatchObject([{ variable: 'WK_MQTT_HOST' }])
    const allowed = read({ ...beyond, WK_MQTT_PLAINTEXT: '1' })
    expect(gatewayFaults(allowed)).toEqual([])
    expect(plainHost(allowed)).toBe('0.0.0.0')
  })

  it('keep plain text on loopback beside TLS', () => {
    const settings = read({ WK_MQTT_HOST: '0.0.0.0', WK_TLS_CERT: 'c', WK_TLS_KEY: 'k' })
    expect(gatewayFaults(settings)).toEqual([])
    expect(plainHost(settings)).toBe('127.0.0.1')
  })

  it('name the half of a pair that is missing', () => {
    expect(gatewayFaults(read({ WK_TLS_CERT: 'c' }))).toMatchObject([{ variable: 'WK_TLS_KEY' }])
    expect(gatewayFaults(read({ WK_TLS_KEY: 'k' }))).toMatchObject([{ variable: 'WK_TLS_CERT' }])
    expect(gatewayFaults(read({ WK_TLS_CLIENT_CA: 'a' }))).toMatchObject([{ variable: 'WK_TLS_CLIENT_CA' }])
  })

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['127.evil.example', false],
    ['0.0.0.0', false],
    ['::', false],
  ])('%s is loopback: %s', (host, is) => expect(isLoopback(host)).toBe(is))
})
