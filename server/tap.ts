// Records one tap, whether it came from a reader over MQTT or from a phone over HTTP: judge, attribute to a round, visit.
// The same tap again, by its id or by its tag and counter, changes nothing. Commits come one after another and the unique
// key of (tag, counter) stands behind them, so that a burst of the same tap is accepted once.
import type { Transaction } from 'kysely'
import type { Checkpoint } from '../core/contracts/checkpoint.ts'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Tap, TapPayload } from '../core/contracts/tap.ts'
import { answered, claimOf, judgeTap, type TapFacts } from '../core/domain/tap.ts'
import { crossCheck } from './cross-check.ts'
import { findingsOfChecks } from './finding.ts'
import type { Internals } from './internal.ts'
import { idOf } from './raise.ts'
import { isSelfTest, tellTested } from './reader-test.ts'
import { checkVisit, regradeVisits, visitRounds } from './round-tap.ts'
import { takeSignOfLife } from './sign-of-life.ts'
import { checkpointOfCode, checkpointOfTag } from './store/checkpoint.ts'
import type { Records } from './store/schema.ts'
import { presenterOf } from './store/tag-read.ts'
import { countTaps, insertTap, rewriteTap, tapNamed, tapOfRead } from './store/tap.ts'
import { userOfBadge } from './store/user.ts'
import type { TagVerifier } from './tag-keys.ts'
import { hearWitnesses } from './witness.ts'
import { siteOfWork } from './work-site.ts'

const spamWindow = 10 * 60_000

export type SentTap = {
  payload: TapPayload
  /** The sender's own id of the tap, or null. */
  id: string | null
  /** When it was read (corrected by the sender's clock offset) and when it was received, epoch ms. */
  at: number
  /** Whether the sender said so itself. */
  claimed: boolean
  receivedAt: number
  /** When the server first saw it, if it was kept until its sender was known. */
  seenAt?: number
  /** Who is signed in on the phone that sent it; null for a reader. */
  by: string | null
  /** How he is known: signed in himself, or by the mark of a phone on which somebody once was. */
  person: 'session' | 'shared'
  /** The sites that the sender may see; null for all, as for a reader. */
  sites: readonly string[] | null
  /** The reader that sent it, with its site; null for a phone. */
  reader: { id: string; site: string } | null
  /** The measured offset of the sender's clock; null when it is not known. */
  clockOffsetMs: number | null
  /** What brought it, for ever unique: the record of the journal, or the call. */
  cause: string
}

/** What recording a tap needs besides the records. */
export type TapRoom = { internals: Internals; tags: Pick<TagVerifier, 'verify'> }

/** Records a tap inside the caller's transaction and says what became of it. */
export async function recordTap(
  tx: Transaction<Records>,
  room: TapRoom,
  sent: SentTap,
): Promise<{ tap: Tap; happenings: NewHappening[] }> {
  const facts = await factsOf(tx, room, sent)
  const known = await tapNamed(tx, facts.id)
  if (known) return again(tx, room, sent, facts.by, known)
  const judged = judgeTap(facts)
  if (facts.selfTest && judged.status === 'accepted') return recordTest(tx, room, sent, judged)
  const { tap, regraded } =
    judged.status === 'accepted' ? await hearWitnesses(tx, judged) : { tap: judged, regraded: [] }
  const walked =
    tap.status === 'accepted' ? await visited(tx, room.internals, sent, tap) : { round: null, happenings: [] }
  await insertTap(tx, { ...tap, round: walked.round })
  const { tap: kept, others: flaggedSince } = await crossCheck(tx, { ...tap, round: walked.round }, sent.receivedAt)
  const others = [...regraded, ...flaggedSince].map((each) => tell(each, sent.receivedAt, 'regraded'))
  const shown = await regradeVisits(tx, regraded, sent.receivedAt)
  const alive = await takeSignOfLife(tx, room.internals, kept)
  const found = await findingsOfChecks(tx, room.internals, kept, sent.receivedAt)
  const told = [tell(kept, sent.receivedAt), ...others, ...walked.happenings, ...shown]
  return { tap: kept, happenings: [...told, ...alive, ...found] }
}

