// The HTTP API as one table: path, who may, what goes in, what comes out. Routes, OpenAPI and the dashboard's client
// are made from it, so they cannot disagree.
import { z } from 'zod'
import { AnswerCall, Call, NewCall, Sos } from './call.ts'
import { Command, NewCommand } from './command.ts'
import { Channel, ChannelAnswer, ChannelPatch, NewChannel } from './channel.ts'
import { Checkpoint, CheckpointImport, CheckpointImported, CheckpointPatch, NewCheckpoint } from './checkpoint.ts'
import {
  Device,
  DevicePatch,
  Discovered,
  Latest,
  NewDevice,
  NewPoint,
  Point,
  Quarantined,
  ServiceChange,
} from './device.ts'
import { Proposal } from './dispatch.ts'
import { Duty, EndDuty, NewDuty } from './duty.ts'
import { Arrive, NearestGuard, SendGuard } from './errand.ts'
import { FileInfo, fileLimit, fileTypes } from './file.ts'
import { Finding, findingActions, FindingState, NewFinding } from './finding.ts'
import { Incident, incidentActions } from './incident.ts'
import { Kind, KindPatch, NewKind } from './kind.ts'
import { Ladder, LadderPatch, LadderPreview, NewLadder, Phoned, PreviewQuery, ShownClimb } from './ladder.ts'
import { Happening } from './live.ts'
import { EndLockout, NewLockout } from './lockout.ts'
import { MetricName, MetricValue } from './metric.ts'
import {
  CoverageQuery,
  CoverageReport,
  DailyQuery,
  DailyReport,
  ExceptionQuery,
  ExceptionReport,
  DisputePack,
  DisputeQuery,
} from './report.ts'
import { Policy, PolicyPut, TicketType } from './policy.ts'
import { NewPushSubscription, Notice, NoticeState, PushSubscription } from './notice.ts'
import { DecideSwap, NewSwap, Roster, Swap } from './roster.ts'
import { NewRound, PauseRound, Round, RoundState } from './round.ts'
import { NewRoute, Route, RoutePatch } from './route.ts'
import { NewRule, Rule, RulePut } from './rule.ts'
import { Id, IsoTime } from './scalars.ts'
import { Sheet } from './sheet.ts'
import { NewShift, Shift, ShiftPatch } from './shift.ts'
import { NewSite, NewZone, Site, SitePatch, Zone, ZonePatch } from './site.ts'
import { NewTagBatch, TagBatch } from './tag-batch.ts'
import { Tap, TapPayload } from './tap.ts'
import { NewTicket, Ticket, ticketActions, TicketState } from './ticket.ts'
import { TicketStats, TicketStatsQuery } from './ticket-stats.ts'
import { NewVendor, Vendor, VendorPatch } from './vendor.ts'
import { Account, Login, NewToken, NewUser, Session, Setup, Token, User, UserPatch } from './user.ts'

export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under `/api/v1`, with `{id}` for path parameters. */
  path: string
  /** A permission of core/domain/permission.ts, or `public`. */
  permission: string
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  /** The body is bytes instead of JSON: the types it may be, and how many bytes at most. */
  bytes?: { types: readonly string[]; limit: number }
  response?: z.ZodType
  /** Types of an answer that is no JSON: the only ones without `response`, else beside it. */
  produces?: readonly string[]
  /** The answer carries an ETag of everything but its top-level `at`, so that asking again costs little. */
  etag?: true
  /** Status of success; 200 when absent. 201 marks a creation, which honours Idempotency-Key. */
  status?: 201 | 204
}

