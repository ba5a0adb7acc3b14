// Idempotency-Key: a creation that is sent twice happens once and answers the same. The answer is kept in the very
// transaction that creates, sealed with the key itself, because it may hold a secret that is shown once.
import { refuse, isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import type { Commit, Work } from '../commit.ts'
import { keyFor, seal, unseal } from '../seal.ts'
import { hashSecret } from '../secret.ts'
import { findAnswer, keepAnswer } from '../store/idempotency.ts'

export type Repeatable = {
  /** The header as it was sent. */
  key: string
  actor: string
  /** The endpoint's name. */
  endpoint: string
  body: unknown
  at: number
}

/** Whether a header can be a key: 1 to 255 printable characters. */
export const isKey = (header: string): boolean => /^[\x21-\x7e]{1,255}$/.test(header)

/** A commit that does its work once per key. Refused: `idempotency_mismatch` when the key came with another body. */
export function commitOnce(commit: Commit, { key, actor, endpoint, body, at }: Repeatable): Commit {
  const call = `${endpoint} ${hashSecret(JSON.stringify(body))}`
  const hash = hashSecret(key)
  const sealing = keyFor(key, 'answer')
  return <T>(work: Work<T>) =>
    commit<T | Refusal>(async (tx) => {
      const kept = await findAnswer(tx, hash, actor, at)
      if (kept && kept.call !== call) return { result: refuse('idempotency_mismatch'), happenings: [] }
      if (kept) return { result: JSON.parse(unseal(kept.body, sealing)) as T, happenings: [] }
      const done = await work(tx)
      if (!isRefusal(done.result)) {
        const sealed = seal(JSON.stringify(done.result), sealing)
        await keepAnswer(tx, { key: hash, actor, call, status: 201, body: sealed, at })
      }
      return done
    }) as Promise<T>
}
