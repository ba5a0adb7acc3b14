// `/t`, the page that a signed tag or a printed code opens: looking at it records nothing, its button does. It works
// without a script and before anybody signed in: the tap is kept first, then the page asks who it was.
import { Router, type Request, type Response } from 'express'
import { isRefusal, type RefusalCode } from '../../core/contracts/refusal.ts'
import type { Actor, User } from '../../core/contracts/user.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { claimOf } from '../../core/domain/tap.ts'
import { may, sees } from '../../core/domain/permission.ts'
import { actorOf } from '../../core/domain/user.ts'
import { createGuardMarks, markDays, type GuardMarks } from '../guard-mark.ts'
import { checkpointOfCode, checkpointOfTag, findCheckpoint } from '../store/checkpoint.ts'
import { findRound } from '../store/round.ts'
import { findSite } from '../store/site.ts'
import { tapOfRead } from '../store/tap.ts'
import { findUser, listUsers } from '../store/user.ts'
import { cookieIn, cookieOf, keepCookie } from './cookie.ts'
import type { HttpDeps } from './deps.ts'
import { readBytes } from './json.ts'
import { claimIn, createLandingSeals, payloadOf, type Claim, type Kept, type LandingSeals } from './landing-kept.ts'
import {
  landingPage,
  landingStyle,
  recordedPage,
  refusalPage,
  whoPage,
  type Found,
  type Recorded,
} from './landing-page.ts'
import { isLocal, originCheck } from './origin.ts'
import { localeOf } from './problem.ts'

const markCookie = 'wk_guard'
const keptCookie = 'wk_tap'
const formLimit = 16 * 1024
const unknownZone = 'UTC'

/** Who holds the phone: signed in himself now, or known by the phone's mark. */
type Known = { user: User; actor: Actor; person: 'session' | 'shared' }
type Visit = {
  request: Request
  response: Response
  at: number
  known: Known | null
  kept: Kept[]
  mark: string | null
}
type Room = HttpDeps & { marks: GuardMarks; seals: LandingSeals }
type Fields = Record<string, string>

export function landingRouter(deps: HttpDeps): Router {
  const room: Room = { ...deps, marks: createGuardMarks(deps), seals: createLandingSeals(deps.settings.secretKey) }
  const own = originCheck(deps.settings.publicUrl)
  const router = Router()
  router.get('/t/page.css', (_request, response) => void response.type('css').end(landingStyle))
  router.use('/t', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    next()
  })
  router.get('/t', async (request, response) => look(room, await visitOf(room, request, response)))
  router.get('/t/who', async (request, response) => ask(room, await visitOf(room, request, response), null))
  for (const [path, act] of [
    ['/t', press],
    ['/t/who', identify],
    ['/t/leave', leave],
  ] as const)
    router.post(path, async (request, response) => {
      const visit = await visitOf(room, request, response)
      if (!own(request.headers)) return refuseVisit(visit, 403, 'foreign_origin')
      const bytes = await readBytes(request, response, formLimit)
      if (isRefusal(bytes)) return refuseVisit(visit, 413, 'too_large')
      await act(room, visit, Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))))
    })
  return router
}

async function visitOf(room: Room, request: Request, response: Response): Promise<Visit> {
  const at = room.clock.now()
  const mark = cookieIn(request.headers, markCookie)
  const kept = room.seals.open(cookieIn(request.headers, keptCookie), at)
  return { request, response, at, mark, kept, known: await knownBy(room, request, mark) }
}

async function knownBy({ db, identity, marks }: Room, request: Request, mark: string | null): Promise<Known | null> {
  const actor = await identity.authenticate(request)
  const user = actor?.type === 'user' ? await findUser(db, actor.name) : null
  if (actor && user) return { user, actor, person: 'session' }
  const marked = await marks.read(mark)
  return marked && { user: marked, actor: actorOf(marked), person: 'shared' }
}

const localeFor = ({ request, known }: Visit) => localeOf(known?.actor ?? null, request.headers['accept-language'])

function send(visit: Visit, status: number, page: string): void {
  visit.response.status(status).setHeader('Content-Language', localeFor(visit))
  visit.response.type('html').end(page)
}
const refuseVisit = (visit: Visit, status: number, code: RefusalCode): void =>
  send(visit, status, refusalPage(localeFor(visit), code))

async function look(room: Room, visit: Visit): Promise<void> {
  const claim = claimIn(visit.request.query)
  const found = claim ? await find(room, claim, visit) : { state: 'empty' as const }
  send(visit, 200, landingPage(localeFor(visit), found, visit.known?.user.name ?? null))
}

/** What stands behind a claim, without using it up. */
async function find({ db, tags, seals }: Room, claim: Claim, { at, known }: Visit): Promise<Found> {
  const said = claimOf(claim)
  if (said.how === 'refused') return { state: 'refused', reason: said.reason }
  const verified = await tags.verify(db, claim)
  if (verified && 'refused' in verified) return { state: 'refused', reason: verified.refused }
  const checkpoint =
    said.how === 'code' ? await checkpointOfCode(db, said.code) : await checkpointOfTag(db, verified?.uid ?? '')
  if (!checkpoint || (known && !sees(known.actor, checkpoint.site)))
    return { state: 'refused', reason: said.how === 'code' ? 'unknown_code' : 'unknown_tag' }
  const used = verified && (await tapOfRead(db, verified.uid, verified.counter))
  const timezone = (await findSite(db, checkpoint.site))?.timezone ?? unknownZone
  if (used) return { state: 'used', name: checkpoint.name, at: epoch(used.at), timezone }
  return { state: 'ready', name: checkpoint.name, claim, stamp: seals.stamp(claim, at) }
}

