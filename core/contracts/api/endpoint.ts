// What an entry of the API's table says, and the shapes that many entries share.
import { z } from 'zod'
import { Id, IsoTime } from '../scalars.ts'

export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under `/api/v1`, with `{id}` for path parameters. */
  path: string
  /** A permission of core/domain/permission.ts, or `public`. */
  permission: string
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  /** The body is bytes instead of JSON: the types it may be, and how many bytes at most. */
  bytes?: { types: readonly string[]; limit: number }
  response?: z.ZodType
  /** Types of an answer that is no JSON: the only ones without `response`, else beside it. */
  produces?: readonly string[]
  /** The answer carries an ETag of everything but its top-level `at`, so that asking again costs little. */
  etag?: true
  /** Status of success; 200 when absent. 201 marks a creation, which honours Idempotency-Key. */
  status?: 201 | 204
}

/** A part of the API: the calls of one noun, by name. */
export type Table = Record<string, Endpoint>

/** A list with a cursor. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })
export const Paged = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
})
export const Span = z.strictObject({ from: IsoTime.optional(), to: IsoTime.optional() })
export const InSite = Paged.extend({ site: Id.optional() })
export const PersonQuery = Paged.extend(Span.shape).extend({ site: Id.optional(), user: z.string().max(64).optional() })
export const Problemless = z.strictObject({})

/** A verb of a noun: `POST /{noun}/{id}/{verb}`. */
export const act = <const N extends string, const A extends string, B extends z.ZodType, R extends z.ZodType>(
  resource: N,
  action: A,
  permission: string,
  body: B,
  response: R,
) =>
  ({
    method: 'POST',
    path: `/${resource}/{id}/${action}`,
    permission,
    summary: `${resource}: ${action}`,
    body,
    response,
  }) as const
