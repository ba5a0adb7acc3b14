// The two documents of the outside promises, and the page to read: whole, closed in themselves, of no other host.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, type ApiName } from '../../core/contracts/api.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import { Channel } from '../../core/contracts/topic.ts'
import { openApi } from './openapi.ts'
import { openHouse, type House } from './testing/house.ts'

type Doc = Record<string, unknown>
let house: House
let openapi: Doc
let asyncapi: Doc
beforeAll(async () => {
  house = await openHouse({ settings: { publicUrl: 'https://watch.example', mqtt: { port: 1883, tlsPort: 8883 } } })
  openapi = (await house.ask('GET', '/api/openapi.json')).body as Doc
  asyncapi = (await house.ask('GET', '/api/asyncapi.json')).body as Doc
})
afterAll(() => house.close())

/** Every `$ref` of a document. */
function refs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refs(inner)))
}
const follow = (document: Doc, ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Doc | undefined)?.[key], document)

type Operation = {
  operationId: string
  security?: unknown[]
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: Doc }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Doc }> }>
}
const operationOf = (name: ApiName): Operation => {
  const { method, path } = api[name] as Endpoint
  return (openapi.paths as Record<string, Record<string, Operation>>)[`/api/v1${path}`]![method.toLowerCase()]!
}

describe('OpenAPI', () => {
  test('is 3.1 and has exactly the endpoints of the table', () => {
    expect(openapi.openapi).toBe('3.1.0')
    const ids = Object.values(openapi.paths as object).flatMap((methods) =>
      Object.values(methods as Record<string, Operation>).map(({ operationId }) => operationId),
    )
    expect(ids.sort()).toEqual(Object.keys(api).sort())
  })

  test('every reference leads somewhere, and nothing is a draft of the generator', () => {
    const all = refs(openapi)
    expect(all.length).toBeGreaterThan(50)
    for (const ref of all) expect([ref, follow(openapi, ref)]).not.toEqual([ref, undefined])
    expect(JSON.stringify(openapi)).not.toMatch(/__schema|\$defs|~standard/)
  })

  test.each(Object.keys(api) as ApiName[])('%s: parameters, body and answers are as the table says', (name) => {
    const { path, body, bytes, response, produces, status = 200, permission } = api[name] as Endpoint
    const operation = operationOf(name)
    const inPath = operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name)
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, id]) => id))
    expect(operation.requestBody !== undefined).toBe((body ?? bytes) !== undefined)
    if (bytes) expect(Object.keys(operation.requestBody!.content)).toEqual(bytes.types)
    expect(operation.responses[status]).toBeDefined()
    expect(operation.responses[status]?.content !== undefined).toBe(status !== 204)
    if (response) expect(operation.responses[status]?.content?.['application/json']).toBeDefined()
    expect(Object.keys(operation.responses[status]?.content ?? {})).toEqual(
      expect.arrayContaining([...(response ? ['application/json'] : []), ...(produces ?? [])]),
    )
    expect(operation.security !== undefined).toBe(permission === 'public')
    for (const [code, answer] of Object.entries(operation.responses))
      if (Number(code) >= 400) expect(answer.content?.['application/problem+json']).toBeDefined()
  })

  test('what is sent and what is answered differ where they do', () => {
    const schemas = (openapi.components as { schemas: Record<string, Doc> }).schemas
    expect(schemas.Device!.required).toEqual(expect.arrayContaining(['parent', 'version', 'service']))
    expect(schemas.NewDevice!.required).toEqual(['id', 'site', 'kind', 'name'])
    expect(schemas.Name).toMatchObject({ type: 'object', required: ['zh-CN', 'en'] })
    expect(schemas.NameOrText).toHaveProperty('anyOf')
    const sent = operationOf('createDevice').requestBody!.content['application/json']!.schema
    expect(sent).toEqual({ $ref: '#/components/schemas/NewDevice' })
  })

  test('a patch has no defaults: what is not named is not changed', () => {
    const schema = operationOf('patchDevice').requestBody!.content['application/json']!.schema
    expect(schema.required ?? []).toEqual([])
    for (const property of Object.values(schema.properties as Record<string, Doc>))
      expect(property).not.toHaveProperty('default')
  })

  test('creations take an Idempotency-Key', () => {
    expect(operationOf('createDevice').parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
    )
    expect(operationOf('patchDevice').parameters.map(({ name }) => name)).not.toContain('Idempotency-Key')
  })

  test('is the same each time it is made', () => {
    expect(JSON.stringify(openApi('0.1.0'))).toBe(JSON.stringify(openapi))
  })
})

describe('AsyncAPI', () => {
  test('is 3.0 and has exactly the channels of the topics', () => {
    expect(asyncapi.asyncapi).toBe('3.0.0')
    expect(Object.keys(asyncapi.channels as object).sort()).toEqual([...Channel.options].sort())
    expect(asyncapi.servers).toMatchObject({
      mqtt: { host: 'watch.example:1883', protocol: 'mqtt' },
      mqtts: { host: 'watch.example:8883', protocol: 'mqtts' },
    })
  })

  test('operations, references and retention are those of the contract', () => {
    for (const ref of refs({ ...asyncapi, channels: {} })) expect(follow(asyncapi, ref)).toBeDefined()
    const operations = asyncapi.operations as Record<
      string,
      { action: string; bindings: { mqtt: { retain: boolean } } }
    >
    const facts = Object.entries(operations).map(([name, { action, bindings }]) => [name, action, bindings.mqtt.retain])
    expect(facts.sort()).toEqual([
      ['ack', 'receive', false],
      ['cmd', 'send', false],
      ['event', 'receive', false],
      ['meta', 'receive', true],
      ['presence', 'send', true],
      ['state', 'receive', true],
      ['tap', 'receive', false],
      ['telemetry', 'receive', false],
    ])
  })
})

describe('the page to read', () => {
  test('shows every endpoint and every refusal, with links that lead somewhere', async () => {
    const { text, headers } = await house.ask('GET', '/api/docs', { headers: { 'Accept-Language': 'en' } })
    expect(headers.get('Content-Type')).toContain('text/html')
    for (const name of Object.keys(api)) expect(text).toContain(`id="${name}"`)
    const all = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    const ids = new Set(all)
    expect(all).toHaveLength(ids.size)
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g))
      expect([target, ids.has(target)]).toEqual([target, true])
    expect(ids).toContain('problem-id_taken')
  })

  test('has no script, no inline style and no other host', async () => {
    const { text, headers } = await house.ask('GET', '/api/docs')
    expect(text).not.toMatch(/<script|\sstyle=|<style|\son\w+="/i)
    expect([...text.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map(([, url]) => url!.startsWith('/'))).not.toContain(
      false,
    )
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect((await house.ask('GET', '/api/docs.css')).headers.get('Content-Type')).toContain('text/css')
  })

  test('comes packed to those who take it so', async () => {
    const response = await fetch(`${house.url}/api/openapi.json`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect(await response.json()).toEqual(openapi)
    const plain = await house.ask('GET', '/api/openapi.json', { headers: { 'Accept-Encoding': 'identity' } })
    expect(plain.headers.get('Content-Encoding')).toBeNull()
  })
})