/** The button: who is known is recorded; else the tap is kept and the page asks. */
async function press(room: Room, visit: Visit, fields: Fields): Promise<void> {
  const claim = claimIn(fields)
  if (!claim) return look(room, visit)
  const tap = room.seals.tapOf(claim, fields.stamp, visit.at)
  if (visit.known) return record(room, visit, visit.known, [...visit.kept, tap])
  const found = await find(room, claim, visit)
  if (found.state === 'refused') return recordRefused(room, visit, tap)
  const others = visit.kept.filter(({ id }) => id !== tap.id)
  keep(room, visit, [...others, tap])
  visit.response.redirect(303, '/t/who')
}

function keep({ seals, settings }: Room, { response }: Visit, taps: readonly Kept[]): void {
  const value = taps.length === 0 ? null : seals.close(taps)
  response.appendHeader('Set-Cookie', keepCookie(keptCookie, value, { path: '/t', days: 1, secure: settings.secure }))
}

async function ask(room: Room, visit: Visit, refused: RefusalCode | null): Promise<void> {
  const demo = isDemo(room, visit) ? await demoPeople(room) : []
  send(visit, refused ? 403 : 200, whoPage(localeFor(visit), { waiting: visit.kept.length, refused, demo }))
}

/** The demo lets anybody in by a button, under the same conditions as its sign-in page. */
const isDemo = ({ settings }: Room, { request }: Visit): boolean =>
  settings.demo &&
  (settings.demoPublic || (settings.loopback && isLocal(request.socket.remoteAddress, request.headers)))

async function demoPeople({ db }: Room): Promise<User[]> {
  const { items } = await listUsers(db, { limit: 100 })
  return items.filter(({ enabled, role }) => enabled && (role === 'guard' || role === 'technician'))
}

/** Says who it was: by password, or in the demo by a button. From now on the phone knows him. */
async function identify(room: Room, visit: Visit, fields: Fields): Promise<void> {
  const { identity, marks, settings } = room
  const { request, response } = visit
  const from = { address: request.socket.remoteAddress ?? '', cookie: null }
  const chosen = isDemo(room, visit)
    ? (await demoPeople(room)).find(({ username }) => username === fields.demo)
    : undefined
  const opened = chosen
    ? await identity.open(chosen, from)
    : await identity.signIn((fields.username ?? '').trim(), fields.password ?? '', from)
  if (isRefusal(opened)) return ask(room, visit, opened.refused)
  const mark = await marks.give(opened.user.username)
  response.appendHeader('Set-Cookie', cookieOf(opened.cookie, settings.secure))
  response.appendHeader(
    'Set-Cookie',
    keepCookie(markCookie, mark, { path: '/t', days: markDays, secure: settings.secure }),
  )
  const known: Known = { user: opened.user, actor: actorOf(opened.user), person: 'session' }
  await record(room, { ...visit, known }, known, visit.kept)
}

/** The phone forgets who held it; taps that wait are kept for whoever says that they are his. */
async function leave({ identity, marks, settings }: Room, { request, response, mark, known }: Visit): Promise<void> {
  if (mark !== null) await marks.revoke(mark)
  const session = cookieIn(request.headers, 'wk_session')
  if (known?.person === 'session') await identity.signOut(known.actor, session)
  response.appendHeader('Set-Cookie', cookieOf(null, settings.secure))
  response.appendHeader('Set-Cookie', keepCookie(markCookie, null, { path: '/t', days: 0, secure: settings.secure }))
  response.redirect(303, '/t')
}

async function record(room: Room, visit: Visit, { actor, user, person }: Known, taps: readonly Kept[]): Promise<void> {
  if (!may(actor.role, 'tap.record')) return refuseVisit(visit, 403, 'forbidden')
  if (taps.length === 0) return ask(room, visit, null)
  const { at } = visit
  const recorded = await room.commit(async (tx) => {
    const items: Tap[] = []
    const happenings = []
    for (const tap of taps) {
      const sent = { payload: payloadOf(tap), id: tap.id, at: tap.at, seenAt: tap.at, claimed: false, receivedAt: at }
      const by = { by: user.username, person, sites: actor.sites, reader: null, clockOffsetMs: null }
      const done = await room.recordTap(tx, { ...sent, ...by, cause: `t/${tap.id}` })
      items.push(done.tap)
      happenings.push(...done.happenings)
    }
    return { result: items, happenings }
  })
  keep(room, visit, [])
  const receipts = await Promise.all(recorded.map((tap) => receiptOf(room, tap)))
  send(visit, 200, recordedPage(localeFor(visit), receipts, user.name))
}

/** What is no tap needs no owner: it is kept as refused, and the page says why. */
async function recordRefused(room: Room, visit: Visit, tap: Kept): Promise<void> {
  const recorded = await room.commit(async (tx) => {
    const by = { by: null, person: 'shared' as const, sites: null, reader: null, clockOffsetMs: null }
    const sent = { payload: payloadOf(tap), id: tap.id, at: tap.at, claimed: false, receivedAt: visit.at }
    const done = await room.recordTap(tx, { ...sent, ...by, cause: `t/${tap.id}` })
    return { result: done.tap, happenings: done.happenings }
  })
  send(visit, 200, recordedPage(localeFor(visit), [await receiptOf(room, recorded)], null))
}

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
