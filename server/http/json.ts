// Reads a body: bytes within a limit, or JSON with limits that a schema cannot set (depth, number of values, no
// `__proto__`).
import express, { type Request, type Response } from 'express'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'

const bodyLimit = 1024 * 1024
const depthLimit = 32
const valueLimit = 100_000

/** The JSON value of a request; no body is `{}`. Refused: `too_large`, `malformed` with what is wrong. */
export async function readJson(request: Request, response: Response): Promise<{ value: unknown } | Refusal> {
  const bytes = await readBytes(request, response, bodyLimit)
  if (isRefusal(bytes) || bytes.length === 0) return isRefusal(bytes) ? bytes : { value: {} }
  if (!request.is('json')) return refuse('malformed', { reason: 'Content-Type: application/json' })
  return parseJson(bytes)
}

/** The bytes of a request as they came; none is an empty buffer. Refused: `too_large`, `malformed`. */
export const readBytes = (request: Request, response: Response, limit: number): Promise<Buffer | Refusal> =>
  new Promise((resolve) =>
    express.raw({ limit, type: () => true, inflate: false })(
      request,
      response,
      (error?: { type?: string; message?: string }) => {
        if (!error) return resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
        const large = error.type === 'entity.too.large'
        resolve(large ? refuse('too_large', { limit }) : refuse('malformed', { reason: error.message ?? '' }))
      },
    ),
  )

/** The value of a JSON text. Refused: `malformed`. */
export function parseJson(bytes: Buffer): { value: unknown } | Refusal {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
    const reason = excess(value)
    return reason === null ? { value } : refuse('malformed', { reason })
  } catch (error) {
    return refuse('malformed', { reason: error instanceof Error ? error.message.slice(0, 200) : '' })
  }
}

/** Why a value is no honest document, or null. Walks by a list of its own: recursion is what a deep value attacks. */
function excess(root: unknown): string | null {
  const todo: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  for (let count = 0; todo.length > 0; count++) {
    const { value, depth } = todo.pop()!
    if (depth > depthLimit) return `> ${depthLimit} levels`
    if (count > valueLimit) return `> ${valueLimit} values`
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) return '__proto__'
    for (const inner of Object.values(value)) todo.push({ value: inner, depth: depth + 1 })
  }
  return null
}
