// The keys of signed tags, sealed at rest, and the question that they answer: did a registered tag sign this? Opened keys
// are kept in memory until a checkpoint or a batch changes. They are never logged and never leave this file.
import type { Kysely } from 'kysely'
import type { NewTag, TagKeys } from '../core/contracts/checkpoint.ts'
import type { Happening } from '../core/contracts/live.ts'
import type { TagBatch } from '../core/contracts/tag-batch.ts'
import type { TapPayload } from '../core/contracts/tap.ts'
import { claimOf, type Verified } from '../core/domain/tap.ts'
import { keyFor, seal, unseal } from './seal.ts'
import { sealedTags } from './store/checkpoint.ts'
import type { Records } from './store/schema.ts'
import { sealedBatches } from './store/tag-batch.ts'
import { diversified, fileData, isSigned, isTampered, plainCounter, readPicc, type Read } from './sun.ts'

/** Distinct keys of picc data that one tap is tried with; an estate with more gives its tags a batch. */
const mostMetaKeys = 512

export type TagVerifier = {
  /** The verdict on a signed tap: which read it is, or why it is none. Null when the payload claims no signature. */
  verify(db: Kysely<Records>, payload: TapPayload): Promise<Verified | null>
  /** Forgets opened keys when checkpoints or batches changed. */
  apply(happenings: readonly Pick<Happening, 'type'>[]): void
  /** What is kept of a tag's keys; null when it has none of its own. */
  sealTag(tag: NewTag | null): string | null
  sealBatch(keys: Pick<TagKeys, 'metaKey' | 'fileKey'>): string
}

/** How one tag signs. */
type Opened = { fileKey: Buffer; macInput: TagKeys['macInput']; tamperAt: number | undefined }
type Ring = { tags: ReadonlyMap<string, Opened>; metaKeys: readonly Buffer[] }

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
      const claim = claimOf(payload)
      if (claim.how !== 'signed') return null
      const known = await ring(db)
      const read = payload.picc_data === undefined ? mirrored(payload) : decrypted(known, payload.picc_data)
      return judge(known, read, payload)
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

function ringOf(
  tags: Awaited<ReturnType<typeof sealedTags>>,
  batches: Awaited<ReturnType<typeof sealedBatches>>,
  open: (sealed: string) => Partial<TagKeys>,
): Ring {
  const metaKeys = new Set<string>()
  const masters = new Map<string, TagBatch & { keys: Partial<TagKeys> }>()
  for (const { batch, secret } of batches) masters.set(batch.id, { ...batch, keys: open(secret) })
  const opened = new Map<string, Opened>()
  for (const { uid, batch, secret } of tags) {
    const master = masters.get(batch ?? '')
    const keys = secret === null ? master?.keys : open(secret)
    if (!keys?.fileKey) continue
    const { macInput = 'empty', tamperAt, encrypted = true } = master ?? (keys as TagKeys)
    const own = Buffer.from(keys.fileKey, 'hex')
    const fileKey = master?.diversified ? diversified(own, uid, Buffer.from(master.system, 'hex')) : own
    opened.set(uid, { fileKey, macInput, tamperAt })
    if (encrypted && keys.metaKey) metaKeys.add(keys.metaKey.toLowerCase())
  }
  return { tags: opened, metaKeys: [...metaKeys].slice(0, mostMetaKeys).map((meta) => Buffer.from(meta, 'hex')) }
}

const mirrored = ({ uid = '', ctr = '' }: TapPayload): Read => ({
  ...{ uid: uid.replace(/[:\s-]/g, '').toUpperCase(), counter: plainCounter(ctr) },
})

/** What the picc data say by any of the keys; all are tried, so that the time says nothing of which one it was. */
function decrypted({ tags, metaKeys }: Ring, piccData: string): Read | null {
  const reads = metaKeys.map((metaKey) => readPicc(metaKey, piccData)).filter((read) => read !== null)
  // NXP's tags begin with 04; anything else is what a wrong key makes of the data.
  return reads.find(({ uid }) => tags.has(uid)) ?? reads.find(({ uid }) => uid.startsWith('04')) ?? null
}

const nobody: Opened = { fileKey: Buffer.alloc(16, 0x5a), macInput: 'empty', tamperAt: undefined }

/** One MAC is computed whatever was found. */
function judge({ tags, metaKeys }: Ring, read: Read | null, payload: TapPayload): Verified {
  const known = read && tags.get(read.uid)
  const { fileKey, macInput, tamperAt } = known ?? nobody
  const { enc } = payload
  const signed = { ...(read ?? { uid: '00000000000000', counter: 0 }), cmac: payload.cmac ?? '', enc }
  const right = isSigned(fileKey, macInput, signed)
  // Where no key is known at all there is nothing that could be wrong with the signature.
  if (!read) return { refused: metaKeys.length > 0 || payload.picc_data === undefined ? 'bad_mac' : 'unknown_tag' }
  if (!known) return { refused: 'unknown_tag' }
  if (!right) return { refused: 'bad_mac' }
  const covered = tamperAt !== undefined && enc !== undefined && macInput !== 'empty'
  return { ...read, tampered: covered && isTampered(fileData(fileKey, read, enc), tamperAt) }
}
