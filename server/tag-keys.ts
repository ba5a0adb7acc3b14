// The keys of signed tags, sealed at rest, and the questions that they answer: did a registered tag sign this, and did one
// that could be registered? Opened keys are kept in memory until a checkpoint or a batch changes. They are never logged
// and leave only for the ring that judges by them.
import type { Kysely } from 'kysely'
import type { NewTag, TagKeys } from '../core/contracts/checkpoint.ts'
import type { Happening } from '../core/contracts/live.ts'
import type { TapPayload } from '../core/contracts/tap.ts'
import { claimOf, type Verified } from '../core/domain/tap.ts'
import { keyFor, seal, unseal } from './seal.ts'
import { sealedTags } from './store/checkpoint.ts'
import type { Records } from './store/schema.ts'
import { sealedBatches } from './store/tag-batch.ts'
import { judge, readBy, ringOf, signedBy, type Ring, type SignedRead } from './tag-ring.ts'

export type TagVerifier = {
  /** The verdict on a signed tap: which read it is, or why it is none. Null when the payload claims no signature. */
  verify(db: Kysely<Records>, payload: TapPayload): Promise<Verified | null>
  /**
   * Which read a signed payload is, be its tag registered or only of a batch of these sites (null: all sites). Null when
   * no key that is known here signed it. Only for those who may enrol tags: the answer tells what is no business of others.
   */
  identify(db: Kysely<Records>, payload: TapPayload, sites: readonly string[] | null): Promise<SignedRead | null>
  /** Forgets opened keys when checkpoints or batches changed. */
  apply(happenings: readonly Pick<Happening, 'type'>[]): void
  /** What is kept of a tag's keys; null when it has none of its own. */
  sealTag(tag: NewTag | null): string | null
  sealBatch(keys: Pick<TagKeys, 'metaKey' | 'fileKey'>): string
}

export function createTagKeys(secretKey: Buffer): TagVerifier {
  const key = keyFor(secretKey, 'tag keys')
  const open = (sealed: string): Partial<TagKeys> => JSON.parse(unseal(sealed, key)) as Partial<TagKeys>
  let kept: Ring | null = null
  let changes = 0

  async function ring(db: Kysely<Records>): Promise<Ring> {
    if (kept) return kept
    const before = changes
    const opened = ringOf(await sealedTags(db), await sealedBatches(db), open)
    // What changed while it was read must be read again.
    if (before === changes) kept = opened
    return opened
  }

  return {
    async verify(db, payload) {
      if (claimOf(payload).how !== 'signed') return null
      const known = await ring(db)
      return judge(known, readBy(known, payload), payload)
    },
    async identify(db, payload, sites) {
      if (claimOf(payload).how !== 'signed') return null
      const known = await ring(db)
      const verdict = judge(known, readBy(known, payload), payload)
      if ('refused' in verdict) return signedBy(known, payload, sites)
      return { ...verdict, batch: known.tags.get(verdict.uid)?.batch ?? null }
    },
    apply(happenings) {
      if (!happenings.some(({ type }) => /^audit\.(checkpoint|tag_batch)/.test(type))) return
      changes++
      kept = null
    },
    sealTag: (tag) => (tag?.type === 'ntag424' && tag.batch === undefined ? seal(JSON.stringify(tag), key) : null),
    sealBatch: (keys) => seal(JSON.stringify(keys), key),
  }
}
