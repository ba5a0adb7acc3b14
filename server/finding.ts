// Findings in the records: reported by a person or by a failed check of a tap, counted when seen again, late by the tick.
import type { Transaction } from 'kysely'
import type { Finding } from '../core/contracts/finding.ts'
import { epoch } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Tap, TapCheck } from '../core/contracts/tap.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import type { Decision } from '../core/domain/decision.ts'
import { mendFinding, unlinkTicket } from '../core/domain/finding-ticket.ts'
import {
  isCaughtUp,
  passFinding,
  repeatFinding,
  reportFinding,
  tickFinding,
  type Report,
} from '../core/domain/finding.ts'
import { failTicket } from '../core/domain/ticket-system.ts'
import type { Internals } from './internal.ts'
import { idOf } from './raise.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { useFiles } from './store/file.ts'
import { findingOfTicket, findingsDue, insertFinding, openFindingOf, updateFinding } from './store/finding.ts'
import type { Records } from './store/schema.ts'
import { findTicket } from './store/ticket.ts'
import { saveTicket } from './ticket.ts'

type Tx = Transaction<Records>
/** Who tells the rules. */
type Rules = Pick<Internals, 'tell'>
type Told = { finding: Finding; happenings: NewHappening[] }

/** Keeps what somebody saw. The same check of a checkpoint has one open finding: seen again it is counted. */
export async function keepReport(tx: Tx, internals: Rules, report: Report): Promise<Told> {
  const { checkpoint, check } = report
  const open = checkpoint && check !== null ? await openFindingOf(tx, checkpoint.id, check) : null
  if (open) return saveFinding(tx, internals, open, repeatFinding(open, report))
  const { next, happenings } = reportFinding(report)
  await insertFinding(tx, next)
  await useFiles(tx, filesOf(next), { noun: 'finding', thing: next.id, site: next.site })
  return { finding: next, happenings }
}

const filesOf = ({ photos, voice }: Finding): string[] => [...photos, ...(voice === null ? [] : [voice])]

/** Writes what was decided about a finding; rules hear when it is late no longer. */
export async function saveFinding(
  tx: Tx,
  internals: Rules,
  before: Finding,
  { next, happenings }: Decision<Finding>,
): Promise<Told> {
  if (happenings.length === 0) return { finding: next, happenings }
  await updateFinding(tx, before, next)
  await useFiles(tx, filesOf(next), { noun: 'finding', thing: next.id, site: next.site })
  const settled = isCaughtUp(before, next)
    ? await tellRules(tx, internals, 'finding_caught_up', next, happenings[0]!)
    : []
  const failed = happenings.some(({ type }) => type === 'finding.failed')
  const again = failed ? await sendBack(tx, internals, next, happenings[0]!) : { finding: next, happenings: [] }
  return { finding: again.finding, happenings: [...happenings, ...settled, ...again.happenings] }
}

/** The work of its ticket did not hold: the same ticket again, or none, so that another may be opened. */
async function sendBack(tx: Tx, internals: Rules, finding: Finding, { by, at }: NewHappening): Promise<Told> {
  const ticket = finding.ticket === null ? null : await findTicket(tx, finding.ticket)
  if (!ticket) return { finding, happenings: [] }
  const again = failTicket(ticket, finding.id, by, epoch(at))
  if (again) return { finding, happenings: await saveTicket(tx, internals, ticket, again, epoch(at)) }
  const unlinked = unlinkTicket(finding, epoch(at))
  await updateFinding(tx, finding, unlinked.next)
  return { finding: unlinked.next, happenings: unlinked.happenings }
}

/** The ticket of a finding has changed: once its work is verified, the finding counts as put right. */
export async function followTicket(
  tx: Tx,
  internals: Rules,
  ticket: Ticket,
  by: string | null,
  at: number,
): Promise<NewHappening[]> {
  const finding = ticket.source === 'finding' ? await findingOfTicket(tx, ticket.id) : null
  const mended = finding && mendFinding(finding, ticket, by, at)
  return mended ? (await saveFinding(tx, internals, finding, mended)).happenings : []
}

function tellRules(
  tx: Tx,
  internals: Rules,
  name: 'finding_overdue' | 'finding_caught_up',
  finding: Finding,
  { at }: Pick<NewHappening, 'at'>,
): Promise<NewHappening[]> {
  const { id, site, device, checkpoint, text, owner, dueAt, version } = finding
  const data = { finding: id, checkpoint, text, owner, dueAt }
  const cause = `finding/${id}/${version}`
  return internals.tell(tx, { name, subject: { type: 'finding', id }, data, site, device, at: epoch(at), cause })
}

/** Marks every deadline that has passed at `at`, epoch ms. */
export async function markOverdue(tx: Tx, internals: Rules, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const finding of await findingsDue(tx, at)) {
    const { next, happenings } = tickFinding(finding, at)
    if (happenings.length === 0) continue
    await updateFinding(tx, finding, next)
    told.push(...happenings, ...(await tellRules(tx, internals, 'finding_overdue', next, happenings[0]!)))
  }
  return told
}

/**
 * What the answers to a tap's checks make of findings: a failed one is a finding (or is counted on the open one), a
 * passed one by another person settles what was said to be put right. To be called once for the answers of a tap.
 */
export async function findingsOfChecks(
  tx: Tx,
  internals: Rules,
  tap: Tap,
  receivedAt: number,
): Promise<NewHappening[]> {
  const { checkpoint: id, site } = tap
  if (tap.status !== 'accepted' || id === null || site === null || tap.checks.length === 0) return []
  const photos = tap.checks.flatMap((check) => check.photos ?? [])
  await useFiles(tx, photos, { noun: 'tap', thing: tap.id, site })
  const checkpoint = await findCheckpoint(tx, id)
  const told: NewHappening[] = []
  for (const check of tap.checks) {
    const report = checkpoint && reportOf({ ...tap, site }, check, receivedAt)
    if (!report) continue
    if (check.ok) told.push(...(await settleBy(tx, internals, id, check, tap, receivedAt)))
    else told.push(...(await keepReport(tx, internals, { ...report, checkpoint })).happenings)
  }
  return told
}

/** The id follows from the tap and the check, so that the same answers make the same finding. */
function reportOf(tap: Tap & { site: string }, check: TapCheck, receivedAt: number): Omit<Report, 'checkpoint'> {
  return {
    ...{
      id: idOf('f', tap.id, check.id),
      site: tap.site,
      device: null,
      tap: tap.id,
      round: tap.round,
      check: check.id,
      voice: null,
    },
    ...{ text: check.note ?? '', photos: check.photos ?? [], by: tap.by ?? tap.reader ?? '', value: check.value },
    ...{ at: epoch(tap.at), receivedAt },
  }
}

async function settleBy(tx: Tx, internals: Rules, checkpoint: string, check: TapCheck, tap: Tap, at: number) {
  const open = await openFindingOf(tx, checkpoint, check.id)
  const passed = open && passFinding(open, { by: tap.by, tap: tap.id, at })
  return open && passed ? (await saveFinding(tx, internals, open, passed)).happenings : []
}
