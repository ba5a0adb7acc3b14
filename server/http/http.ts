// The HTTP side put together: system routes, documents, the API, and the dashboard's files behind them.
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { refuse } from '../../core/contracts/refusal.ts'
import { stuckLadders } from '../../core/domain/ladder-audit.ts'
import { createHealth, type HealthPage } from '../health.ts'
import { laddered } from '../store/climb.ts'
import { readMeta } from '../store/meta.ts'
import { accountRoutes } from './account.ts'
import { sendPacked } from './answer.ts'
import { asyncApi } from './asyncapi.ts'
import { bindApi } from './bind.ts'
import type { Handlers } from './call.ts'
import { commandRoutes } from './command.ts'
import { channelRoutes } from './channel.ts'
import { checkpointImportRoutes } from './checkpoint-import.ts'
import { checkpointLabelRoutes } from './checkpoint-label.ts'
import { checkpointRoutes } from './checkpoint.ts'
import type { HttpDeps, HttpSettings } from './deps.ts'
import { deviceFileRoutes } from './device-file.ts'
import { deviceRoutes } from './device.ts'
import { docsPage, docsStyle } from './docs.ts'
import { dispatchRoutes } from './dispatch.ts'
import { dutyRoutes } from './duty.ts'
import { enrolRoutes } from './enrol.ts'
import { errandRoutes } from './errand.ts'
import { eventRoutes } from './event.ts'
import { fileRoutes } from './file.ts'
import { filesRouter } from './files.ts'
import { guardCallRoutes } from './guard-call.ts'
import { findingRoutes } from './finding.ts'
import { healthRoutes } from './health.ts'
import { incidentRoutes } from './incident.ts'
import { kindRoutes } from './kind.ts'
import { ladderRoutes } from './ladder.ts'
import { landingRouter } from './landing.ts'
import { lockoutRoutes } from './lockout.ts'
import { createMetrics } from './metrics.ts'
import { noticeRoutes } from './notice.ts'
import { openApi } from './openapi.ts'
import { pointRoutes } from './point.ts'
import { policyRoutes } from './policy.ts'
import { localeOf, sendProblem } from './problem.ts'
import { pushRoutes } from './push.ts'
import { readingRoutes } from './reading.ts'
import { reportRoutes } from './report.ts'
import { reporterRouter } from './reporter.ts'
import { rosterRoutes } from './roster.ts'
import { roundRoutes } from './round.ts'
import { routeRoutes } from './route.ts'
import { ruleYamlRoutes } from './rule-yaml.ts'
import { ruleRoutes } from './rule.ts'
import { sessionRoutes } from './session.ts'
import { sheetRoutes } from './sheet.ts'
import { shiftRoutes } from './shift.ts'
import { slipRoutes } from './slip.ts'
import { simulatorRoutes } from './simulator.ts'
import { siteRoutes } from './site.ts'
import { systemRouter } from './system.ts'
import { tagBatchRoutes } from './tag-batch.ts'
import { tapRoutes } from './tap.ts'
import { ticketRoutes } from './ticket.ts'
import { ticketStatsRoutes } from './ticket-stats.ts'
import { tokenRoutes } from './token.ts'
import { userRoutes } from './user.ts'
import { vendorRoutes } from './vendor.ts'
import { zoneRoutes } from './zone.ts'

/** The Express application; the caller listens with it. */
export function createHttp(deps: HttpDeps): Express {
  const { db, pipeline, settings } = deps
  const health = createHealth({
    ...deps,
    dataDir: settings.dataDir,
    records: () => readMeta(db, 'setup_token'),
    ladders: async (at) => stuckLadders(await laddered(db), at),
    now: () => deps.clock.now(),
    presences: () => pipeline.presences(),
  })
  const metrics = createMetrics(deps, health)
  const app = express().disable('x-powered-by').set('query parser', 'simple')
  app.use(headers(settings))
  app.use(systemRouter(deps, health, metrics))
  app.use('/t', limit(settings))
  app.use(landingRouter(deps))
  app.use('/r', limit(settings))
  app.use(reporterRouter(deps))
  app.use('/api/v1', limit(settings), bindApi({ ...deps, observe: metrics.observe }, handlers(deps, health)))
  app.use('/api', documents(settings))
  const files = settings.dashboard === null ? null : filesRouter(settings.dashboard)
  if (files) app.use(files)
  app.use(unknown)
  app.use(failed(deps))
  return app
}