/** A list with a cursor. */
const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })
const Paged = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
})
const Span = z.strictObject({ from: IsoTime.optional(), to: IsoTime.optional() })
const InSite = Paged.extend({ site: Id.optional() })
/** What a report is printed as beside JSON. */
const prints = [
  'text/csv',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const
const Problemless = z.strictObject({})

export const HistoryQuery = z.strictObject({
  metric: MetricName,
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  points: z.coerce.number().int().min(1).max(2000).default(500),
})
export const History = z.strictObject({
  metric: MetricName,
  unit: z.string(),
  bucketMs: z.number(),
  buckets: z.array(
    z.strictObject({
      ts: IsoTime,
      min: z.number().nullable(),
      max: z.number().nullable(),
      mean: z.number().nullable(),
      /** The last value, also for booleans and enumerations. */
      last: MetricValue.nullable(),
      count: z.int(),
    }),
  ),
})
export type History = z.infer<typeof History>

export const IncidentQuery = Paged.extend(Span.shape).extend({
  state: z.enum(['open', 'closed', 'active', 'unacknowledged', 'shelved']).optional(),
  priority: z.coerce.number().int().min(1).max(4).optional(),
  device: Id.optional(),
  site: Id.optional(),
  rule: Id.optional(),
})
export const TicketQuery = Paged.extend({
  state: TicketState.or(z.literal('open')).optional(),
  site: Id.optional(),
  device: Id.optional(),
  assignee: z.string().max(64).optional(),
  overdue: z.stringbool().optional(),
})
const PersonQuery = Paged.extend(Span.shape).extend({ site: Id.optional(), user: z.string().max(64).optional() })
export const FindingQuery = Paged.extend(Span.shape).extend({
  /** `unsettled`: open, assigned or to be re-checked, the one due first in front. */
  state: FindingState.or(z.literal('unsettled')).optional(),
  site: Id.optional(),
  checkpoint: Id.optional(),
  owner: z.string().max(64).optional(),
  /** Only what is late, of what is unsettled. */
  overdue: z.stringbool().optional(),
})
export const RoundQuery = Paged.extend(Span.shape).extend({
  site: Id.optional(),
  route: Id.optional(),
  guard: z.string().max(64).optional(),
  state: RoundState.or(z.literal('open')).optional(),
})
export const NoticeQuery = Paged.extend({
  state: NoticeState.optional(),
  /** `{type}:{id}`, e.g. `incident:i-…`. */
  about: z.string().max(200).optional(),
  to: z.string().max(64).optional(),
  channel: Id.optional(),
})
export const DeviceQuery = InSite.extend({ kind: Id.optional(), building: Id.optional(), zone: Id.optional() })

/** A part of the health page: what, since when, what it means for the operator, what to do. */
export const HealthPart = z.strictObject({
  part: z.string(),
  ok: z.boolean(),
  state: z.enum(['ok', 'degraded', 'failed', 'starting']),
  since: IsoTime.nullable(),
  /** Figures and words for diagnosis. */
  detail: z.record(z.string(), z.unknown()),
})
export const Health = z.strictObject({
  state: z.enum(['ok', 'degraded', 'failed', 'starting']),
  parts: z.array(HealthPart),
})
export type Health = z.infer<typeof Health>

/** Why a rule stands as it does for a subject. */
export const Explanation = z.strictObject({
  rule: Id,
  subject: z.string(),
  state: z.enum(['idle', 'pending', 'active', 'clearing']),
  since: IsoTime.nullable(),
  /** When `for` or `keepFor` will have elapsed if nothing changes. */
  dueAt: IsoTime.nullable(),
  /** Each leaf of the condition with the value it saw and whether it held. */
  leaves: z.array(z.strictObject({ condition: z.unknown(), value: z.unknown(), holds: z.boolean().nullable() })),
})
export type Explanation = z.infer<typeof Explanation>

export const SimulatorState = z.strictObject({
  available: z.boolean(),
  speed: z.number(),
  seed: z.int(),
  devices: z.int(),
  scenarios: z.array(
    z.strictObject({
      id: Id,
      name: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
      description: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
      running: z.boolean(),
      startedAt: IsoTime.nullable(),
    }),
  ),
})
export type SimulatorState = z.infer<typeof SimulatorState>

/** What following the chain of happenings found. */
export const ChainCheck = z.strictObject({
  ok: z.boolean(),
  /** How many entries were looked at, up to the first bad one. */
  entries: z.int(),
  /** The sequence of the first entry that does not follow from the one before; null when all do. */
  firstBad: z.int().nullable(),
  /** The chain after the last good entry: what to note elsewhere. */
  head: z.string(),
})
/** The public facts a sign-in page needs. */
export const About = z.strictObject({
  version: z.string(),
  demo: z.boolean(),
  setupNeeded: z.boolean(),
  /** Demo roles that may sign in with one press; only while bound to loopback. */
  demoUsers: z.array(z.strictObject({ username: z.string(), name: z.string(), role: User.shape.role })),
})
export type About = z.infer<typeof About>

const act = <const N extends string, const A extends string, B extends z.ZodType, R extends z.ZodType>(
  resource: N,
  action: A,
  permission: string,
  body: B,
  response: R,
) =>
  ({
    method: 'POST',
    path: `/${resource}/{id}/${action}`,
    permission,
    summary: `${resource}: ${action}`,
    body,
    response,
  }) as const

export const api = {
  about: {
    method: 'GET',
    path: '/about',
    permission: 'public',
    summary: 'What a sign-in page must know',
    response: About,
  },
  setup: {
    method: 'POST',
    path: '/setup',
    permission: 'public',
    summary: 'Create the first administrator',
    body: Setup,
    response: Session,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: 'Sign in',
    body: Login,
    response: Session,
  },
  demoSignIn: {
    method: 'POST',
    path: '/session/demo',
    permission: 'public',
    summary: 'Sign in as a demo role (demo on loopback only)',
    body: z.strictObject({ username: z.string().max(64) }),
    response: Session,
  },
  session: { method: 'GET', path: '/session', permission: 'session.own', summary: 'Who am I', response: Session },
  signOut: { method: 'DELETE', path: '/session', permission: 'session.own', summary: 'Sign out', status: 204 },
  ownPatch: {
    method: 'PATCH',
    path: '/session',
    permission: 'session.own',
    summary: 'Change own language or password',
    body: z.strictObject({
      locale: User.shape.locale.optional(),
      password: z.string().min(10).max(200).optional(),
      current: z.string().max(200).optional(),
    }),
    response: Session,
  },

  listSites: {
    method: 'GET',
    path: '/sites',
    permission: 'estate.read',
    summary: 'Sites',
    query: Paged,
    response: page(Site),
  },
  createSite: {
    method: 'POST',
    path: '/sites',
    permission: 'site.manage',
    summary: 'Create a site',
    body: NewSite,
    response: Site,
    status: 201,
  },
  getSite: { method: 'GET', path: '/sites/{id}', permission: 'estate.read', summary: 'A site', response: Site },
  patchSite: {
    method: 'PATCH',
    path: '/sites/{id}',
    permission: 'site.manage',
    summary: 'Change a site',
    body: SitePatch,
    response: Site,
  },
  listZones: {
    method: 'GET',
    path: '/zones',
    permission: 'estate.read',
    summary: 'Zones',
    query: InSite,
    response: page(Zone),
  },
  createZone: {
    method: 'POST',
    path: '/zones',
    permission: 'site.manage',
    summary: 'Create a zone',
    body: NewZone,
    response: Zone,
    status: 201,
  },
  getZone: { method: 'GET', path: '/zones/{id}', permission: 'estate.read', summary: 'A zone', response: Zone },
  patchZone: {
    method: 'PATCH',
    path: '/zones/{id}',
    permission: 'site.manage',
    summary: 'Change a zone',
    body: ZonePatch,
    response: Zone,
  },

  listKinds: {
    method: 'GET',
    path: '/kinds',
    permission: 'estate.read',
    summary: 'Device kinds',
    query: Paged,
    response: page(Kind),
  },
  createKind: {
    method: 'POST',
    path: '/kinds',
    permission: 'kind.manage',
    summary: 'Declare a device kind',
    body: NewKind,
    response: Kind,
    status: 201,
  },
  getKind: { method: 'GET', path: '/kinds/{id}', permission: 'estate.read', summary: 'A device kind', response: Kind },
  patchKind: {
    method: 'PATCH',
    path: '/kinds/{id}',
    permission: 'kind.manage',
    summary: 'Change a device kind',
    body: KindPatch,
    response: Kind,
  },

  listDevices: {
    method: 'GET',
    path: '/devices',
    permission: 'estate.read',
    summary: 'Devices',
    query: DeviceQuery,
    response: page(Device),
  },
  createDevice: {
    method: 'POST',
    path: '/devices',
    permission: 'device.manage',
    summary: 'Register a device; its secret is answered once',
    body: NewDevice,
    response: z.strictObject({ device: Device, secret: z.string() }),
    status: 201,
  },
  listDiscovered: {
    method: 'GET',
    path: '/devices/discovered',
    permission: 'diagnostics.read',
    summary: 'Who talks without being registered, and unknown metrics',
    query: Paged,
    response: page(Discovered),
  },
  deviceLabels: {
    method: 'GET',
    path: '/devices/labels',
    permission: 'device.service',
    summary: 'Labels of devices with the code of the reporter page, 240 at most',
    query: DeviceQuery.pick({ site: true, kind: true, building: true, zone: true }).extend({ device: Id.optional() }),
    produces: ['application/pdf'],
  },
  getDevice: { method: 'GET', path: '/devices/{id}', permission: 'estate.read', summary: 'A device', response: Device },
  patchDevice: {
    method: 'PATCH',
    path: '/devices/{id}',
    permission: 'device.manage',
    summary: 'Change a device',
    body: DevicePatch,
    response: Device,
  },
  deleteDevice: {
    method: 'DELETE',
    path: '/devices/{id}',
    permission: 'device.manage',
    summary: 'Remove a device and its readings',
    status: 204,
  },
  rotateSecret: {
    method: 'POST',
    path: '/devices/{id}/secret',
    permission: 'device.manage',
    summary: 'Give a device a new secret; the old one stops at once',
    response: z.strictObject({ secret: z.string() }),
  },
  latest: {
    method: 'GET',
    path: '/devices/{id}/latest',
    permission: 'estate.read',
    summary: 'Latest values and presence',
    response: Latest,
  },
  history: {
    method: 'GET',
    path: '/devices/{id}/history',
    permission: 'estate.read',
    summary: 'Buckets of one metric, gaps kept',
    query: HistoryQuery,
    response: History,
  },
  readings: {
    method: 'GET',
    path: '/devices/{id}/readings',
    permission: 'estate.read',
    summary: 'Raw readings, oldest first',
    query: Paged.extend(Span.shape).extend({ limit: z.coerce.number().int().min(1).max(10_000).default(1000) }),
    response: page(
      z.strictObject({ ts: IsoTime, seq: z.int().nullable(), metrics: z.record(MetricName, MetricValue) }),
    ),
  },
  quarantine: {
    method: 'GET',
    path: '/devices/{id}/quarantine',
    permission: 'diagnostics.read',
    summary: 'Messages that could not be understood',
    query: Paged,
    response: page(Quarantined),
  },
  service: {
    method: 'POST',
    path: '/devices/{id}/service',
    permission: 'device.service',
    summary: 'Put in or take out of service work',
    body: ServiceChange,
    response: Device,
  },
  lockOut: {
    method: 'POST',
    path: '/devices/{id}/lockout',
    permission: 'ticket.work',
    summary: 'Lock a device out while one works on it: no command is sent to it',
    body: NewLockout,
    response: Device,
  },
  endLockout: {
    method: 'DELETE',
    path: '/devices/{id}/lockout',
    permission: 'ticket.work',
    summary: 'Take the lock away: by who holds it, or by an administrator with a reason',
    body: EndLockout,
    response: Device,
  },
  listCommands: {
    method: 'GET',
    path: '/devices/{id}/commands',
    permission: 'estate.read',
    summary: 'Commands that were sent to a device, the newest first',
    query: Paged,
    response: page(Command),
  },
  sendCommand: {
    method: 'POST',
    path: '/devices/{id}/commands',
    permission: 'device.command',
    summary: 'Send a device a command that its kind declares; it expires when it is not answered',
    body: NewCommand,
    response: Command,
    status: 201,
  },
  listPoints: {
    method: 'GET',
    path: '/devices/{id}/points',
    permission: 'estate.read',
    summary: 'Addressed points of a panel with their state',
    response: page(Point),
  },
  putPoints: {
    method: 'PUT',
    path: '/devices/{id}/points',
    permission: 'device.manage',
    summary: 'Replace the list of addressed points',
    body: z.array(NewPoint).max(5000),
    response: page(Point),
  },

  listRules: {
    method: 'GET',
    path: '/rules',
    permission: 'rule.read',
    summary: 'Rules',
    query: Paged,
    response: page(Rule),
  },
  createRule: {
    method: 'POST',
    path: '/rules',
    permission: 'rule.manage',
    summary: 'Create a rule',
    body: NewRule,
    response: Rule,
    status: 201,
  },
  exportRules: {
    method: 'GET',
    path: '/rules/export',
    permission: 'rule.read',
    summary: 'All rules as YAML',
    produces: ['application/yaml'],
  },
  importRules: {
    method: 'POST',
    path: '/rules/import',
    permission: 'rule.manage',
    summary: 'Rules from YAML; existing ids are replaced',
    body: z.strictObject({ yaml: z.string().max(1_000_000), dryRun: z.boolean().default(false) }),
    response: z.strictObject({ created: z.array(Id), changed: z.array(Id), unchanged: z.array(Id) }),
  },
  getRule: { method: 'GET', path: '/rules/{id}', permission: 'rule.read', summary: 'A rule', response: Rule },
  putRule: {
    method: 'PUT',
    path: '/rules/{id}',
    permission: 'rule.manage',
    summary: 'Replace a rule; it keeps the memory of what it still covers',
    body: RulePut,
    response: Rule,
  },
  takeShippedRule: {
    method: 'POST',
    path: '/rules/{id}/shipped',
    permission: 'rule.manage',
    summary: 'Give a rule the form in which it comes with the product',
    response: Rule,
  },
  deleteRule: {
    method: 'DELETE',
    path: '/rules/{id}',
    permission: 'rule.manage',
    summary: 'Remove a rule',
    status: 204,
  },
  explainRule: {
    method: 'GET',
    path: '/rules/{id}/explain',
    permission: 'rule.read',
    summary: 'Why it stands as it does for a subject',
    query: z.strictObject({ subject: z.string().max(140) }),
    response: Explanation,
  },

  listIncidents: {
    method: 'GET',
    path: '/incidents',
    permission: 'estate.read',
    summary: 'Incidents, newest first (timeline left out)',
    query: IncidentQuery,
    response: page(Incident),
  },
  getIncident: {
    method: 'GET',
    path: '/incidents/{id}',
    permission: 'estate.read',
    summary: 'An incident with its timeline',
    response: Incident,
  },
  acknowledgeIncident: act('incidents', 'acknowledge', 'incident.act', incidentActions.acknowledge, Incident),
  assignIncident: act('incidents', 'assign', 'incident.act', incidentActions.assign, Incident),
  commentIncident: act('incidents', 'comment', 'incident.comment', incidentActions.comment, Incident),
  shelveIncident: act('incidents', 'shelve', 'incident.act', incidentActions.shelve, Incident),
  unshelveIncident: act('incidents', 'unshelve', 'incident.act', incidentActions.unshelve, Incident),
  resetIncident: act('incidents', 'reset', 'incident.act', incidentActions.reset, Incident),
  sendGuard: act('incidents', 'send', 'incident.act', SendGuard, Incident),
  recallGuard: act('incidents', 'recall', 'incident.act', SendGuard, Incident),
  arriveAtIncident: act('incidents', 'arrive', 'tap.record', Arrive, Incident),
  nearestGuards: {
    method: 'GET',
    path: '/incidents/{id}/nearest',
    permission: 'incident.act',
    summary: 'Guards on duty, the nearest by last tap first',
    response: z.array(NearestGuard),
  },
  closeIncident: act('incidents', 'close', 'incident.act', incidentActions.close, Incident),

  listTickets: {
    method: 'GET',
    path: '/tickets',
    permission: 'estate.read',
    summary: 'Tickets, overdue first (timeline left out)',
    query: TicketQuery,
    response: page(Ticket),
  },
  createTicket: {
    method: 'POST',
    path: '/tickets',
    permission: 'ticket.create',
    summary: 'Open a ticket by hand',
    body: NewTicket,
    response: Ticket,
    status: 201,
  },
  ticketStats: {
    method: 'GET',
    path: '/tickets/stats',
    permission: 'ticket.rate',
    summary: 'Response and repair times of the tickets received in a span, and the rolling rating',
    query: TicketStatsQuery,
    response: TicketStats,
  },
  getTicket: {
    method: 'GET',
    path: '/tickets/{id}',
    permission: 'estate.read',
    summary: 'A ticket with its timeline',
    response: Ticket,
  },
  dispatchTicket: act('tickets', 'dispatch', 'ticket.dispatch', ticketActions.dispatch, Ticket),
  acceptTicket: act('tickets', 'accept', 'ticket.work', ticketActions.accept, Ticket),
  declineTicket: act('tickets', 'decline', 'ticket.work', ticketActions.decline, Ticket),
  startTicket: act('tickets', 'start', 'ticket.work', ticketActions.start, Ticket),
  waitTicket: act('tickets', 'wait', 'ticket.work', ticketActions.wait, Ticket),
  resumeTicket: act('tickets', 'resume', 'ticket.work', ticketActions.resume, Ticket),
  finishTicket: act('tickets', 'finish', 'ticket.work', ticketActions.finish, Ticket),
  verifyTicket: act('tickets', 'verify', 'ticket.verify', ticketActions.verify, Ticket),
  rejectTicket: act('tickets', 'reject', 'ticket.verify', ticketActions.reject, Ticket),
  closeTicket: act('tickets', 'close', 'ticket.verify', ticketActions.close, Ticket),
  cancelTicket: act('tickets', 'cancel', 'ticket.cancel', ticketActions.cancel, Ticket),
  rateTicket: act('tickets', 'rate', 'ticket.rate', ticketActions.rate, Ticket),
  callbackTicket: act('tickets', 'callback', 'ticket.dispatch', ticketActions.callback, Ticket),
  ticketSlip: {
    method: 'GET',
    path: '/tickets/{id}/slip',
    permission: 'estate.read',
    summary: 'The work slip (工程维修单) of a ticket',
    query: z.strictObject({ format: z.enum(['pdf']).default('pdf') }),
    produces: ['application/pdf'],
  },
  linkTicket: {
    method: 'POST',
    path: '/tickets/{id}/link',
    permission: 'ticket.create',
    summary: 'The address of a page on which who reported it follows the ticket and rates it',
    response: z.strictObject({ url: z.string() }),
  },
  arriveTicket: act('tickets', 'arrive', 'ticket.work', ticketActions.arrive, Ticket),
  checkTicket: act('tickets', 'check', 'ticket.work', ticketActions.check, Ticket),
  appointTicket: act('tickets', 'appoint', 'ticket.work', ticketActions.appoint, Ticket),
  leaseTicket: act('tickets', 'lease', 'ticket.work', ticketActions.lease, Ticket),
  releaseTicket: act('tickets', 'release', 'ticket.work', ticketActions.release, Ticket),
  listVendors: {
    method: 'GET',
    path: '/vendors',
    permission: 'estate.read',
    summary: 'Vendors',
    query: Paged,
    response: page(Vendor),
  },
  createVendor: {
    method: 'POST',
    path: '/vendors',
    permission: 'vendor.manage',
    summary: 'Register a vendor',
    body: NewVendor,
    response: Vendor,
    status: 201,
  },
  patchVendor: {
    method: 'PATCH',
    path: '/vendors/{id}',
    permission: 'vendor.manage',
    summary: 'Change a vendor',
    body: VendorPatch,
    response: Vendor,
  },
  listPolicies: {
    method: 'GET',
    path: '/policies',
    permission: 'estate.read',
    summary: 'What is promised by type of ticket: in force, or every version that was written (`history`)',
    query: z.strictObject({ type: TicketType.optional(), history: z.stringbool().default(false) }),
    response: page(Policy),
  },
  putPolicy: {
    method: 'PUT',
    path: '/policies',
    permission: 'policy.manage',
    summary: 'A new version of the policy of a type; running clocks keep theirs',
    body: PolicyPut,
    response: Policy,
  },

  listCheckpoints: {
    method: 'GET',
    path: '/checkpoints',
    permission: 'estate.read',
    summary: 'Checkpoints',
    query: InSite,
    response: page(Checkpoint),
  },
  createCheckpoint: {
    method: 'POST',
    path: '/checkpoints',
    permission: 'patrol.manage',
    summary: 'Create a checkpoint',
    body: NewCheckpoint,
    response: Checkpoint,
    status: 201,
  },
  getCheckpoint: {
    method: 'GET',
    path: '/checkpoints/{id}',
    permission: 'estate.read',
    summary: 'A checkpoint',
    response: Checkpoint,
  },
  patchCheckpoint: {
    method: 'PATCH',
    path: '/checkpoints/{id}',
    permission: 'patrol.manage',
    summary: 'Change a checkpoint',
    body: CheckpointPatch,
    response: Checkpoint,
  },
  importCheckpoints: {
    method: 'POST',
    path: '/checkpoints/import',
    permission: 'patrol.manage',
    summary:
      'Checkpoints with their tags from CSV; existing ids are changed. A dry run says what would become of each row',
    body: CheckpointImport,
    response: CheckpointImported,
  },
  listTagBatches: {
    method: 'GET',
    path: '/tag-batches',
    permission: 'patrol.manage',
    summary: 'Batches of signed tags, without their keys',
    query: InSite,
    response: page(TagBatch),
  },
  createTagBatch: {
    method: 'POST',
    path: '/tag-batches',
    permission: 'patrol.manage',
    summary: 'Register the keys of a batch of signed tags; they never come back',
    body: NewTagBatch,
    response: TagBatch,
    status: 201,
  },
  listRoutes: {
    method: 'GET',
    path: '/routes',
    permission: 'estate.read',
    summary: 'Routes',
    query: InSite,
    response: page(Route),
  },
  createRoute: {
    method: 'POST',
    path: '/routes',
    permission: 'patrol.manage',
    summary: 'Create a route',
    body: NewRoute,
    response: Route,
    status: 201,
  },
  getRoute: { method: 'GET', path: '/routes/{id}', permission: 'estate.read', summary: 'A route', response: Route },
  patchRoute: {
    method: 'PATCH',
    path: '/routes/{id}',
    permission: 'patrol.manage',
    summary: 'Change a route',
    body: RoutePatch,
    response: Route,
  },
  listRounds: {
    method: 'GET',
    path: '/rounds',
    permission: 'estate.read',
    summary: 'Rounds, newest first',
    query: RoundQuery,
    response: page(Round),
  },
  createRound: {
    method: 'POST',
    path: '/rounds',
    permission: 'round.start',
    summary: 'Start a round by hand',
    body: NewRound,
    response: Round,
    status: 201,
  },
  getRound: {
    method: 'GET',
    path: '/rounds/{id}',
    permission: 'estate.read',
    summary: 'A round, live',
    response: Round,
  },
  pauseRound: {
    method: 'POST',
    path: '/rounds/{id}/pause',
    permission: 'tap.record',
    summary: 'Let a round stand still: by its guard or by the desk; two hours at most',
    body: PauseRound,
    response: Round,
  },
  resumeRound: {
    method: 'POST',
    path: '/rounds/{id}/resume',
    permission: 'tap.record',
    summary: 'Let a round go on: by its guard or by the desk',
    response: Round,
  },
  listTaps: {
    method: 'GET',
    path: '/taps',
    permission: 'tap.read',
    summary: 'Taps, newest first',
    query: Paged.extend(Span.shape).extend({ site: Id.optional(), checkpoint: Id.optional() }),
    response: page(Tap),
  },
  postTaps: {
    method: 'POST',
    path: '/taps',
    permission: 'tap.record',
    summary: 'Record one tap or many; each is judged by itself',
    body: z.union([TapPayload.transform((tap) => [tap]), z.array(TapPayload).min(1).max(500)]),
    response: z.strictObject({ items: z.array(Tap) }),
  },

  listDuties: {
    method: 'GET',
    path: '/duties',
    permission: 'tap.read',
    summary: 'Who was and is on post, newest first',
    query: PersonQuery.extend({ open: z.stringbool().optional() }),
    response: page(Duty),
  },
  startDuty: {
    method: 'POST',
    path: '/duties',
    permission: 'tap.record',
    summary: 'Clock in; whoever is on post already is answered that duty',
    body: NewDuty,
    response: Duty,
    status: 201,
  },
  endDuty: act('duties', 'end', 'tap.record', EndDuty, Duty),
  listCalls: {
    method: 'GET',
    path: '/calls',
    permission: 'tap.read',
    summary: 'Calls to guards, newest first',
    query: PersonQuery.extend({ waiting: z.stringbool().optional() }),
    response: page(Call),
  },
  createCall: {
    method: 'POST',
    path: '/calls',
    permission: 'round.start',
    summary: 'Ask a guard for a sign of life, or for a tap at a checkpoint, in time',
    body: NewCall,
    response: Call,
    status: 201,
  },
  answerCall: act('calls', 'answer', 'tap.record', AnswerCall, Call),
  cancelCall: act('calls', 'cancel', 'round.start', Problemless, Call),
  cryForHelp: {
    method: 'POST',
    path: '/sos',
    permission: 'tap.record',
    summary: 'Cry for help; repeated with the same id it is the same cry',
    body: Sos,
    response: z.strictObject({ incident: Id }),
  },
  sheet: {
    method: 'GET',
    path: '/sheet',
    permission: 'tap.record',
    summary: 'Everything a guard’s phone needs offline; ask with If-None-Match',
    query: z.strictObject({ site: Id.optional() }),
    response: Sheet,
    etag: true,
  },

  putFile: {
    method: 'PUT',
    path: '/files/{id}',
    permission: 'tap.record',
    summary: 'Keep a photo or a voice note under an id of the sender; repeated it is the same file',
    bytes: { types: fileTypes, limit: fileLimit },
    response: FileInfo,
  },
  getFile: {
    method: 'GET',
    path: '/files/{id}',
    permission: 'estate.read',
    summary: 'A photo or a voice note: of the own, or of a thing that one may see',
    produces: fileTypes,
  },

  listFindings: {
    method: 'GET',
    path: '/findings',
    permission: 'finding.read',
    summary: 'Findings, the one seen last in front; unsettled ones by their deadline (timeline left out)',
    query: FindingQuery,
    response: page(Finding),
  },
  createFinding: {
    method: 'POST',
    path: '/findings',
    permission: 'tap.record',
    summary: 'Report a finding; the same id again is the same finding',
    body: NewFinding,
    response: Finding,
    status: 201,
  },
  getFinding: {
    method: 'GET',
    path: '/findings/{id}',
    permission: 'finding.read',
    summary: 'A finding with its timeline',
    response: Finding,
  },
  assignFinding: act('findings', 'assign', 'finding.act', findingActions.assign, Finding),
  fixFinding: act('findings', 'fix', 'finding.fix', findingActions.fix, Finding),
  recheckFinding: act('findings', 'recheck', 'finding.act', findingActions.recheck, Finding),
  dismissFinding: act('findings', 'dismiss', 'finding.act', findingActions.dismiss, Finding),
  commentFinding: act('findings', 'comment', 'finding.read', findingActions.comment, Finding),
  ticketOfFinding: act('findings', 'ticket', 'finding.act', Problemless, Finding),

  exceptionReport: {
    method: 'GET',
    path: '/reports/exceptions',
    permission: 'tap.read',
    summary: 'What was out of the ordinary on patrols, and how long the ways took',
    query: ExceptionQuery,
    response: ExceptionReport,
    produces: prints,
  },
  coverageReport: {
    method: 'GET',
    path: '/reports/coverage',
    permission: 'tap.read',
    summary: 'Zones by week: planned, done, late, missed, and where nobody was',
    query: CoverageQuery,
    response: CoverageReport,
    produces: prints,
  },
  dailyReport: {
    method: 'GET',
    path: '/reports/daily',
    permission: 'tap.read',
    summary: 'The day of a site: duty, rounds, exceptions, findings, incidents, tickets',
    query: DailyQuery,
    response: DailyReport,
    produces: prints,
  },
  disputePack: {
    method: 'GET',
    path: '/reports/dispute',
    permission: 'audit.read',
    summary: 'Everything about a round with its part of the chain, as a page that verifies itself offline',
    query: DisputeQuery,
    response: DisputePack,
    produces: ['text/html'],
  },

  listShifts: {
    method: 'GET',
    path: '/shifts',
    permission: 'estate.read',
    summary: 'Shifts',
    query: InSite,
    response: page(Shift),
  },
  createShift: {
    method: 'POST',
    path: '/shifts',
    permission: 'shift.manage',
    summary: 'Create a shift',
    body: NewShift,
    response: Shift,
    status: 201,
  },
  patchShift: {
    method: 'PATCH',
    path: '/shifts/{id}',
    permission: 'shift.manage',
    summary: 'Change a shift',
    body: ShiftPatch,
    response: Shift,
  },

  listLadders: {
    method: 'GET',
    path: '/ladders',
    permission: 'ladder.read',
    summary: 'Ladders: who is told of what, in which order',
    query: InSite,
    response: page(Ladder),
  },
  createLadder: {
    method: 'POST',
    path: '/ladders',
    permission: 'ladder.manage',
    summary: 'Create a ladder; its last step phones',
    body: NewLadder,
    response: Ladder,
    status: 201,
  },
  patchLadder: {
    method: 'PATCH',
    path: '/ladders/{id}',
    permission: 'ladder.manage',
    summary: 'Change a ladder; what climbs already keeps the form it began with',
    body: LadderPatch,
    response: Ladder,
  },
  previewLadder: {
    method: 'GET',
    path: '/ladders/preview',
    permission: 'ladder.read',
    summary: 'Who would be told now of a rule, an incident or a ticket, through what, or why nobody',
    query: PreviewQuery,
    response: LadderPreview,
  },
  listClimbs: {
    method: 'GET',
    path: '/climbs',
    permission: 'ladder.read',
    summary: 'What the ladder of an incident or a ticket has done and does next, and whom to phone',
    query: z.strictObject({ of: z.string().regex(/^(incident|ticket):[a-z0-9][a-z0-9_-]{0,63}$/) }),
    response: page(ShownClimb),
  },
  phonedClimb: act('climbs', 'phoned', 'incident.act', Phoned, ShownClimb),
  roster: {
    method: 'GET',
    path: '/roster',
    permission: 'estate.read',
    summary: 'Who is on duty, turn by turn: people, skills, swaps and gaps; a week from now unless asked otherwise',
    query: Span.extend({ site: Id.optional() }),
    response: Roster,
  },
  listSwaps: {
    method: 'GET',
    path: '/swaps',
    permission: 'estate.read',
    summary: 'Swaps of a site, newest first',
    query: z.strictObject({ site: Id.optional() }),
    response: page(Swap),
  },
  askSwap: {
    method: 'POST',
    path: '/swaps',
    permission: 'tap.record',
    summary: 'Ask that somebody stands in for one turn of a shift',
    body: NewSwap,
    response: Swap,
    status: 201,
  },
  approveSwap: act('swaps', 'approve', 'shift.manage', DecideSwap, Swap),
  declineSwap: act('swaps', 'decline', 'shift.manage', DecideSwap, Swap),
  proposeTicket: {
    method: 'GET',
    path: '/tickets/{id}/proposal',
    permission: 'ticket.dispatch',
    summary: 'To whom a ticket should go, with reasons, the best first',
    response: Proposal,
  },

  listChannels: {
    method: 'GET',
    path: '/channels',
    permission: 'channel.read',
    summary: 'Channels by which notices leave, with what their providers last answered',
    query: InSite,
    response: page(Channel),
  },
  createChannel: {
    method: 'POST',
    path: '/channels',
    permission: 'channel.manage',
    summary: 'Create a channel; its secrets go in and never come back',
    body: NewChannel,
    response: Channel,
    status: 201,
  },
  getChannel: {
    method: 'GET',
    path: '/channels/{id}',
    permission: 'channel.read',
    summary: 'A channel',
    response: Channel,
  },
  patchChannel: {
    method: 'PATCH',
    path: '/channels/{id}',
    permission: 'channel.manage',
    summary: 'Change a channel; secrets that are named are replaced',
    body: ChannelPatch,
    response: Channel,
  },
  deleteChannel: {
    method: 'DELETE',
    path: '/channels/{id}',
    permission: 'channel.manage',
    summary: 'Remove a channel; what waits for it is not sent',
    status: 204,
  },
  testChannel: act(
    'channels',
    'test',
    'channel.manage',
    z.strictObject({ to: z.string().max(64).optional() }),
    ChannelAnswer,
  ),
  listNotices: {
    method: 'GET',
    path: '/notices',
    permission: 'notice.read',
    summary: 'Notices, newest first: who was told, by which channel, with what answer',
    query: NoticeQuery,
    response: page(Notice),
  },
  retryNotice: act('notices', 'retry', 'notice.retry', Problemless, Notice),
  pushKey: {
    method: 'GET',
    path: '/push/key',
    permission: 'session.own',
    summary: 'The public key under which a browser subscribes',
    response: z.strictObject({ key: z.string() }),
  },
  listPushSubscriptions: {
    method: 'GET',
    path: '/push/subscriptions',
    permission: 'session.own',
    summary: 'My phones and browsers that are sent messages',
    response: page(PushSubscription),
  },
  subscribePush: {
    method: 'POST',
    path: '/push/subscriptions',
    permission: 'session.own',
    summary: 'Let this browser be sent messages',
    body: NewPushSubscription,
    response: PushSubscription,
    status: 201,
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/push/subscriptions/{id}',
    permission: 'session.own',
    summary: 'Send this browser no more messages',
    status: 204,
  },
  testPush: {
    method: 'POST',
    path: '/push/test',
    permission: 'session.own',
    summary: 'A message to my own phones, with the answer of their push services',
    body: Problemless,
    response: ChannelAnswer,
  },

  listUsers: {
    method: 'GET',
    path: '/users',
    permission: 'user.read',
    summary: 'Users',
    query: Paged,
    response: page(User),
  },
  createUser: {
    method: 'POST',
    path: '/users',
    permission: 'user.manage',
    summary: 'Create a user',
    body: NewUser,
    response: User,
    status: 201,
  },
  getUser: { method: 'GET', path: '/users/{id}', permission: 'user.read', summary: 'A user', response: User },
  patchUser: {
    method: 'PATCH',
    path: '/users/{id}',
    permission: 'user.manage',
    summary: 'Change a user; a new password ends the sessions',
    body: UserPatch,
    response: User,
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    permission: 'token.manage',
    summary: 'API tokens',
    query: Paged,
    response: page(Token),
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    permission: 'token.manage',
    summary: 'Create an API token; it is answered once',
    body: NewToken,
    response: z.strictObject({ token: Token, secret: z.string() }),
    status: 201,
  },
  deleteToken: {
    method: 'DELETE',
    path: '/tokens/{id}',
    permission: 'token.manage',
    summary: 'Revoke a token',
    status: 204,
  },
  listAccounts: {
    method: 'GET',
    path: '/accounts',
    permission: 'user.manage',
    summary: 'MQTT accounts that are no device',
    query: Paged,
    response: page(Account),
  },
  createAccount: {
    method: 'POST',
    path: '/accounts',
    permission: 'user.manage',
    summary: 'Create an MQTT account; its secret is answered once',
    body: Account,
    response: z.strictObject({ account: Account, secret: z.string() }),
    status: 201,
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/accounts/{id}',
    permission: 'user.manage',
    summary: 'Revoke an MQTT account',
    status: 204,
  },

  events: {
    method: 'GET',
    path: '/events',
    permission: 'estate.read',
    summary: 'The ordered journal of happenings, for catching up',
    query: z.strictObject({
      after: z.coerce.number().int().min(0),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    response: z.strictObject({ items: z.array(Happening), head: z.int(), more: z.boolean() }),
  },
  audit: {
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'What people and rules did, newest first',
    query: Paged,
    response: page(Happening),
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    permission: 'audit.read',
    summary: 'Whether anything of what happened was changed, left out or put in since',
    response: ChainCheck,
  },
  health: {
    method: 'GET',
    path: '/health',
    permission: 'estate.read',
    summary: 'What works and what does not, in operators’ words',
    response: Health,
  },
  simulator: {
    method: 'GET',
    path: '/simulator',
    permission: 'simulator.run',
    summary: 'Simulators of the demo estate',
    response: SimulatorState,
  },
  setSimulator: {
    method: 'PATCH',
    path: '/simulator',
    permission: 'simulator.run',
    summary: 'Change the speed',
    body: z.strictObject({ speed: z.number().min(1).max(60) }),
    response: SimulatorState,
  },
  startScenario: {
    method: 'POST',
    path: '/simulator/scenarios/{id}/start',
    permission: 'simulator.run',
    summary: 'Start a scenario',
    body: Problemless,
    response: SimulatorState,
  },
  stopScenario: {
    method: 'POST',
    path: '/simulator/scenarios/{id}/stop',
    permission: 'simulator.run',
    summary: 'Stop a scenario and put things right',
    body: Problemless,
    response: SimulatorState,
  },
} as const satisfies Record<string, Endpoint>

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
