// The OpenAPI 3.1 document, made from the very schemas that validate, so that it cannot say anything else.
import { z } from 'zod'
import { api, type ApiName } from '../../core/contracts/api.ts'
import { Explanation } from '../../core/contracts/api/rule.ts'
import { Health } from '../../core/contracts/api/health.ts'
import { History } from '../../core/contracts/api/reading.ts'
import { SimulatorState } from '../../core/contracts/api/simulator.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import { Channel, ChannelAnswer, NewChannel } from '../../core/contracts/channel.ts'
import { Checkpoint, NewCheckpoint, NewTag, Tag } from '../../core/contracts/checkpoint.ts'
import { Device, Discovered, Latest, NewDevice, NewPoint, Point, Quarantined } from '../../core/contracts/device.ts'
import { FileInfo } from '../../core/contracts/file.ts'
import { Finding, NewFinding } from '../../core/contracts/finding.ts'
import { Incident, Subject, TimelineEntry } from '../../core/contracts/incident.ts'
import { EventDeclaration, Kind, NewKind } from '../../core/contracts/kind.ts'
import { CoverageReport, DailyReport, ExceptionReport, PatrolException } from '../../core/contracts/report.ts'
import { Happening } from '../../core/contracts/live.ts'
import { Metric } from '../../core/contracts/metric.ts'
import { NewPushSubscription, Notice, PushSubscription } from '../../core/contracts/notice.ts'
import { NewRound, Round, Visit } from '../../core/contracts/round.ts'
import { NewRoute, Route, RouteStop } from '../../core/contracts/route.ts'
import { Condition, NewRule, Rule, RulePut } from '../../core/contracts/rule.ts'
import { Name } from '../../core/contracts/scalars.ts'
import { NewShift, Shift } from '../../core/contracts/shift.ts'
import { Building, NewSite, NewZone, Site, Zone } from '../../core/contracts/site.ts'
import { Tap, TapPayload } from '../../core/contracts/tap.ts'
import { NewTicket, Ticket, TicketClock } from '../../core/contracts/ticket.ts'
import { Account, NewToken, NewUser, Session, Token, User } from '../../core/contracts/user.ts'
import { Problem } from './problem.ts'

export type Json = { [key: string]: unknown }

/** Schemas that stand by name among the components: as they are answered, and as they are sent. */
const answered = {
  ...{
    Account,
    Building,
    Checkpoint,
    Condition,
    Device,
    Discovered,
    EventDeclaration,
    Explanation,
    FileInfo,
    Finding,
    CoverageReport,
    DailyReport,
    ExceptionReport,
    PatrolException,
  },
  ...{
    Happening,
    Health,
    History,
    Incident,
    Kind,
    Latest,
    Metric,
    Name,
    Point,
    Problem,
    Quarantined,
    Round,
    Route,
    RouteStop,
    Rule,
  },
  ...{ Session, Shift, SimulatorState, Site, Subject, Tag, Tap, Ticket, TicketClock, TimelineEntry, Token, User },
  ...{ Visit, Zone, Channel, ChannelAnswer, Notice, PushSubscription },
}
const sent = {
  ...{ NewCheckpoint, NewDevice, NewKind, NewPoint, NewRound, NewRoute, NewRule, NewShift, NewSite, NewTag, NewTicket },
  ...{ NewFinding, NewToken, NewUser, NewZone, RulePut, TapPayload, NewAccount: Account, NewBuilding: Building },
  ...{ NewChannel, NewPushSubscription },
  ...{ NewCondition: Condition, NewMetric: Metric, NameOrText: Name, NewEventDeclaration: EventDeclaration },
}
type Io = 'input' | 'output'

const registryOf = (schemas: Record<string, z.ZodType>) => {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  return registry
}
const registries = { input: registryOf(sent), output: registryOf(answered) }

