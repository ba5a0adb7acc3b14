// What a handler is given and what it may answer. Handlers look up, let the domain decide, and save; nothing else.
import type { z } from 'zod'
import type { Api, ApiName } from '../../core/contracts/api.ts'
import type { Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import type { Commit } from '../commit.ts'

type Parsed<N extends ApiName, Part extends 'query' | 'body'> = Api[N] extends {
  [P in Part]: infer S extends z.ZodType
}
  ? z.output<S>
  : undefined
type BodyOf<N extends ApiName> = Api[N] extends { bytes: object } ? Buffer : Parsed<N, 'body'>
type ActorOf<N extends ApiName> = Api[N]['permission'] extends 'public' ? Actor | null : Actor
type AnswerOf<N extends ApiName> =
  | (Api[N] extends { response: infer R extends z.ZodType } ? z.output<R> : never)
  | (Api[N] extends { produces: object } ? Media : never)
  | (Api[N] extends { status: 204 } ? null : never)

/**
 * An answer that is no JSON: its Content-Type, the text or bytes, and headers of its own. `tag`: bytes that never change
 * under this name may be asked for in parts.
 */
export type Media = {
  media: string
  content: string | Buffer
  headers?: Readonly<Record<string, string>>
  tag?: string
}

/** Where a call came from, and its cookie. */
export type Caller = {
  address: string
  /** From this very machine, asked for by a loopback name and through no proxy. */
  local: boolean
  /** The address of the product as phones should find it: the public one, else the one that was asked. */
  base: string
  /** The session cookie that came along. */
  cookie: string | null
  /** Gives the caller a session cookie, or takes it away. */
  setCookie: (value: string | null) => void
}

export type Call<N extends ApiName> = {
  actor: ActorOf<N>
  /** The `{id}` of the path; empty where there is none. */
  id: string
  query: Parsed<N, 'query'>
  body: BodyOf<N>
  /** Epoch ms. */
  at: number
  /** The language of the answer. */
  locale: Locale
  caller: Caller
  /** The transaction of this call; for a creation with Idempotency-Key it also keeps the answer. */
  commit: Commit
}

type MaybePromise<T> = T | Promise<T>
export type Handler<N extends ApiName> = (call: Call<N>) => MaybePromise<AnswerOf<N> | Refusal>
export type Handlers = { [N in ApiName]: Handler<N> }