/** A reader has read its own test tag: nobody was anywhere, the reader works. */
async function recordTest(tx: Transaction<Records>, { internals }: TapRoom, { receivedAt }: SentTap, tap: Tap) {
  await insertTap(tx, tap)
  return { tap, happenings: [tell(tap, receivedAt), ...(await tellTested(tx, internals, tap, receivedAt))] }
}

/** The same tap once more changes nothing, unless it brings the answers to its checks. */
async function again(
  tx: Transaction<Records>,
  { internals }: TapRoom,
  { payload, receivedAt }: SentTap,
  by: string | null,
  known: Tap,
) {
  const checked = answered(known, payload, by)
  if (checked) await rewriteTap(tx, checked)
  const tap = checked ?? known
  const found = checked ? await findingsOfChecks(tx, internals, checked, receivedAt) : []
  const shown = checked ? await checkVisit(tx, checked, receivedAt) : []
  const happenings = checked ? [tell(checked, receivedAt, 'checked'), ...shown, ...found] : []
  return { tap: tap.status === 'accepted' ? { ...tap, status: 'duplicate' as const } : tap, happenings }
}

const tell = (tap: Tap, at: number, what: string = tap.status): NewHappening => ({
  ...{ type: `tap.${what}`, at: iso(at), site: tap.site, by: tap.by, id: tap.id, data: tap },
})

async function factsOf(tx: Transaction<Records>, { tags }: TapRoom, sent: SentTap): Promise<TapFacts> {
  const { payload, at, claimed, receivedAt, reader, clockOffsetMs } = sent
  const wearer = payload.badge === undefined ? null : await userOfBadge(tx, payload.badge)
  const by = sent.by ?? wearer?.username ?? null
  const id = sent.id ?? payload.id ?? idOf('tap', sent.cause)
  const verified = await tags.verify(tx, payload)
  const read = verified && 'uid' in verified ? verified : null
  const used = read && (await tapOfRead(tx, read.uid, read.counter))
  const claim = claimOf(payload)
  const checkpoint = await checkpointOf(tx, payload, read?.uid ?? null, sent.sites)
  const uid = claim.how === 'uid' && !checkpoint ? claim.uid : null
  return {
    selfTest: await isSelfTest(tx, reader?.id ?? null, uid),
    ...{ id, payload, by, at, claimed, receivedAt, clockOffsetMs, verified },
    ...(sent.seenAt !== undefined && { seenAt: sent.seenAt }),
    spent: read !== null && (await presenterOf(tx, read)) !== null,
    earlier: used && { same: 'read', by: used.by, reader: used.reader },
    person: sent.by !== null ? sent.person : wearer ? 'badge' : 'unknown',
    reader: reader?.id ?? null,
    site: checkpoint ? null : (reader?.site ?? (by === null ? null : await siteOfWork(tx, by, sent.sites))),
    checkpoint,
    recent: by === null ? 0 : await countTaps(tx, by, at - spamWindow, at),
  }
}

/** The checkpoint that the tap names; one of a site that the sender may not see is no different from none. */
async function checkpointOf(
  tx: Transaction<Records>,
  payload: TapPayload,
  signedUid: string | null,
  sites: readonly string[] | null,
): Promise<Checkpoint | null> {
  const claim = claimOf(payload)
  const uid = signedUid ?? ('uid' in claim ? claim.uid : null)
  const named = claim.how === 'code' ? await checkpointOfCode(tx, claim.code) : uid && (await checkpointOfTag(tx, uid))
  return named && (sites === null || sites.includes(named.site)) ? named : null
}

/** Counts the tap as a visit of the round it fits; whoever missed the checkpoint hears that somebody was there. */
const visited = (tx: Transaction<Records>, internals: Internals, sent: SentTap, tap: Tap) =>
  visitRounds(tx, internals, {
    tap: { ...tap, at: epoch(tap.at), receivedAt: sent.receivedAt },
    ...{ checkpoint: tap.checkpoint!, site: tap.site!, cause: sent.cause },
  })
