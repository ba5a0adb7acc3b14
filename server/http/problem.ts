// Every "no" as RFC 9457 `application/problem+json`, with its sentence in the caller's language.
import { STATUS_CODES } from 'node:http'
import type { Response } from 'express'
import { z } from 'zod'
import { refusalStatus, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { text } from '../../core/texts/texts.ts'

export const Problem = z.strictObject({
  /** A page that explains the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), detail: z.string() })),
})
export type Problem = z.infer<typeof Problem>

/** The document of a refusal. */
export function problemOf({ refused, params, faults }: Refusal, locale: Locale): Problem {
  const status = refusalStatus(refused)
  return {
    type: `/api/docs#problem-${refused}`,
    title: STATUS_CODES[status] ?? String(status),
    status,
    detail: text(locale, `refusal.${refused}`, params),
    code: refused,
    errors: faults ?? reasonOf(refused, params),
  }
}

/** What a parser said, in its own words: for the developer who sent it. */
const reasonOf = (code: string, { reason }: Refusal['params']): Problem['errors'] =>
  code === 'malformed' && typeof reason === 'string' && reason !== '' ? [{ path: '', code, detail: reason }] : []

/** Answers with a refusal. `seconds` among its parameters says when to come back. */
export function sendProblem(response: Response, refusal: Refusal, locale: Locale): void {
  const { seconds } = refusal.params
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds))
  if (refusal.refused === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer realm="watchkeeper"')
  const problem = problemOf(refusal, locale)
  response.status(problem.status).type('application/problem+json').setHeader('Content-Language', locale)
  response.setHeader('Cache-Control', 'no-store')
  response.end(JSON.stringify(problem))
}

/** The language of an answer: the person's own, else the first of ours that the client asks for, else Chinese. */
export function localeOf(actor: Actor | null, acceptLanguage: string | undefined): Locale {
  if (actor?.type === 'user') return actor.locale
  for (const wish of (acceptLanguage ?? '').toLowerCase().split(',')) {
    if (wish.trim().startsWith('zh')) return 'zh-CN'
    if (wish.trim().startsWith('en')) return 'en'
  }
  return 'zh-CN'
}
