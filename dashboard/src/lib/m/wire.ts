// One request of the outbox and what its answer means for the queue. Only an answer that the product itself gave counts:
// the page of a hotspot's login, a proxy's error or half an answer is no network.

export type Sent = { method: 'GET' | 'POST' | 'PUT'; path: string } & (
  { json?: unknown } | { bytes: ArrayBuffer; type: string }
)

/**
 * `ok`: done. `no`: the server will never take it, with its sentence. `later`: it stays in the queue, because nobody
 * answered, the session is over, the server is busy, or it failed at this very thing (`broken`).
 */
export type Reply =
  | { how: 'ok'; data: unknown }
  | { how: 'no'; status: number; code: string; detail: string }
  | { how: 'later'; why: 'unreachable' | 'signed_out' | 'busy' | 'broken' }
export type Send = (request: Sent) => Promise<Reply>

const busy = new Set([408, 425, 429, 502, 503, 504])
/** How long an answer may take; a basement's network often says neither yes nor no. */
const patienceMs = 30_000

/** Sends over the network, in the language that refusals should be worded in. */
export const sendOver =
  (language: () => string): Send =>
  async (request) => {
    try {
      const response = await fetch(`/api/v1${request.path}`, initOf(request, language()))
      return await replyOf(response)
    } catch {
      return { how: 'later', why: 'unreachable' }
    }
  }

function initOf(request: Sent, language: string): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language }
  const init: RequestInit = { method: request.method, headers, signal: AbortSignal.timeout(patienceMs) }
  if ('bytes' in request) return { ...init, headers: { ...headers, 'content-type': request.type }, body: request.bytes }
  if (request.json === undefined) return init
  return { ...init, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(request.json) }
}

/** What an answer means. */
export async function replyOf(response: Response): Promise<Reply> {
  const ours = !response.redirected && (response.headers.get('content-type')?.includes('json') ?? false)
  if (response.status === 204) return { how: 'ok', data: null }
  if (!ours) return { how: 'later', why: response.status === 500 ? 'broken' : 'unreachable' }
  const document: unknown = await response.json()
  if (response.ok) return { how: 'ok', data: document }
  if (response.status === 401) return { how: 'later', why: 'signed_out' }
  if (busy.has(response.status)) return { how: 'later', why: 'busy' }
  if (response.status >= 500) return { how: 'later', why: 'broken' }
  const { code, detail } = (document ?? {}) as { code?: unknown; detail?: unknown }
  if (typeof code !== 'string') return { how: 'later', why: 'unreachable' }
  return { how: 'no', status: response.status, code, detail: typeof detail === 'string' ? detail : '' }
}
