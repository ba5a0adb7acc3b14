// One visit to the page of a tag: who holds the phone, which taps it keeps, and how it is answered.
import type { Request, Response } from 'express'
import type { RefusalCode } from '../../core/contracts/refusal.ts'
import type { Actor, User } from '../../core/contracts/user.ts'
import { actorOf } from '../../core/domain/user.ts'
import { markDays, type GuardMarks } from '../guard-mark.ts'
import { findUser } from '../store/user.ts'
import { cookieIn, cookieOf, keepCookie } from './cookie.ts'
import type { HttpDeps } from './deps.ts'
import type { Kept, LandingSeals } from './landing-kept.ts'
import { refusalPage } from './landing-page.ts'
import { localeOf } from './problem.ts'

const markCookie = 'wk_guard'
const keptCookie = 'wk_tap'

/** Who holds the phone: signed in himself now, or known by the phone's mark. */
export type Known = { user: User; actor: Actor; person: 'session' | 'shared' }
export type Visit = {
  request: Request
  response: Response
  at: number
  known: Known | null
  kept: Kept[]
  mark: string | null
}
export type Room = HttpDeps & { marks: GuardMarks; seals: LandingSeals }

export async function visitOf(room: Room, request: Request, response: Response): Promise<Visit> {
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

export const localeFor = ({ request, known }: Visit) =>
  localeOf(known?.actor ?? null, request.headers['accept-language'])

export function send(visit: Visit, status: number, page: string): void {
  visit.response.status(status).setHeader('Content-Language', localeFor(visit))
  visit.response.type('html').end(page)
}
export const refuseVisit = (visit: Visit, status: number, code: RefusalCode): void =>
  send(visit, status, refusalPage(localeFor(visit), code))

/** The phone keeps these taps until it is known whose they are. */
export function keep({ seals, settings }: Room, { response }: Visit, taps: readonly Kept[]): void {
  const value = taps.length === 0 ? null : seals.close(taps)
  response.appendHeader('Set-Cookie', keepCookie(keptCookie, value, { path: '/t', days: 1, secure: settings.secure }))
}

/** From now on the phone knows who it is with: for some hours by a session, then by its mark. */
export function remember({ settings }: Room, { response }: Visit, session: string, mark: string): void {
  const { secure } = settings
  response.appendHeader('Set-Cookie', cookieOf(session, secure))
  response.appendHeader('Set-Cookie', keepCookie(markCookie, mark, { path: '/t', days: markDays, secure }))
}

/** The phone forgets who it was with. */
export function forget({ settings }: Room, { response }: Visit): void {
  const { secure } = settings
  response.appendHeader('Set-Cookie', cookieOf(null, secure))
  response.appendHeader('Set-Cookie', keepCookie(markCookie, null, { path: '/t', days: 0, secure }))
}
