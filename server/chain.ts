// Follows the whole chain of happenings and names the first entry that was changed, left out or put in. Reads in pages
// and lets everything else go on between them.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { genesis, isChained, verifyChain, type ChainEntry, type ChainVerdict } from '../core/domain/chain.ts'
import { chainedAfter } from './store/happening.ts'
import type { Records } from './store/schema.ts'
import { sha256 } from './store/sha256.ts'

const atOnce = 1000

/** The verdict on all that is kept. What was cut off the end shows only against a head that was noted elsewhere. */
export async function verifyAudit(db: Kysely<Records>): Promise<ChainVerdict> {
  let verdict: ChainVerdict = { ok: true, entries: 0, firstBad: null, head: genesis }
  for (let after = 0; ;) {
    const rows = await chainedAfter(db, after, atOnce)
    for (const row of rows) {
      verdict = follow(verdict, row)
      if (!verdict.ok) return verdict
    }
    if (rows.length < atOnce) return verdict
    after = rows.at(-1)!.seq
    await nextTurn()
  }
}

/** One entry more. What stands outside the chain hands it on as it is. */
function follow({ head, entries }: ChainVerdict, { hash, ...entry }: ChainEntry & { hash: string }): ChainVerdict {
  const { seq } = entry
  if (!isChained(entry.type)) return { ok: hash === head, entries, firstBad: hash === head ? null : seq, head }
  const next = verifyChain(sha256, head, [{ seq, hash, entry }])
  return { ...next, entries: entries + 1 }
}
