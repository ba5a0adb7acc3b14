// The opened keys of signed tags and what they say to one read. Whoever sends nonsense is answered after the same work as
// everybody else, so that time says nothing about keys.
import type { TagKeys } from '../core/contracts/checkpoint.ts'
import type { TagBatch } from '../core/contracts/tag-batch.ts'
import type { TapPayload } from '../core/contracts/tap.ts'
import type { Verified } from '../core/domain/tap.ts'
import type { sealedTags } from './store/checkpoint.ts'
import type { sealedBatches } from './store/tag-batch.ts'
import { diversified, fileData, isSigned, isTampered, plainCounter, readPicc, type Read } from './sun.ts'

/** Distinct keys of picc data that one tap is tried with; an estate with more gives its tags a batch. */
const mostMetaKeys = 512

/** How one tag signs. */
type Opened = { fileKey: Buffer; macInput: TagKeys['macInput']; tamperAt: number | undefined }
type Master = { batch: TagBatch; keys: Partial<TagKeys> }
export type Ring = {
  tags: ReadonlyMap<string, Opened & { batch: TagBatch | null }>
  metaKeys: readonly Buffer[]
  masters: readonly Master[]
}
/** A read that a tag signed, and the batch of whose keys it is; null for keys of its own. */
export type SignedRead = Read & { tampered: boolean; batch: TagBatch | null }

/** Opens all keys. */
export function ringOf(
  tags: Awaited<ReturnType<typeof sealedTags>>,
  batches: Awaited<ReturnType<typeof sealedBatches>>,
  open: (sealed: string) => Partial<TagKeys>,
): Ring {
  const metaKeys = new Set<string>()
  const masters = new Map(batches.map(({ batch, secret }) => [batch.id, { batch, keys: open(secret) }]))
  const opened = new Map<string, Opened & { batch: TagBatch | null }>()
  for (const { uid, batch, secret } of tags) {
    const master = secret === null ? masters.get(batch ?? '') : undefined
    const keys = secret === null ? master?.keys : open(secret)
    if (!keys?.fileKey) continue
    const { encrypted = true } = master?.batch ?? keys
    opened.set(uid, { ...openedOf(keys, master?.batch ?? null, uid), batch: master?.batch ?? null })
    if (encrypted && keys.metaKey) metaKeys.add(keys.metaKey.toLowerCase())
  }
  const kept = [...metaKeys].slice(0, mostMetaKeys).map((meta) => Buffer.from(meta, 'hex'))
  return { tags: opened, metaKeys: kept, masters: [...masters.values()] }
}

function openedOf(keys: Partial<TagKeys>, batch: TagBatch | null, uid: string): Opened {
  const { macInput = 'empty', tamperAt } = batch ?? keys
  const own = Buffer.from(keys.fileKey!, 'hex')
  const fileKey = batch?.diversified ? diversified(own, uid, Buffer.from(batch.system, 'hex')) : own
  return { fileKey, macInput, tamperAt }
}

const mirrored = ({ uid = '', ctr = '' }: TapPayload): Read => ({
  ...{ uid: uid.replace(/[:\s-]/g, '').toUpperCase(), counter: plainCounter(ctr) },
})

/** What a well-formed signed payload says by any of the keys of registered tags. */
export const readBy = (ring: Ring, payload: TapPayload): Read | null =>
  payload.picc_data === undefined ? mirrored(payload) : decrypted(ring, payload.picc_data)

/** All keys are tried, so that the time says nothing of which one it was. */
function decrypted({ tags, metaKeys }: Ring, piccData: string): Read | null {
  const reads = metaKeys.map((metaKey) => readPicc(metaKey, piccData)).filter((read) => read !== null)
  // NXP's tags begin with 04; anything else is what a wrong key makes of the data.
  return reads.find(({ uid }) => tags.has(uid)) ?? reads.find(({ uid }) => uid.startsWith('04')) ?? null
}

const nobody: Opened = { fileKey: Buffer.alloc(16, 0x5a), macInput: 'empty', tamperAt: undefined }

const isRight = ({ fileKey, macInput }: Opened, read: Read | null, { cmac = '', enc }: TapPayload): boolean =>
  isSigned(fileKey, macInput, { ...(read ?? { uid: '00000000000000', counter: 0 }), cmac, enc })

function saysOpened({ fileKey, macInput, tamperAt }: Opened, read: Read, { enc }: TapPayload): boolean {
  const covered = tamperAt !== undefined && enc !== undefined && macInput !== 'empty'
  return covered && isTampered(fileData(fileKey, read, enc), tamperAt)
}

/** The verdict of the registered tags. One MAC is computed whatever was found. */
export function judge({ tags, metaKeys }: Ring, read: Read | null, payload: TapPayload): Verified {
  const known = read && tags.get(read.uid)
  const right = isRight(known ?? nobody, read, payload)
  // Where no key is known at all there is nothing that could be wrong with the signature.
  if (!read) return { refused: metaKeys.length > 0 || payload.picc_data === undefined ? 'bad_mac' : 'unknown_tag' }
  if (!known) return { refused: 'unknown_tag' }
  if (!right) return { refused: 'bad_mac' }
  return { ...read, tampered: saysOpened(known, read, payload) }
}

/** Which batch of these sites (null: of all) signed the read of a tag that hangs nowhere yet; null when none did. */
export function signedBy({ masters }: Ring, payload: TapPayload, sites: readonly string[] | null): SignedRead | null {
  for (const { batch, keys } of masters.filter((one) => sites === null || sites.includes(one.batch.site))) {
    const read = readOfBatch(batch, keys, payload)
    if (!read || !keys.fileKey) continue
    const opened = openedOf(keys, batch, read.uid)
    if (isRight(opened, read, payload)) return { ...read, tampered: saysOpened(opened, read, payload), batch }
  }
  return null
}

function readOfBatch({ encrypted }: TagBatch, { metaKey }: Partial<TagKeys>, payload: TapPayload): Read | null {
  if (encrypted !== (payload.picc_data !== undefined)) return null
  if (!encrypted) return mirrored(payload)
  return metaKey === undefined ? null : readPicc(Buffer.from(metaKey, 'hex'), payload.picc_data!)
}
