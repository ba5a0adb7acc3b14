// Sends bytes, or the part of them that was asked for: phones of one maker play no sound that does not come in parts.
// One part an answer; whoever asks for several gets the whole, as RFC 9110 §14.2 allows.
import type { Request, Response } from 'express'

/** Sends `content`, known as `etag` (with its quotes): 200 whole, 206 a part, 416 when nothing of it was asked for. */
export function sendPart(request: Request, response: Response, content: Buffer, etag: string): void {
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('ETag', etag)
  const known = request.get('If-Range')
  const part = known === undefined || known === etag ? partIn(request, content.length) : null
  if (part === null) return void response.end(content)
  if (part === 'none') {
    response.setHeader('Content-Range', `bytes */${content.length}`)
    return void response.status(416).end()
  }
  response.setHeader('Content-Range', `bytes ${part.start}-${part.end}/${content.length}`)
  response.status(206).end(content.subarray(part.start, part.end + 1))
}

/** Null: the whole. `none`: what was asked for lies behind its end. */
function partIn(request: Request, size: number): { start: number; end: number } | 'none' | null {
  const ranges = request.range(size, { combine: true })
  if (ranges === -1) return 'none'
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}
