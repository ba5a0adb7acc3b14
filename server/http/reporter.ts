// `/r/{token}`, the page of a label or of one report: no sign-in, no script, limits by address and by label. Looking at
// it records nothing; a report that is sent twice is one ticket, because its page carries the id of the ticket to be.
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { Router, type Request, type RequestHandler, type Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import type { Device } from '../../core/contracts/device.ts'
import type { FileInfo } from '../../core/contracts/file.ts'
import { iso } from '../../core/contracts/instant.ts'
import { isRefusal } from '../../core/contracts/refusal.ts'
import { Report, ReporterRating, type ReportLink } from '../../core/contracts/report-link.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { fileTypeOf } from '../../core/domain/file.ts'
import { openFiles, type Files } from '../file.ts'
import { mayRate, openReport, rateByReporter, reporter } from '../reporter.ts'
import { keyFor, seal, unseal } from '../seal.ts'
import { findDevice } from '../store/device.ts'
import { linkOfToken } from '../store/report-link.ts'
import { sha256 } from '../store/sha256.ts'
import { findSite } from '../store/site.ts'
import { findTicket, listTickets } from '../store/ticket.ts'
import { findZone } from '../store/zone.ts'
import type { HttpDeps } from './deps.ts'
import { readBytes } from './json.ts'
import { originCheck } from './origin.ts'
import { localeOf } from './problem.ts'
import { formIn, formLimit, type Form } from './reporter-form.ts'
import { noPage, progressPage, reporterStyle, reportPage, trap, type PageFacts, type Said } from './reporter-page.ts'

type Room = Pick<HttpDeps, 'db' | 'commit' | 'clock' | 'internals'> & { key: Buffer; files: Files }
type Visit = { request: Request; response: Response; locale: Locale; at: number }
type Seen = { link: ReportLink; facts: PageFacts } & (
  { device: Device; ticket: null } | { device: null; ticket: Ticket }
)

const stampMs = 12 * 3_600_000
const Stamp = z.object({ id: z.uuid(), of: z.string(), at: z.number() })
const limits = { windowMs: 10 * 60_000, limit: 10, standardHeaders: 'draft-8', legacyHeaders: false } as const

export function reporterRouter({ db, commit, clock, internals, settings }: HttpDeps): Router {
  const files = openFiles(path.join(settings.dataDir, 'files'))
  const room: Room = { db, commit, clock, internals, files, key: keyFor(settings.secretKey, 'reporter page') }
  const own = originCheck(settings.publicUrl)
  const router = Router()
  const visit = (request: Request, response: Response): Visit => {
    const locale = localeAsked(request)
    return { request, response, locale, at: clock.now() }
  }
  router.get('/r/page.css', (_request, response) => void response.type('css').end(reporterStyle))
  router.use('/r', bare)
  router.get('/r/:token', (request, response) => look(room, visit(request, response)))
  router.post(
    '/r/:token',
    (request, response, next) => {
      if (own(request.headers)) next()
      else send(visit(request, response), 403, noPage(localeAsked(request), 'refusal.foreign_origin'))
    },
    often((request) => ipKeyGenerator(request.socket.remoteAddress ?? '')),
    often((request) => String(request.params.token)),
    (request, response) => take(room, visit(request, response)),
  )
  return router
}

const bare: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  next()
}

const often = (keyGenerator: (request: Request) => string): RequestHandler =>
  rateLimit({
    ...limits,
    keyGenerator,
    validate: { xForwardedForHeader: false },
    handler: (request, response) =>
      send({ response, locale: localeAsked(request) }, 429, noPage(localeAsked(request), 'reporter.no.often')),
  })

/** The language that was chosen on the page, else the phone's. */
const localeAsked = ({ query, headers }: Request): Locale =>
  query.lang === 'en' || query.lang === 'zh-CN' ? query.lang : localeOf(null, headers['accept-language'])

function send({ response, locale }: Pick<Visit, 'response' | 'locale'>, status: number, page: string): void {
  response.status(status).setHeader('Content-Language', locale)
  response.type('html').end(page)
}

async function seen({ db }: Room, { request, locale }: Visit): Promise<Seen | null> {
  const link = await linkOfToken(db, String(request.params.token))
  const site = link && (await findSite(db, link.site))
  if (!link || !site) return null
  const facts = { locale, phone: site.phone, timezone: site.timezone }
  const ticket = link.ticket === null ? null : await findTicket(db, link.ticket)
  if (ticket) return { link, facts, device: null, ticket }
  const device = link.device === null ? null : await findDevice(db, link.device)
  return device && { link, facts, device, ticket: null }
}

