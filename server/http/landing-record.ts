// Behind the page of a tag: what its URL stands for, found without using it up, and its taps made records.
import { epoch } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { may, sees } from '../../core/domain/permission.ts'
import { claimOf } from '../../core/domain/tap.ts'
import type { SentTap } from '../tap.ts'
import { checkpointOfCode, checkpointOfTag, findCheckpoint } from '../store/checkpoint.ts'
import { findRound } from '../store/round.ts'
import { findSite } from '../store/site.ts'
import { presenterOf } from '../store/tag-read.ts'
import { tapOfRead } from '../store/tap.ts'
import { payloadOf, type Claim, type Kept } from './landing-kept.ts'
import type { Found, Recorded } from './landing-page.ts'
import type { Known, Room, Visit } from './landing-visit.ts'

const unknownZone = 'UTC'
/** Whoever says later than this that a kept tap is his could have been given it. */
const ownMs = 5 * 60_000

/** What stands behind a claim, without using it up. */
export async function find(room: Room, claim: Claim, { at, known }: Visit): Promise<Found> {
  const { db, tags, seals } = room
  const said = claimOf(claim)
  if (said.how === 'refused') return { state: 'refused', reason: said.reason }
  const verified = await tags.verify(db, claim)
  if (verified && 'refused' in verified)
    return (await isNew(room, claim, known)) ? { state: 'new', claim } : { state: 'refused', reason: verified.refused }
  const checkpoint =
    said.how === 'code' ? await checkpointOfCode(db, said.code) : await checkpointOfTag(db, verified?.uid ?? '')
  if (!checkpoint || (known && !sees(known.actor, checkpoint.site)))
    return { state: 'refused', reason: said.how === 'code' ? 'unknown_code' : 'unknown_tag' }
  const used = verified && (await tapOfRead(db, verified.uid, verified.counter))
  if (verified && (await presenterOf(db, verified)) !== null) return { state: 'refused', reason: 'replayed' }
  const timezone = (await findSite(db, checkpoint.site))?.timezone ?? unknownZone
  if (used) return { state: 'used', name: checkpoint.name, at: epoch(used.at), timezone }
  return { state: 'ready', name: checkpoint.name, claim, ...seals.stamp(claim, at) }
}

/** A genuine tag that hangs nowhere yet; only who is signed in and may enrol it hears so. */
async function isNew({ db, tags }: Room, claim: Claim, known: Known | null): Promise<boolean> {
  if (known?.person !== 'session' || !may(known.user.role, 'patrol.manage')) return false
  return (await tags.identify(db, claim, known.actor.sites)) !== null
}

/** Records what a phone sent; `known` null: what is no tap needs no owner. Gives what its sender wants to know of each. */
export async function recordKept(
  room: Room,
  { at }: Visit,
  known: Known | null,
  taps: readonly Kept[],
): Promise<Recorded[]> {
  const recorded = await room.commit(async (tx) => {
    const result: Tap[] = []
    const happenings: NewHappening[] = []
    for (const tap of taps) {
      const done = await room.recordTap(tx, sentOf(tap, known, at))
      result.push(done.tap)
      happenings.push(...done.happenings)
    }
    return { result, happenings }
  })
  return Promise.all(recorded.map((tap) => receiptOf(room, tap)))
}

const sentOf = (tap: Kept, known: Known | null, at: number): SentTap => ({
  ...{ payload: payloadOf(tap), id: tap.id, at: tap.at, seenAt: tap.at, claimed: false, receivedAt: at },
  ...{ by: known?.user.username ?? null, sites: known?.actor.sites ?? null, reader: null, clockOffsetMs: null },
  person: known?.person === 'session' && at - tap.at <= ownMs ? 'session' : 'shared',
  cause: `t/${tap.id}`,
})

async function receiptOf({ db }: Room, tap: Tap): Promise<Recorded> {
  const checkpoint = tap.checkpoint === null ? null : await findCheckpoint(db, tap.checkpoint)
  const round = tap.round === null ? null : await findRound(db, tap.round)
  const due = round?.visits.find(({ state }) => state === 'due')
  const next = due && (await findCheckpoint(db, due.checkpoint))
  const site = tap.site === null ? null : await findSite(db, tap.site)
  return {
    ...{ tap, round, name: checkpoint?.name ?? null, timezone: site?.timezone ?? unknownZone },
    next: due && next ? { name: next.name, until: epoch(due.until) } : null,
  }
}
