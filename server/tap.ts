// Records one tap, whether it came from a reader over MQTT or from a phone over HTTP: judge, attribute to a round, visit.
// The same tap again, by its id or by its tag and counter, changes nothing.
import type { Transaction } from 'kysely'
import type { Checkpoint } from '../core/contracts/checkpoint.ts'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Round } from '../core/contracts/round.ts'
import type { Tap, TapPayload } from '../core/contracts/tap.ts'
import { annotate } from '../core/domain/incident.ts'
import { attribute, visit, type RoundTap } from '../core/domain/round.ts'
import { answered, claimOf, judgeTap, type TapFacts } from '../core/domain/tap.ts'
import type { Internals } from './internal.ts'
import { idOf, update } from './raise.ts'
import { checkpointOfCode, checkpointOfTag } from './store/checkpoint.ts'
import { incidentsOf } from './store/incident.ts'
import { roundsAround, saveRound } from './store/round.ts'
import type { Records } from './store/schema.ts'
import { countTaps, earlierTap, insertTap, saveTapChecks } from './store/tap.ts'
import { userOfBadge } from './store/user.ts'

/** A round that ended so long ago may still be corrected by a late sync. */
const lateSync = 24 * 3_600_000
const spamWindow = 10 * 60_000

export type SentTap = {
  payload: TapPayload
  /** The sender's own id of the tap, or null. */
  id: string | null
  /** When it was read (corrected by the sender's clock offset) and when it was received, epoch ms. */
  at: number
  receivedAt: number
  /** Who is signed in on the phone that sent it; null for a reader. */
  by: string | null
  /** The sites that the sender may see; null for all, as for a reader. */
  sites: readonly string[] | null
  /** The reader that sent it, with its site; null for a phone. */
  reader: { id: string; site: string } | null
  /** The measured offset of the sender's clock; null when it is not known. */
  clockOffsetMs: number | null
  /** What brought it, for ever unique: the record of the journal, or the call. */
  cause: string
}

/** Records a tap inside the caller's transaction and says what became of it. */
export async function recordTap(
  tx: Transaction<Records>,
  internals: Internals,
  sent: SentTap,
): Promise<{ tap: Tap; happenings: NewHappening[] }> {
  const facts = await factsOf(tx, sent)
  const known = await earlierTap(tx, { id: facts.id, uid: null, counter: null })
  if (known) return again(tx, sent, facts.by, known)
  const tap = judgeTap(facts)
  const round = tap.status === 'accepted' ? await visitRound(tx, internals, sent, tap) : { id: null, happenings: [] }
  const kept = { ...tap, round: round.id }
  await insertTap(tx, kept)
  return { tap: kept, happenings: [tell(kept, sent.receivedAt), ...round.happenings] }
}

/** The same tap once more changes nothing, unless it brings the answers to its checks. */
async function again(tx: Transaction<Records>, { payload, receivedAt }: SentTap, by: string | null, known: Tap) {
  const checked = answered(known, payload, by)
  if (checked) await saveTapChecks(tx, checked)
  const tap = checked ?? known
  const happenings = checked ? [tell(checked, receivedAt, 'checked')] : []
  return { tap: tap.status === 'accepted' ? { ...tap, status: 'duplicate' as const } : tap, happenings }
}

const tell = (tap: Tap, at: number, what: string = tap.status): NewHappening => ({
  ...{ type: `tap.${what}`, at: iso(at), site: tap.site, by: tap.by, id: tap.id, data: tap },
})

async function factsOf(tx: Transaction<Records>, sent: SentTap): Promise<TapFacts> {
  const { payload, at, receivedAt, reader, clockOffsetMs } = sent
  const wearer = payload.badge === undefined ? null : await userOfBadge(tx, payload.badge)
  const by = sent.by ?? wearer?.username ?? null
  const id = sent.id ?? payload.id ?? idOf('tap', sent.cause)
  return {
    ...{ id, payload, by, at, receivedAt, clockOffsetMs, verified: null, earlier: null },
    person: sent.by !== null ? 'session' : wearer ? 'badge' : 'unknown',
    reader: reader?.id ?? null,
    site: reader?.site ?? null,
    checkpoint: await checkpointOf(tx, payload, sent.sites),
    recent: by === null ? 0 : await countTaps(tx, by, at - spamWindow, at),
  }
}

/** The checkpoint that the tap names; one of a site that the sender may not see is no different from none. */
async function checkpointOf(
  tx: Transaction<Records>,
  payload: TapPayload,
  sites: readonly string[] | null,
): Promise<Checkpoint | null> {
  const claim = claimOf(payload)
  const uid = 'uid' in claim ? claim.uid : null
  const named = claim.how === 'code' ? await checkpointOfCode(tx, claim.code) : uid && (await checkpointOfTag(tx, uid))
  return named && (sites === null || sites.includes(named.site)) ? named : null
}

/** Counts the tap as a visit of the round it fits; whoever missed the checkpoint hears that somebody was there. */
async function visitRound(tx: Transaction<Records>, internals: Internals, sent: SentTap, tap: Tap) {
  const checkpoint = tap.checkpoint!
  const read: RoundTap = { id: tap.id, at: epoch(tap.at), by: tap.by, receivedAt: sent.receivedAt }
  const rounds = await roundsAround(tx, tap.site!, read.at, lateSync)
  const round = attribute(rounds, read, checkpoint)
  const happenings: NewHappening[] = []
  let after = rounds
  if (round) {
    const { decision, corrected } = visit(round, read, checkpoint)
    if (decision.happenings.length > 0) await saveRound(tx, decision.next)
    happenings.push(...decision.happenings)
    after = rounds.map((each) => (each === round ? decision.next : each))
    if (corrected)
      happenings.push(...(await annotateMisses(tx, checkpoint, epoch(round.startsAt), tap, sent.receivedAt)))
  }
  if (!missedAfter(after, checkpoint, read.at))
    happenings.push(...(await endMisses(tx, internals, checkpoint, sent, tap)))
  return { id: round?.id ?? null, happenings }
}

/** A late sync corrects the round; the incident keeps what was known then and says what was learnt since. */
async function annotateMisses(tx: Transaction<Records>, checkpoint: string, since: number, tap: Tap, at: number) {
  const happenings: NewHappening[] = []
  for (const incident of await incidentsOf(tx, { type: 'checkpoint', id: checkpoint }, since)) {
    const learnt = { corrected: 'late_synced', tap: tap.id, by: tap.by, readAt: tap.at }
    happenings.push(...(await update(tx, incident, annotate(incident, learnt, at))))
  }
  return happenings
}

/** Whether a deadline after this read was missed and still is: what was read before says nothing of it. */
const missedAfter = (rounds: readonly Round[], checkpoint: string, readAt: number): boolean =>
  rounds.some(({ visits }) =>
    visits.some((each) => each.checkpoint === checkpoint && each.state === 'missed' && epoch(each.deadline) > readAt),
  )

function endMisses(tx: Transaction<Records>, internals: Internals, checkpoint: string, sent: SentTap, tap: Tap) {
  return internals.tell(tx, {
    ...{ name: 'checkpoint_visited', subject: { type: 'checkpoint', id: checkpoint }, data: { tap: tap.id } },
    ...{ site: tap.site!, device: null, at: sent.receivedAt, cause: sent.cause },
  })
}