/** Turns schemas into JSON Schema, collecting the named ones. */
function converter() {
  const components: Json = {}
  const convert = (schema: z.ZodType, io: Io): Json => {
    const {
      $schema: _dialect,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io,
      metadata: registries[io],
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        // A name is sent as one text or both, and always answered as both.
        if (io === 'output' && (zodSchema as unknown) === Name) {
          delete jsonSchema.anyOf
          Object.assign(jsonSchema, bothLanguages)
        }
      },
    }) as Json & { $defs?: Json }
    for (const [name, definition] of Object.entries($defs ?? {})) components[name] = relink(definition)
    return relink(json) as Json
  }
  return { components, convert }
}

const text = { type: 'string', minLength: 1, maxLength: 200 }
const bothLanguages = {
  type: 'object',
  properties: { 'zh-CN': text, en: text },
  required: ['zh-CN', 'en'],
  additionalProperties: false,
}

/** References among `$defs` become references among components. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : relink(inner),
    ]),
  )
}

/** The whole document. `version` is the product's. */
export function openApi(version: string): Json {
  const { components, convert } = converter()
  convert(Problem, 'output')
  const paths: Record<string, Json> = {}
  for (const [name, endpoint] of Object.entries(api) as [ApiName, Endpoint][]) {
    const path = `/api/v1${endpoint.path}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint, convert) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Watchkeeper 守望', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `wk_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'wk_session' },
      },
    },
  }
}

type Convert = (schema: z.ZodType, io: Io) => Json

function operation(name: ApiName, endpoint: Endpoint, convert: Convert): Json {
  const { path, permission, summary, body, bytes, query, response, produces = [], status = 200 } = endpoint
  const content = {
    ...(response && { 'application/json': { schema: convert(response, 'output') } }),
    ...mediaOf(produces),
  }
  return {
    operationId: name,
    tags: [path.split('/')[1]],
    summary,
    ...(permission === 'public' ? { security: [] } : { description: `Permission: \`${permission}\`` }),
    parameters: parameters(endpoint, query && convert(query, 'input')),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: sentBody(endpoint, convert) } } },
    }),
    ...(bytes && { requestBody: { required: true, content: mediaOf(bytes.types) } }),
    responses: {
      [status]: { description: summary, ...(status === 204 ? {} : { content }) },
      ...(endpoint.etag && { 304: { description: 'Unchanged since the answer of that ETag' } }),
      ...Object.fromEntries(refusals(endpoint).map((code) => [code, problem(code)])),
    },
  }
}

/** Text is text; the bytes of a photo or a PDF have no schema but their type. */
const mediaOf = (types: readonly string[]): Json =>
  Object.fromEntries(
    types.map((type) => [type, { schema: /text|yaml/.test(type) ? { type: 'string' } : { contentMediaType: type } }]),
  )

/** A patch changes only what it names, so a default means nothing in it. */
function sentBody({ method, body }: Endpoint, convert: Convert): Json {
  const json = convert(body!, 'input')
  if (method !== 'PATCH') return json
  const properties = Object.entries((json.properties ?? {}) as Record<string, Json>)
  const bare = properties.map(([key, { default: _default, ...schema }]) => [key, schema] as const)
  return { ...json, properties: Object.fromEntries(bare) }
}

function parameters({ path, status, permission }: Endpoint, query: Json | undefined): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
  const required = new Set((query?.required ?? []) as string[])
  const inQuery = Object.entries((query?.properties ?? {}) as Json).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.has(name), schema },
  }))
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }
  return [...inPath, ...inQuery, ...(status === 201 && permission !== 'public' ? [key] : [])]
}

/** The statuses with which a call may be refused, by what it is made of. */
function refusals({ method, path, permission, body, bytes, query, status }: Endpoint): number[] {
  return [
    ...(body || bytes ? [400, 413] : []),
    ...(permission === 'public' ? [] : [401, 403]),
    ...(path.includes('{id}') ? [404] : []),
    ...(method === 'GET' ? [] : [409]),
    ...(path === '/events' ? [410] : []),
    ...(body || bytes || query || status === 201 ? [422] : []),
    429,
  ]
}

const problem = (code: number): Json => ({
  description: `Refused (${code})`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
