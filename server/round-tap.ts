// What a tap, or a sensor's sign in its place, does to the rounds of its site: it visits one of them, takes back a miss,
// and shows that its guard is in contact. Inside the caller's transaction.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Round } from '../core/contracts/round.ts'
import type { Tap } from '../core/contracts/tap.ts'
import { annotate } from '../core/domain/incident.ts'
import { attribute } from '../core/domain/round-attribute.ts'
import { noteContact, walkerOf } from '../core/domain/round-lost.ts'
import { patrolRole } from '../core/domain/round-roles.ts'
import { reach, readAt, type RoundTap } from '../core/domain/round-visit.ts'
import { noteChecks, noteGrade, visit } from '../core/domain/round.ts'
import type { Internals } from './internal.ts'
import { update } from './raise.ts'
import { incidentsOf } from './store/incident.ts'
import { findRound, lostRounds, roundsWithin, saveRound } from './store/round.ts'
import type { Records } from './store/schema.ts'
import { findUser } from './store/user.ts'

type Tx = Transaction<Records>
/** Where it was read, and what brought it, for ever unique. */
export type Sighted = { tap: RoundTap; checkpoint: string; site: string; cause: string }

/** Counts a tap as a visit of the round it fits; whoever missed the checkpoint or the guard hears of it. */
export async function visitRounds(tx: Tx, internals: Internals, sighted: Sighted) {
  const { checkpoint } = sighted
  const before = await roundsOf(tx, sighted)
  const tap = { ...sighted.tap, role: await roleOf(tx, before, sighted) }
  const round = attribute(before, tap, checkpoint)
  const happenings: NewHappening[] = []
  let after = before
  if (round) {
    const { decision, corrected } = visit(round, tap, checkpoint)
    happenings.push(...(await save(tx, decision)))
    after = before.map((each) => (each === round ? decision.next : each))
    const blamed = corrected && !decision.next.visits.find((each) => each.tap === tap.id)?.unwatched
    if (blamed) happenings.push(...(await annotateMisses(tx, sighted, epoch(round.startsAt))))
  }
  if (!missedAfter(after, checkpoint, readAt(tap))) happenings.push(...(await endMisses(tx, internals, sighted)))
  if (tap.by !== null) happenings.push(...(await hear(tx, internals, before, after, sighted)))
  return { round: round?.id ?? null, happenings }
}

/** The rounds that the tap can belong to, those that came due since it was read, and those whose guard is looked for. */
async function roundsOf(tx: Tx, { tap, site }: Sighted): Promise<Round[]> {
  const near = await roundsWithin(tx, site, tap.at - reach, Math.max(tap.at + reach, tap.receivedAt))
  const lost = await lostRounds(tx, site)
  return [...near, ...lost.filter(({ id }) => !near.some((round) => round.id === id))]
}

/** The answers to a tap's checks came after it: its visit shows them. */
export async function checkVisit(tx: Tx, tap: Tap, at: number): Promise<NewHappening[]> {
  const round = tap.round === null ? null : await findRound(tx, tap.round)
  return round ? save(tx, noteChecks(round, tap, at)) : []
}

/** Taps that were graded anew: the stops that they visited show it. */
export async function regradeVisits(tx: Tx, taps: readonly Tap[], at: number): Promise<NewHappening[]> {
  const happenings: NewHappening[] = []
  for (const tap of taps) {
    const round = tap.round === null ? null : await findRound(tx, tap.round)
    if (round) happenings.push(...(await save(tx, noteGrade(round, tap, at))))
  }
  return happenings
}

async function save(tx: Tx, decision: { next: Round; happenings: NewHappening[] }): Promise<NewHappening[]> {
  if (decision.happenings.length > 0) await saveRound(tx, decision.next)
  return decision.happenings
}

/** What the person is at a two-role checkpoint; asked only where a round wants to know. */
async function roleOf(tx: Tx, rounds: readonly Round[], { tap, checkpoint }: Sighted) {
  const asked = rounds.some(({ visits }) =>
    visits.some((each) => each.checkpoint === checkpoint && each.roles !== null),
  )
  return asked && tap.by !== null ? patrolRole((await findUser(tx, tap.by))?.role) : null
}

/** A late sync corrects the round; the incident keeps what was known then and says what was learnt since. */
async function annotateMisses(tx: Tx, { tap, checkpoint }: Sighted, since: number) {
  const learnt = { corrected: 'late_synced', tap: tap.id, by: tap.by, readAt: iso(tap.at) }
  const happenings: NewHappening[] = []
  for (const incident of await incidentsOf(tx, { type: 'checkpoint', id: checkpoint }, since))
    happenings.push(...(await update(tx, incident, annotate(incident, learnt, tap.receivedAt))))
  return happenings
}

/** Whether a deadline after this read was missed and still is: what was read before says nothing of it. */
const missedAfter = (rounds: readonly Round[], checkpoint: string, at: number): boolean =>
  rounds.some(({ visits }) =>
    visits.some((each) => each.checkpoint === checkpoint && each.state === 'missed' && epoch(each.deadline) > at),
  )

function endMisses(tx: Tx, internals: Internals, { tap, checkpoint, site, cause }: Sighted) {
  const data = tap.device === undefined ? { tap: tap.id } : { sensor: tap.device }
  return internals.tell(tx, {
    ...{ name: 'checkpoint_visited', subject: { type: 'checkpoint', id: checkpoint }, data },
    ...{ site, device: null, at: tap.receivedAt, cause },
  })
}

/** The guard's own rounds that this did not visit are in contact too; whoever was out of contact is found. */
async function hear(tx: Tx, internals: Internals, before: Round[], after: Round[], sighted: Sighted) {
  const { tap, site, cause } = sighted
  const own = (round: Round) => walkerOf(round) === tap.by
  const lost = before.filter((round) => own(round) && round.lostAt !== null)
  const happenings: NewHappening[] = []
  for (const [n, round] of after.entries())
    if (round === before[n] && own(round) && (round.lostAt !== null || round.state === 'under_way'))
      happenings.push(...(await save(tx, noteContact(round, tap.receivedAt, tap.by))))
  for (const round of lost) happenings.push(...(await annotateLost(tx, round, sighted)))
  const subject = { type: 'user' as const, id: tap.by! }
  const event = { name: 'guard_heard' as const, subject, data: { tap: tap.id }, site, device: null }
  return [...happenings, ...(await internals.tell(tx, { ...event, at: tap.receivedAt, cause }))]
}

/** A read from before the guard was out of contact shows that only the network was. */
async function annotateLost(tx: Tx, round: Round, { tap }: Sighted) {
  const since = epoch(round.lostAt)!
  if (tap.at >= since) return []
  const learnt = { corrected: 'was_offline', tap: tap.id, by: tap.by, readAt: iso(tap.at) }
  const happenings: NewHappening[] = []
  for (const incident of await incidentsOf(tx, { type: 'user', id: tap.by! }, since))
    if (incident.evidence.round === round.id)
      happenings.push(...(await update(tx, incident, annotate(incident, learnt, tap.receivedAt))))
  return happenings
}
