// Makes Express routes of the table in core/contracts/api.ts. The order is the order of questions: may this page ask,
// who asks, may he, is it understandable; only then the handler.
import { Router, type Request, type Response } from 'express'
import type { z } from 'zod'
import { api, type ApiName } from '../../core/contracts/api.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { may, type Permission } from '../../core/domain/permission.ts'
import { sessionCookie } from '../identity.ts'
import { sqliteCode } from '../store/sqlite.ts'
import { sendAnswer } from './answer.ts'
import type { Call, Caller, Handlers } from './call.ts'
import { cookieOf } from './cookie.ts'
import type { HttpDeps } from './deps.ts'
import { validate } from './fault.ts'
import { commitOnce, isKey } from './idempotency.ts'
import { readBytes, readJson } from './json.ts'
import { isLocal, originCheck } from './origin.ts'
import { localeOf, sendProblem } from './problem.ts'

export type BindDeps = Pick<HttpDeps, 'identity' | 'clock' | 'commit' | 'log'> & {
  settings: Pick<HttpDeps['settings'], 'publicUrl' | 'secure'>
  /** Is told how long each call took. */
  observe: (endpoint: string, status: number, seconds: number) => void
}
type AnyHandler = (call: Call<ApiName>) => unknown

/** A router with every endpoint of the table; each has its handler, or it does not type-check. */
export function bindApi(deps: BindDeps, handlers: Handlers): Router {
  const router = Router()
  const own = originCheck(deps.settings.publicUrl)
  for (const [name, endpoint] of Object.entries(api) as [ApiName, Endpoint][]) {
    const handler = handlers[name] as AnyHandler
    const method = endpoint.method.toLowerCase() as 'get'
    router[method](endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      const started = performance.now()
      response.once('finish', () => deps.observe(name, response.statusCode, (performance.now() - started) / 1000))
      const foreign = endpoint.method !== 'GET' && !own(request.headers)
      await serve(deps, { name, endpoint, handler, foreign }, request, response)
    })
  }
  return router
}

type Route = { name: ApiName; endpoint: Endpoint; handler: AnyHandler; foreign: boolean }

async function serve(deps: BindDeps, route: Route, request: Request, response: Response): Promise<void> {
  let locale = localeOf(null, request.headers['accept-language'])
  try {
    const actor = route.foreign ? null : await deps.identity.authenticate(request)
    locale = localeOf(actor, request.headers['accept-language'])
    const answer = route.foreign
      ? refuse('foreign_origin')
      : await ask(deps, route, { actor, locale, request, response })
    if (isRefusal(answer)) sendProblem(response, answer, locale)
    else await sendAnswer(request, response, route.endpoint, answer)
  } catch (error) {
    deps.log.error({ err: error, endpoint: route.name }, 'a call failed')
    if (!response.headersSent) sendProblem(response, refuse(broken(error)), locale)
  }
}

/** A record that cannot be written is the world's fault and will pass; anything else is ours. */
const broken = (error: unknown) => (sqliteCode(error) === null ? 'internal' : 'unavailable')

type Asked = { actor: Actor | null; locale: Locale; request: Request; response: Response }

async function ask(deps: BindDeps, { name, endpoint, handler }: Route, asked: Asked): Promise<unknown> {
  const { actor, locale, request, response } = asked
  if (endpoint.permission !== 'public') {
    if (actor === null) return refuse('unauthenticated')
    if (!may(actor.role, endpoint.permission as Permission)) return refuse('forbidden', { role: actor.role })
  }
  const query = endpoint.query && part(endpoint.query, request.query, locale)
  if (query && isRefusal(query)) return query
  const body = await bodyOf(endpoint, asked)
  if (body && isRefusal(body)) return body
  const at = deps.clock.now()
  const key = endpoint.status === 201 && actor ? request.get('Idempotency-Key') : undefined
  if (key !== undefined && !isKey(key)) return refuse('malformed', { reason: 'Idempotency-Key' })
  const once = { key: key ?? '', actor: actor?.name ?? '', endpoint: name, body: body?.value, at }
  return handler({
    actor,
    id: String(request.params.id ?? ''),
    query: query?.value,
    body: body?.value,
    at,
    locale,
    caller: callerOf(request, response, deps.settings),
    commit: key === undefined ? deps.commit : commitOnce(deps.commit, once),
  } as Call<ApiName>)
}

function part(schema: z.ZodType, value: unknown, locale: Locale): { value: unknown } | Refusal {
  const valid = validate(schema, value, locale)
  return 'faults' in valid ? refuse('invalid', { count: valid.faults.length }, valid.faults) : valid
}

async function bodyOf(endpoint: Endpoint, { request, response, locale }: Asked) {
  if (endpoint.bytes) {
    const bytes = await readBytes(request, response, endpoint.bytes.limit)
    return isRefusal(bytes) ? bytes : { value: bytes }
  }
  if (!endpoint.body) return undefined
  const json = await readJson(request, response)
  if (isRefusal(json)) return json
  const valid = part(endpoint.body, json.value, locale)
  if (isRefusal(valid) || endpoint.method !== 'PATCH') return valid
  return { value: sent(valid.value, json.value) }
}

/** Schemas fill in defaults; a patch must name only what was sent, or it would reset everything else. */
const sent = (parsed: unknown, json: unknown): unknown =>
  Object.fromEntries(Object.entries(parsed as object).filter(([key]) => Object.hasOwn(json as object, key)))

const callerOf = (request: Request, response: Response, { secure, publicUrl }: BindDeps['settings']): Caller => ({
  base: (publicUrl ?? `${secure ? 'https' : 'http'}://${request.headers.host ?? ''}`).replace(/\/$/, ''),
  address: request.socket.remoteAddress ?? '',
  local: isLocal(request.socket.remoteAddress, request.headers),
  cookie: sessionCookie(request.headers),
  setCookie: (value) => void response.appendHeader('Set-Cookie', cookieOf(value, secure)),
})
