// `/t`, the page that a signed tag or a printed code opens: looking at it records nothing, its button does. It works
// without a script and before anybody signed in: the tap is kept first, then the page asks who it was.
import { Router } from 'express'
import { isRefusal, type RefusalCode } from '../../core/contracts/refusal.ts'
import type { User } from '../../core/contracts/user.ts'
import { may } from '../../core/domain/permission.ts'
import { actorOf } from '../../core/domain/user.ts'
import { createGuardMarks } from '../guard-mark.ts'
import { sessionCookie } from '../identity.ts'
import { listUsers } from '../store/user.ts'
import type { HttpDeps } from './deps.ts'
import { readBytes } from './json.ts'
import { claimIn, createLandingSeals, type Kept } from './landing-kept.ts'
import { landingPage, landingStyle, recordedPage, whoPage } from './landing-page.ts'
import { find, recordKept } from './landing-record.ts'
import {
  forget,
  keep,
  localeFor,
  refuseVisit,
  remember,
  send,
  visitOf,
  type Known,
  type Room,
  type Visit,
} from './landing-visit.ts'
import { isLocal, originCheck } from './origin.ts'

const formLimit = 16 * 1024

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

async function look(room: Room, visit: Visit): Promise<void> {
  const claim = claimIn(visit.request.query)
  const found = claim ? await find(room, claim, visit) : { state: 'empty' as const }
  send(visit, 200, landingPage(localeFor(visit), found, visit.known?.user.name ?? null))
}

/** The button: who is known is recorded; else the tap is kept and the page asks. */
async function press(room: Room, visit: Visit, fields: Fields): Promise<void> {
  const claim = claimIn(fields)
  if (!claim) return look(room, visit)
  const tap = room.seals.tapOf(claim, fields.stamp, visit.at)
  if (visit.known) return record(room, visit, visit.known, [...visit.kept, tap])
  const found = await find(room, claim, visit)
  if (found.state === 'refused') return answerRefused(room, visit, tap)
  const others = visit.kept.filter(({ id }) => id !== tap.id)
  keep(room, visit, [...others, tap])
  visit.response.redirect(303, '/t/who')
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
  const { identity, marks } = room
  const from = { address: visit.request.socket.remoteAddress ?? '', cookie: null }
  const chosen = isDemo(room, visit)
    ? (await demoPeople(room)).find(({ username }) => username === fields.demo)
    : undefined
  const opened = chosen
    ? await identity.open(chosen, from)
    : await identity.signIn((fields.username ?? '').trim(), fields.password ?? '', from)
  if (isRefusal(opened)) return ask(room, visit, opened.refused)
  remember(room, visit, opened.cookie, await marks.give(opened.user.username))
  const known: Known = { user: opened.user, actor: actorOf(opened.user), person: 'session' }
  await record(room, { ...visit, known }, known, visit.kept)
}

/** The phone forgets who held it; taps that wait are kept for whoever says that they are his. */
async function leave(room: Room, visit: Visit): Promise<void> {
  const { request, response, mark, known } = visit
  if (mark !== null) await room.marks.revoke(mark)
  if (known?.person === 'session') await room.identity.signOut(known.actor, sessionCookie(request.headers))
  forget(room, visit)
  response.redirect(303, '/t')
}

async function record(room: Room, visit: Visit, known: Known, taps: readonly Kept[]): Promise<void> {
  if (!may(known.actor.role, 'tap.record')) return refuseVisit(visit, 403, 'forbidden')
  if (taps.length === 0) return ask(room, visit, null)
  const receipts = await recordKept(room, visit, known, taps)
  keep(room, visit, [])
  send(visit, 200, recordedPage(localeFor(visit), receipts, known.user.name))
}

/** What is no tap needs no owner: it is kept as refused, and the page says why. */
async function answerRefused(room: Room, visit: Visit, tap: Kept): Promise<void> {
  send(visit, 200, recordedPage(localeFor(visit), await recordKept(room, visit, null, [tap]), null))
}
