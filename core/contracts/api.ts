// The HTTP API as one table: path, who may, what goes in, what comes out. Routes, OpenAPI and the dashboard's client
// are made from it, so they cannot disagree. The calls of a noun stand in api/<noun>.ts.
import type { z } from 'zod'
import { accountApi } from './api/account.ts'
import { callApi } from './api/call.ts'
import { channelApi } from './api/channel.ts'
import { checkpointApi } from './api/checkpoint.ts'
import { commandApi } from './api/command.ts'
import { deviceApi } from './api/device.ts'
import { dispatchApi } from './api/dispatch.ts'
import { dutyApi } from './api/duty.ts'
import type { Table } from './api/endpoint.ts'
import { eventApi } from './api/event.ts'
import { fileApi } from './api/file.ts'
import { findingApi } from './api/finding.ts'
import { healthApi } from './api/health.ts'
import { incidentApi } from './api/incident.ts'
import { kindApi } from './api/kind.ts'
import { ladderApi } from './api/ladder.ts'
import { noticeApi } from './api/notice.ts'
import { pointApi } from './api/point.ts'
import { policyApi } from './api/policy.ts'
import { pushApi } from './api/push.ts'
import { readingApi } from './api/reading.ts'
import { reportApi } from './api/report.ts'
import { rosterApi } from './api/roster.ts'
import { roundApi } from './api/round.ts'
import { routeApi } from './api/route.ts'
import { ruleApi } from './api/rule.ts'
import { serviceApi } from './api/service.ts'
import { sessionApi } from './api/session.ts'
import { sheetApi } from './api/sheet.ts'
import { shiftApi } from './api/shift.ts'
import { simulatorApi } from './api/simulator.ts'
import { siteApi } from './api/site.ts'
import { tapApi } from './api/tap.ts'
import { ticketApi } from './api/ticket.ts'
import { tokenApi } from './api/token.ts'
import { userApi } from './api/user.ts'
import { vendorApi } from './api/vendor.ts'

/** In the order in which the OpenAPI document shows them. */
export const api = {
  ...sessionApi,
  ...siteApi,
  ...kindApi,
  ...deviceApi,
  ...readingApi,
  ...serviceApi,
  ...commandApi,
  ...pointApi,
  ...ruleApi,
  ...incidentApi,
  ...ticketApi,
  ...vendorApi,
  ...policyApi,
  ...checkpointApi,
  ...routeApi,
  ...roundApi,
  ...tapApi,
  ...dutyApi,
  ...callApi,
  ...sheetApi,
  ...fileApi,
  ...findingApi,
  ...reportApi,
  ...shiftApi,
  ...ladderApi,
  ...rosterApi,
  ...dispatchApi,
  ...channelApi,
  ...noticeApi,
  ...pushApi,
  ...userApi,
  ...tokenApi,
  ...accountApi,
  ...eventApi,
  ...healthApi,
  ...simulatorApi,
} as const satisfies Table

export type Api = typeof api
export type ApiName = keyof Api
/** What a caller sends as body of a call. */
export type BodyOf<N extends ApiName> = Api[N] extends { body: infer B extends z.ZodType } ? z.input<B> : undefined
/** What a caller sends as query of a call. */
export type QueryOf<N extends ApiName> = Api[N] extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined
/** What a call answers. */
export type ResponseOf<N extends ApiName> = Api[N] extends { response: infer R extends z.ZodType }
  ? z.output<R>
  : undefined
