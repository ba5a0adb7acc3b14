// Findings over HTTP: what people report, the register, and what is done about it. The domain decides, this file saves.
import type { Transaction } from 'kysely'
import {
  findingActions,
  type Finding,
  type FindingAction,
  type FindingActionName,
  type NewFinding,
} from '../../core/contracts/finding.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { endedTickets, linkTicketToFinding, tellTicket, ticketOfFinding } from '../../core/domain/finding-ticket.ts'
import { actOnFinding, type Report } from '../../core/domain/finding.ts'
import { readAt } from '../../core/domain/tap-time.ts'
import { text } from '../../core/texts/texts.ts'
import { keepReport, saveFinding } from '../finding.ts'
import { idOf } from '../raise.ts'
import { findCheckpoint } from '../store/checkpoint.ts'
import { findDevice } from '../store/device.ts'
import { findFinding, listFindings, unsettledFindings } from '../store/finding.ts'
import type { Records } from '../store/schema.ts'
import { tapNamed } from '../store/tap.ts'
import { findUser } from '../store/user.ts'
import { keepNewTicket, writeTicket } from '../ticket.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { checkpointNamed, deviceNamed, refer, siteNamed } from './reference.ts'

type ActionRoute = `${FindingActionName}Finding`
type Routes = Pick<Handlers, 'listFindings' | 'createFinding' | 'getFinding' | 'ticketOfFinding' | ActionRoute>
type Deps = Pick<HttpDeps, 'db' | 'internals'>
type Tx = Transaction<Records>

export function findingRoutes(deps: Deps): Routes {
  const { db } = deps
  const actions = Object.fromEntries(
    (Object.keys(findingActions) as FindingActionName[]).map((action) => [
      `${action}Finding`,
      (call: Call<ActionRoute>) => act(deps, call, { action, ...call.body } as FindingAction),
    ]),
  ) as Pick<Handlers, ActionRoute>
  return {
    ...actions,
    listFindings: ({ actor, query: { state, site, from, to, overdue, ...query }, at }) => {
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      const filter = { ...query, ...span, sites: scopeOf(actor, site) }
      return state === 'unsettled' || overdue
        ? unsettledFindings(db, { ...filter, at, overdue })
        : listFindings(db, { ...filter, state })
    },
    getFinding: async ({ actor, id }) => visible(actor, await findFinding(db, id)),
    createFinding: (call) => report(deps, call),
    ticketOfFinding: (call) => openFor(deps, call),
  }
}

function report({ internals }: Deps, { actor, body, at, locale, commit }: Call<'createFinding'>) {
  return commit<Finding | Refusal>(async (tx) => {
    const known = await findFinding(tx, body.id)
    if (known) return untold(known.by === actor.name ? known : refuse('id_taken', { id: body.id }))
    const site = await siteOf(tx, body, actor)
    if (isRefusal(site)) return untold(site)
    const lost = await lostIn(tx, body, site, actor, locale)
    if (lost) return untold(lost)
    const { finding, happenings } = await keepReport(tx, internals, await reportOf(tx, body, site, actor.name, at))
    return { result: finding, happenings }
  })
}

/** Where it was seen: as said, or by what it was seen at, or the only site that the person has. Refused `site_needed`. */
async function siteOf(tx: Tx, { site, checkpoint, device }: NewFinding, actor: Actor): Promise<string | Refusal> {
  const place = checkpoint ? await findCheckpoint(tx, checkpoint) : device ? await findDevice(tx, device) : null
  return site ?? place?.site ?? (actor.sites?.length === 1 ? actor.sites[0]! : refuse('site_needed'))
}

const lostIn = (tx: Tx, { checkpoint, device }: NewFinding, site: string, actor: Actor, locale: Locale) =>
  refer(tx, locale, [
    siteNamed('site', site, actor.sites),
    checkpointNamed('checkpoint', checkpoint, site),
    deviceNamed('device', device, site),
  ])

async function reportOf(tx: Tx, body: NewFinding, site: string, by: string, at: number): Promise<Report> {
  const { id, checkpoint, device = null, check = null, photos, voice = null } = body
  const tap = body.tap === undefined ? null : await tapNamed(tx, body.tap)
  return {
    ...{ id, site, device, check, text: body.text, photos, voice, by },
    ...{ tap: body.tap ?? null, round: tap?.site === site ? tap.round : null },
    checkpoint: checkpoint === undefined ? null : await findCheckpoint(tx, checkpoint),
    ...{ at: Math.min(readAt(body.ts, at, body.sentAt), at), receivedAt: at },
  }
}

const act = ({ internals }: Deps, { actor, id, at, commit }: Call<ActionRoute>, action: FindingAction) =>
  commit<Finding | Refusal>(async (tx) => {
    const finding = visible(actor, await findFinding(tx, id))
    if (isRefusal(finding)) return untold(finding)
    if (action.action === 'assign' && !(await findUser(tx, action.owner))?.enabled)
      return untold(refuse('unknown_user', { user: action.owner }))
    const decided = actOnFinding(finding, action, actor, at)
    if (isRefusal(decided)) return untold(decided)
    const saved = await saveFinding(tx, internals, finding, decided)
    return { result: saved.finding, happenings: saved.happenings }
  })

/** Opens a ticket for a finding; one that has its ticket stays as it is. */
const openFor = ({ internals }: Deps, { actor, id: found, at, commit }: Call<'ticketOfFinding'>) =>
  commit<Finding | Refusal>(async (tx) => {
    const finding = visible(actor, await findFinding(tx, found))
    if (isRefusal(finding)) return untold(finding)
    const checkpoint = finding.checkpoint === null ? null : await findCheckpoint(tx, finding.checkpoint)
    const asked = ticketOfFinding(finding, checkpoint, titleOf(finding, checkpoint))
    if (asked === null || isRefusal(asked)) return untold(asked ?? finding)
    const id = idOf('t', 'finding', finding.id, ...endedTickets(finding))
    const ticket = await keepNewTicket(tx, asked, { id, source: 'finding', at, by: actor.name })
    const told = tellTicket(ticket.next, finding, at)
    await writeTicket(tx, ticket.next, told)
    const linked = linkTicketToFinding(finding, ticket.next.id, actor.name, at)
    const saved = await saveFinding(tx, internals, finding, linked)
    return { result: saved.finding, happenings: [...ticket.happenings, ...told.happenings, ...saved.happenings] }
  })

/** What is wrong and where, in both languages; a ticket's title has 200 characters at most. */
function titleOf({ checkName, text: said }: Finding, checkpoint: { name: Record<Locale, string> } | null) {
  const of = (locale: Locale) => {
    const what = checkName?.[locale] ?? (said.split('\n')[0]!.slice(0, 80) || text(locale, 'finding.unnamed'))
    const place = checkpoint?.name[locale]
    return (place ? text(locale, 'finding.at_place', { place, what }) : what).slice(0, 200)
  }
  return { 'zh-CN': of('zh-CN'), en: of('en') }
}
