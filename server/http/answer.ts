// Sends what a handler answered: JSON, text or bytes of another type, nothing for 204; gzip where it pays.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import type { Media } from './call.ts'
import { sendPart } from './part.ts'

const zip = promisify(gzip)
/** Below this a packet is sent anyway, so that packing saves nothing. */
const worthPacking = 2048

/** Answers a call. */
export async function sendAnswer(
  request: Request,
  response: Response,
  endpoint: Endpoint,
  answer: unknown,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store')
  response.status(endpoint.status ?? 200)
  if (endpoint.status === 204) return void response.end()
  if (endpoint.produces && isMedia(answer)) return sendMedia(request, response, answer)
  if (endpoint.etag && isKnown(request, response, answer)) return void response.status(304).end()
  return sendPacked(request, response, 'application/json; charset=utf-8', JSON.stringify(answer))
}

/** Marks an answer by everything in it but `at`, the time of asking; true when the caller has it already. */
function isKnown(request: Request, response: Response, answer: unknown): boolean {
  const lasting = { ...(answer as object), at: null }
  const tag = `W/"${createHash('sha256').update(JSON.stringify(lasting)).digest('base64url').slice(0, 22)}"`
  response.setHeader('ETag', tag)
  response.setHeader('Cache-Control', 'private, no-cache')
  response.vary('Cookie')
  response.vary('Authorization')
  return request.get('If-None-Match')?.split(/,\s*/).includes(tag) ?? false
}

const isMedia = (answer: unknown): answer is Media =>
  typeof answer === 'object' && answer !== null && 'media' in answer && 'content' in answer

/** Photos, sounds and PDFs are packed already; text is not. */
async function sendMedia(request: Request, response: Response, answer: Media): Promise<void> {
  const { media, content, headers, tag } = answer
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  if (typeof content === 'string') return sendPacked(request, response, media, content)
  response.setHeader('Content-Type', media)
  if (tag === undefined) return void response.end(content)
  sendPart(request, response, content, `"${tag}"`)
}

/** Sends text, packed when the client takes gzip and it is long enough. */
export async function sendPacked(request: Request, response: Response, type: string, body: string): Promise<void> {
  response.setHeader('Content-Type', type)
  response.vary('Accept-Encoding')
  if (body.length < worthPacking || !request.acceptsEncodings('gzip')) return void response.end(body)
  const packed = await zip(body, { level: 4 })
  response.setHeader('Content-Encoding', 'gzip')
  response.end(packed)
}
