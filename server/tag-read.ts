// A tag is presented to be enrolled or tried: what it is, without a tap. A genuine read is used up by it, so that whoever
// saw the URL cannot send it later as a tap; a read that is no such thing uses nothing up.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import type { TagPresented, TagRead, TagReadRefusal } from '../core/contracts/tag-read.ts'
import type { Checkpoint } from '../core/contracts/checkpoint.ts'
import { faultOfRead, faultOfUid } from '../core/domain/enrol.ts'
import { sees } from '../core/domain/permission.ts'
import { claimOf } from '../core/domain/tap.ts'
import { audited } from './audit.ts'
import { checkpointOfCode, checkpointOfTag } from './store/checkpoint.ts'
import type { Records } from './store/schema.ts'
import { presenterOf, spendRead } from './store/tag-read.ts'
import { tapOfRead } from './store/tap.ts'
import type { SignedRead } from './tag-ring.ts'
import type { TagVerifier } from './tag-keys.ts'

type Db = Transaction<Records>
type Presenter = { by: string; sites: readonly string[] | null; at: number }
type Result = { result: TagRead; happenings: NewHappening[] }

const nothing: TagRead = {
  ...{ proof: null, uid: null, counter: null, batch: null, tampered: false, checkpoint: null, reason: null },
}
const untold = (result: Partial<TagRead>): Result => ({ result: { ...nothing, ...result }, happenings: [] })
const refused = (reason: TagReadRefusal, more: Partial<TagRead> = {}): Result => untold({ ...more, reason })

/** Says what a presented tag is, inside the caller's transaction. */
export async function readTag(
  tx: Db,
  tags: Pick<TagVerifier, 'identify'>,
  presented: TagPresented,
  person: Presenter,
): Promise<Result> {
  const claim = claimOf(presented)
  if (claim.how === 'refused') return refused(claim.reason === 'lrp_unsupported' ? 'lrp_unsupported' : 'malformed')
  if (claim.how === 'code') return ofCode(await checkpointOfCode(tx, claim.code), person)
  if (claim.how === 'uid') return ofUid(claim.uid, await checkpointOfTag(tx, claim.uid), person)
  const read = await tags.identify(tx, presented, [presented.site])
  return read ? ofSigned(tx, read, presented, person) : refused('unknown_key')
}

const shown = (holder: Checkpoint | null, { sites }: Presenter): TagRead['checkpoint'] =>
  holder && sees({ sites: sites && [...sites] }, holder.site)
    ? { id: holder.id, site: holder.site, name: holder.name }
    : null

function ofCode(holder: Checkpoint | null, person: Presenter): Result {
  const checkpoint = shown(holder, person)
  return checkpoint ? untold({ proof: 'code', checkpoint }) : refused('unknown_code')
}

function ofUid(uid: string, holder: Checkpoint | null, person: Presenter): Result {
  const checkpoint = shown(holder, person)
  if (holder && !checkpoint) return refused('elsewhere', { uid })
  const fault = faultOfUid(uid, holder)
  return fault ? refused(fault, { uid, checkpoint }) : untold({ proof: 'uid', uid, checkpoint })
}

async function ofSigned(tx: Db, read: SignedRead, presented: TagPresented, person: Presenter): Promise<Result> {
  const { uid, counter, tampered } = read
  const holder = await checkpointOfTag(tx, uid)
  const checkpoint = shown(holder, person)
  if (holder && !checkpoint) return refused('elsewhere', { uid })
  const serial = presented.serial === undefined ? null : presented.serial.replace(/[:\s-]/g, '').toUpperCase()
  const spent = await spentBy(tx, read)
  const fault = faultOfRead({ uid, serial, spent, by: person.by })
  if (fault) return refused(fault, { uid, counter, checkpoint })
  const batch = read.batch && { id: read.batch.id, name: read.batch.name }
  const result: TagRead = { ...{ proof: 'signed', uid, counter, tampered, batch, checkpoint, reason: null } }
  if (spent) return { result, happenings: [] }
  await spendRead(tx, read, person)
  const said = audited('tag_presented', person.at, person.by, uid, { counter }, holder?.site ?? presented.site)
  return { result, happenings: [said] }
}

async function spentBy(tx: Db, read: SignedRead): Promise<{ how: 'tap' | 'presented'; by: string | null } | null> {
  const tap = await tapOfRead(tx, read.uid, read.counter)
  if (tap) return { how: 'tap', by: tap.by }
  const by = await presenterOf(tx, read)
  return by === null ? null : { how: 'presented', by }
}
