// The typed way to the server: one function over the table of core/contracts/api.ts, by types alone (no schema is
// bundled). A "no" is a value, never an exception: `answer.ok` tells, `answer.problem.detail` is the sentence to show.
import type { Api, ApiName, BodyOf, QueryOf, ResponseOf } from '#core/contracts/api.ts'
import type { Fault, RefusalCode } from '#core/contracts/refusal.ts'

type LineOf<N extends ApiName> = `${Api[N]['method']} ${Api[N]['path']}`
/** `GET /incidents/{id}` and its like: every call that the server answers. */
export type Call = { [N in ApiName]: LineOf<N> }[ApiName]
type NameOf<C extends Call> = { [N in ApiName]: C extends LineOf<N> ? N : never }[ApiName]

/** Why not. `unreachable`: no answer came, `status` is 0 and `detail` empty: the caller has words for it. */
export type Problem = { status: number; code: RefusalCode | 'unreachable'; detail: string; errors: Fault[] }
/** One page of a list. */
export type Page<T> = { items: T[]; nextCursor: string | null }
export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem }

type Options<C extends Call> = (C extends `${string}{id}${string}` ? { id: string } : { id?: undefined }) &
  (BodyOf<NameOf<C>> extends undefined ? { body?: undefined } : { body: BodyOf<NameOf<C>> }) & {
    query?: QueryOf<NameOf<C>>
    signal?: AbortSignal
  }
type Rest<C extends Call> = Record<never, never> extends Options<C> ? [options?: Options<C>] : [options: Options<C>]

/**
 * Calls the API. `call('POST /incidents/{id}/acknowledge', { id, body: {} })`.
 * Answers the parsed document, or the problem with the server's sentence in the user's language.
 */
export async function call<C extends Call>(line: C, ...rest: Rest<C>): Promise<Answer<ResponseOf<NameOf<C>>>> {
  const { id, body, query, signal } = (rest[0] ?? {}) as {
    id?: string
    body?: unknown
    query?: object
    signal?: AbortSignal
  }
  const [method, path] = line.split(' ') as [string, string]
  const url = `/api/v1${path.replace('{id}', encodeURIComponent(id ?? ''))}${queryString(query)}`
  const init: RequestInit = {
    method,
    headers: { accept: 'application/json', 'accept-language': document.documentElement.lang },
  }
  if (signal) init.signal = signal
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'content-type': 'application/json' }
  }
  return (await answerOf(url, init)) as Answer<ResponseOf<NameOf<C>>>
}

/** Reads every page of a list; stops at the first problem. At most `max` items. */
export async function callAll<T>(
  page: (cursor: string | undefined) => Promise<Answer<Page<T>>>,
  max = 5000,
): Promise<Answer<T[]>> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const answer = await page(cursor)
    if (!answer.ok) return answer
    items.push(...answer.data.items)
    cursor = answer.data.nextCursor ?? undefined
  } while (cursor !== undefined && items.length < max)
  return { ok: true, data: items }
}

function queryString(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null)
  return pairs.length === 0
    ? ''
    : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`
}

async function answerOf(url: string, init: RequestInit): Promise<Answer<unknown>> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch {
    return { ok: false, problem: { status: 0, code: 'unreachable', detail: '', errors: [] } }
  }
  if (response.status === 204) return { ok: true, data: undefined }
  const document: unknown = await response.json().catch(() => null)
  if (response.ok && document !== null) return { ok: true, data: document }
  // An answer that broke off is none
  if (response.ok) return { ok: false, problem: { status: 0, code: 'unreachable', detail: '', errors: [] } }
  return { ok: false, problem: problemOf(response.status, document) }
}

function problemOf(status: number, document: unknown): Problem {
  const { code, detail, title, errors } = (document ?? {}) as Partial<Record<string, unknown>>
  return {
    status,
    code: typeof code === 'string' ? (code as RefusalCode) : status === 401 ? 'unauthenticated' : 'internal',
    detail: typeof detail === 'string' ? detail : typeof title === 'string' ? title : '',
    errors: Array.isArray(errors) ? (errors as Fault[]) : [],
  }
}
