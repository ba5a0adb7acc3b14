// Reports: exceptions of patrols, coverage of zones by week, the day of a site. What a report says is this document;
// CSV and PDF are other prints of it.
import { z } from 'zod'
import { Call } from './call.ts'
import { Duty } from './duty.ts'
import { Finding } from './finding.ts'
import { Incident } from './incident.ts'
import { Round } from './round.ts'
import { Id, IsoTime, Name } from './scalars.ts'
import { TapFlag } from './tap.ts'
import { Ticket } from './ticket.ts'

/** What can be out of the ordinary on a patrol. Evidence, never a verdict. */
export const ExceptionType = z.enum([
  'missed',
  'late',
  'early',
  'out_of_order',
  'late_synced',
  /** Nobody listened at the deadline: nobody's fault. */
  'unwatched',
  'leg_short',
  'leg_long',
  'dwell_short',
  /** The guard was out of contact past the limit of the leg. */
  'guard_lost',
  ...TapFlag.options,
  'tap_refused',
  /** The room's sensor saw somebody, and no tap explains it. */
  'no_tap',
  'call_unanswered',
])
export type ExceptionType = z.infer<typeof ExceptionType>

export const PatrolException = z.strictObject({
  type: ExceptionType,
  at: IsoTime,
  checkpoint: Id.nullable(),
  by: z.string().nullable(),
  route: Id.nullable(),
  round: Id.nullable(),
  tap: z.string().nullable(),
  /** Figures and words that explain it: deadline, minutes, reason, device. */
  data: z.record(z.string(), z.unknown()),
})
export type PatrolException = z.infer<typeof PatrolException>

const Walk = z.strictObject({ minutes: z.number(), at: IsoTime, by: z.string().nullable(), round: Id })
/** The shortest and the longest time that a way between two checkpoints took. */
export const Leg = z.strictObject({ from: Id, to: Id, count: z.int(), shortest: Walk, longest: Walk })
export type Leg = z.infer<typeof Leg>

const Frame = { site: Id, siteName: Name, timezone: z.string(), madeAt: IsoTime }
/** Names of what a report speaks of, by id, so that it can be read on its own. */
const Names = {
  checkpoints: z.record(z.string(), Name),
  people: z.record(z.string(), z.string()),
  routes: z.record(z.string(), Name),
}

export const ExceptionReport = z.strictObject({
  ...Frame,
  ...Names,
  from: IsoTime,
  to: IsoTime,
  /** Visits of rounds of the span that are done or over by now, and how many of them were done. */
  planned: z.int(),
  done: z.int(),
  rows: z.array(PatrolException),
  legs: z.array(Leg),
})
export type ExceptionReport = z.infer<typeof ExceptionReport>

/** One zone in one week. */
export const ZoneWeek = z.strictObject({ planned: z.int(), done: z.int(), late: z.int(), missed: z.int() })
export type ZoneWeek = z.infer<typeof ZoneWeek>

export const ZoneCoverage = z.strictObject({
  zone: Id,
  name: Name,
  building: Id.nullable(),
  floor: z.int().nullable(),
  /** 0: no round can ever come here. */
  checkpoints: z.int(),
  /** In the order of the report's weeks. */
  weeks: z.array(ZoneWeek),
  /** The last proof of presence there before the end of the weeks. */
  lastVisitedAt: IsoTime.nullable(),
})
export type ZoneCoverage = z.infer<typeof ZoneCoverage>

export const CoverageReport = z.strictObject({
  ...Frame,
  /** ISO weeks of the site's zone, `2026-W47`, the oldest first. */
  weeks: z.array(z.string()),
  zones: z.array(ZoneCoverage),
  /** Zones in which nobody was in the last of the weeks: a weekly full round owes them a visit. */
  unvisited: z.array(Id),
})
export type CoverageReport = z.infer<typeof CoverageReport>

export const DailyReport = z.strictObject({
  ...Frame,
  ...Names,
  /** The day of the site's zone, `YYYY-MM-DD`, and its instants. */
  date: z.iso.date(),
  from: IsoTime,
  to: IsoTime,
  duties: z.array(Duty),
  rounds: z.array(
    z.strictObject({
      id: Id,
      route: Id,
      name: Name,
      guard: z.string().nullable(),
      state: Round.shape.state,
      startsAt: IsoTime,
      finishedAt: IsoTime.nullable(),
      planned: z.int(),
      done: z.int(),
      late: z.int(),
      missed: z.int(),
    }),
  ),
  exceptions: z.array(PatrolException),
  /** Reported, settled or overdue on that day; timelines left out. */
  findings: z.array(Finding),
  calls: z.array(Call),
  /** Raised on that day, timelines left out. */
  incidents: z.array(Incident),
  /** Opened or ended on that day, timelines left out. */
  tickets: z.array(Ticket),
})
export type DailyReport = z.infer<typeof DailyReport>

/** What of an exception report is asked for; a word that is left out asks for all. */
export const ExceptionFilter = z.strictObject({
  route: Id.optional(),
  guard: z.string().max(64).optional(),
  type: ExceptionType.optional(),
})
export type ExceptionFilter = z.infer<typeof ExceptionFilter>

const format = z.enum(['json', 'csv', 'pdf', 'xlsx']).default('json')
const site = Id.optional()
/** A span of at most 31 days. */
const longest = 31 * 86_400_000
export const ExceptionQuery = z
  .strictObject({ site, from: IsoTime, to: IsoTime, ...ExceptionFilter.shape, format })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], error: 'span_reversed' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= longest, { path: ['to'], error: 'span_too_long' })
/** `week`: the last of the weeks shown, this one when absent. */
export const CoverageQuery = z.strictObject({
  site,
  week: z
    .string()
    .regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, 'week')
    .optional(),
  weeks: z.coerce.number().int().min(1).max(13).default(4),
  format,
})
/** `date`: a day of the site's zone, today when absent. */
export const DailyQuery = z.strictObject({ site, date: z.iso.date().optional(), format })

const Hex = z.string().regex(/^[0-9a-f]{64}$/)
/** An entry of the chain as it is kept (core/domain/chain.ts). */
const Entry = z.strictObject({
  seq: z.int(),
  /** Epoch ms. */
  at: z.int(),
  type: z.string(),
  site: Id.nullable(),
  by: z.string().nullable(),
  thing: z.string(),
  /** The very text of the data. */
  doc: z.string(),
})

/**
 * Everything about one round that somebody needs who does not believe us (争议包): what happened to the round, its taps,
 * incidents and findings as entries of the chain; what happened meanwhile to others only as hashes, so that the chain can
 * be recomputed and nobody else is shown.
 */
export const DisputePack = z.strictObject({
  ...Frame,
  ...Names,
  version: z.literal(1),
  madeBy: z.string(),
  round: Id,
  chain: z.strictObject({
    /** The chain before the first link. */
    before: Hex,
    links: z.array(
      z.union([
        z.strictObject({ seq: z.int(), hash: Hex, entry: Entry }),
        z.strictObject({ seq: z.int(), hash: Hex, content: Hex }),
      ]),
    ),
  }),
  /** Photos and voice notes; `base64` is null for those that would make the pack too large. */
  files: z.array(
    z.strictObject({ id: z.string(), type: z.string(), bytes: z.int(), sha256: Hex, base64: z.string().nullable() }),
  ),
  /** SHA-256 of the JSON of all the rest: names and photos stand outside the chain. */
  sum: Hex,
})
export type DisputePack = z.infer<typeof DisputePack>
export const DisputeQuery = z.strictObject({ round: Id, format: z.enum(['json', 'html']).default('html') })