async function look(room: Room, visit: Visit): Promise<void> {
  const found = await seen(room, visit)
  if (!found) return send(visit, 404, noPage(visit.locale, 'reporter.no.link'))
  const photo = { large: 'reporter.photo.large', wrong: 'reporter.photo.wrong' } as const
  const asked = visit.request.query.photo
  const told = asked === 'large' || asked === 'wrong' ? photo[asked] : null
  await show(room, visit, found, { status: 200, no: told })
}

type Shown = { status: number; no: Said | null; fields?: Readonly<Record<string, string>>; stamp?: string }

async function show(room: Room, visit: Visit, found: Seen, { status, no, fields = {}, stamp }: Shown): Promise<void> {
  const { facts, link } = found
  if (found.ticket) {
    const { ticket } = found
    return send(visit, status, progressPage(facts, { ticket, rates: mayRate(ticket), no }))
  }
  const { device } = found
  const zone = device.zone === null ? null : await findZone(room.db, device.zone)
  const open = await listTickets(room.db, { device: device.id, state: 'open', limit: 1, sites: null, at: visit.at })
  const form = { name: device.name, place: zone?.name[visit.locale] ?? '', known: open.items[0] ?? null }
  send(visit, status, reportPage(facts, { ...form, fields, no, stamp: stamp ?? stampFor(room, link, visit.at) }))
}

const stampFor = ({ key }: Room, { token }: ReportLink, at: number): string =>
  seal(JSON.stringify({ id: randomUUID(), of: token, at }), key)

/** The id of the ticket that a page was stamped with; null when it is another page's, too old, or no stamp at all. */
function idIn({ key }: Room, { token }: ReportLink, stamp: string, at: number): string | null {
  try {
    const { id, of, at: shown } = Stamp.parse(JSON.parse(unseal(stamp, key)))
    return of === token && at < shown + stampMs ? id : null
  } catch {
    return null
  }
}

async function take(room: Room, visit: Visit): Promise<void> {
  const found = await seen(room, visit)
  if (!found) return send(visit, 404, noPage(visit.locale, 'reporter.no.link'))
  const bytes = await readBytes(visit.request, visit.response, formLimit)
  if (isRefusal(bytes)) return show(room, visit, found, { status: 413, no: 'reporter.no.large' })
  const form = await formIn(bytes, visit.request.headers['content-type'])
  if (!form) return show(room, visit, found, { status: 400, no: 'reporter.no.failed' })
  return found.ticket ? rate(room, visit, found, form) : report(room, visit, found, form)
}

async function report(room: Room, visit: Visit, found: Seen & { ticket: null }, form: Form): Promise<void> {
  const { fields } = form
  const back = (no: Said, stamp?: string) =>
    show(room, visit, found, { status: 422, no, fields, ...(stamp !== undefined && { stamp }) })
  if ((fields[trap] ?? '') !== '') return back('reporter.no.trap')
  const id = idIn(room, found.link, fields.stamp ?? '', visit.at)
  if (id === null) return back('reporter.no.stale')
  const parsed = Report.safeParse(fields)
  if (!parsed.success)
    return back((fields.what ?? '').trim() === '' ? 'reporter.no.what' : 'reporter.no.long', fields.stamp)
  const photo = form.photo && infoOf(form.photo, visit.at)
  if (photo) await room.files.write(photo, form.photo!)
  const { device } = found
  const { link, happenings } = await room.commit(async (tx) => {
    const done = await openReport(tx, { id, device, report: parsed.data, photo, at: visit.at })
    return { result: done, happenings: done.happenings }
  })
  // Sent twice: the first one has the photo
  if (photo && happenings.length === 0) await room.files.remove(photo)
  const lost = form.tooLarge ? 'large' : form.photo && !photo ? 'wrong' : null
  const query = new URLSearchParams({ lang: visit.locale, ...(lost && { photo: lost }) })
  visit.response.redirect(303, `/r/${link.token}?${query.toString()}`)
}

/** A photo by its bytes; null for anything else, sound included. */
function infoOf(bytes: Buffer, at: number): FileInfo | null {
  const type = fileTypeOf(bytes)
  if (!type?.startsWith('image/')) return null
  return { id: randomUUID(), type, bytes: bytes.length, sha256: sha256(bytes), by: reporter, receivedAt: iso(at) }
}

async function rate(room: Room, visit: Visit, found: Seen & { device: null }, { fields }: Form): Promise<void> {
  const given = ReporterRating.safeParse(fields)
  if (!given.success) return show(room, visit, found, { status: 422, no: 'reporter.no.score' })
  await room.commit(async (tx) => {
    const ticket = await findTicket(tx, found.ticket.id)
    const told = ticket && (await rateByReporter(tx, room.internals, ticket, { ...given.data, at: visit.at }))
    // Pressed twice, or the work was sent back meanwhile: the page shows what stands
    return { result: null, happenings: told === null || isRefusal(told) ? [] : told }
  })
  visit.response.redirect(303, `/r/${found.link.token}?lang=${visit.locale}`)
}