const handlers = (deps: HttpDeps, health: HealthPage): Handlers => ({
  ...sessionRoutes(deps),
  ...siteRoutes(deps),
  ...zoneRoutes(deps),
  ...kindRoutes(deps),
  ...deviceRoutes(deps),
  ...deviceFileRoutes(deps),
  ...lockoutRoutes(),
  ...commandRoutes(deps),
  ...readingRoutes(deps),
  ...pointRoutes(deps),
  ...ruleRoutes(deps),
  ...ruleYamlRoutes(deps),
  ...incidentRoutes(deps),
  ...ticketRoutes(deps),
  ...slipRoutes(deps),
  ...ticketStatsRoutes(deps),
  ...vendorRoutes(deps),
  ...policyRoutes(deps),
  ...checkpointRoutes(deps),
  ...checkpointImportRoutes(deps),
  ...tagBatchRoutes(deps),
  ...enrolRoutes(deps),
  ...checkpointLabelRoutes(deps),
  ...routeRoutes(deps),
  ...roundRoutes(deps),
  ...tapRoutes(deps),
  ...fileRoutes(deps),
  ...findingRoutes(deps),
  ...reportRoutes(deps),
  ...dutyRoutes(deps),
  ...guardCallRoutes(deps),
  ...errandRoutes(deps),
  ...sheetRoutes(deps),
  ...shiftRoutes(deps),
  ...rosterRoutes(deps),
  ...ladderRoutes(deps),
  ...dispatchRoutes(deps),
  ...channelRoutes(deps),
  ...noticeRoutes(deps),
  ...pushRoutes(deps),
  ...userRoutes(deps),
  ...tokenRoutes(deps),
  ...accountRoutes(deps),
  ...eventRoutes(deps),
  ...healthRoutes(deps, health),
  ...simulatorRoutes(deps),
})

/** Kit writes its own script policy into the shell as hashes, so the header says nothing of scripts. */
function headers({ secure }: HttpSettings): RequestHandler[] {
  const guard = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc,
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
  })
  return [
    guard,
    (_request, response, next) => {
      response.setHeader('X-Robots-Tag', 'noindex, nofollow')
      response.setHeader('Permissions-Policy', 'geolocation=(), camera=(self), microphone=(self)')
      next()
    },
  ]
}

const limit = ({ requestsPerMinute }: HttpSettings): RequestHandler =>
  requestsPerMinute === 0
    ? (_request, _response, next) => next()
    : rateLimit({
        windowMs: 60_000,
        limit: requestsPerMinute,
        standardHeaders: 'draft-8',
        legacyHeaders: false,
        // A cry for help is never one too many.
        skip: ({ method, path }) => method === 'POST' && path === '/sos',
        // Behind a proxy everybody has its address; that is known, and no reason to complain on every start.
        validate: { xForwardedForHeader: false },
        handler: (request, response) =>
          sendProblem(response, refuse('rate_limited'), localeOf(null, request.headers['accept-language'])),
      })

/** Documents of the two outside promises, made once. */
function documents(settings: HttpSettings): RequestHandler {
  const document = openApi(settings.version)
  const router = express.Router()
  const openapi = JSON.stringify(document)
  const asyncapi = JSON.stringify(asyncApi(settings))
  const json = 'application/json; charset=utf-8'
  router.get('/openapi.json', (request, response) => sendPacked(request, response, json, openapi))
  router.get('/asyncapi.json', (request, response) => sendPacked(request, response, json, asyncapi))
  router.get('/docs.css', (_request, response) => void response.type('css').end(docsStyle))
  router.get('/docs', (request, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
    const locale = localeOf(null, request.headers['accept-language'])
    return sendPacked(request, response, 'text/html; charset=utf-8', docsPage(document, locale))
  })
  return router
}

const unknown: RequestHandler = (request, response) =>
  sendProblem(response, refuse('not_found'), localeOf(null, request.headers['accept-language']))

/** What Express itself could not do (a path that is no URI) is the caller's mistake; anything else is ours. */
const failed =
  ({ log }: HttpDeps): ErrorRequestHandler =>
  (error: { status?: number }, request, response, next) => {
    if (response.headersSent) return next(error)
    const ours = (error.status ?? 500) >= 500
    if (ours) log.error({ err: error, path: request.path }, 'a request failed')
    const locale = localeOf(null, request.headers['accept-language'])
    sendProblem(response, refuse(ours ? 'internal' : 'malformed', { reason: '' }), locale)
  }
