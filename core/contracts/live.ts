// What screens are told: one snapshot, then ordered happenings, and conflated readings beside them.
import { z } from 'zod'
import { Call } from './call.ts'
import type { Command } from './command.ts'
import { Device, Latest, Point } from './device.ts'
import { Duty } from './duty.ts'
import { Errand } from './errand.ts'
import { Finding } from './finding.ts'
import { Incident } from './incident.ts'
import type { Notice } from './notice.ts'
import type { Climb, Ladder } from './ladder.ts'
import type { Swap } from './roster.ts'
import { Round } from './round.ts'
import { Id, IsoTime } from './scalars.ts'
import { Shift } from './shift.ts'
import { Site, Zone } from './site.ts'
import { Tap } from './tap.ts'
import { Ticket } from './ticket.ts'
import { Kind } from './kind.ts'
import { Rule } from './rule.ts'
import { MetricName, MetricValue } from './metric.ts'

/** The nouns whose changes are told; `data` is always the whole new thing (or null: it is gone). */
type Told = {
  incident: Incident
  ticket: Ticket
  round: Round
  tap: Tap
  finding: Finding
  device: Device
  presence: Omit<Latest, 'metrics'>
  point: Point & { device: Id }
  rule: Rule
  site: Site
  zone: Zone
  kind: Kind
  shift: Shift
  duty: Duty
  call: Call
  errand: Errand
  /** Without its words: those stand in the outbox. */
  notice: Omit<Notice, 'text' | 'answer'>
  ladder: Ladder
  climb: Climb
  swap: Swap
  command: Command
  /** What a person did to something that has no form of its own on screens (users, tokens, settings). */
  audit: Record<string, unknown>
}
export type HappeningNoun = keyof Told

/**
 * One entry of the ordered journal of happenings. `type` is `{noun}.{what happened}`, e.g. `incident.opened`,
 * `incident.acknowledged`, `ticket.created`, `presence.changed`; `site` is null for what concerns every site.
 */
export const Happening = z.strictObject({
  seq: z.int().min(1),
  type: z.string(),
  at: IsoTime,
  site: Id.nullable(),
  by: z.string().nullable(),
  id: z.string(),
  data: z.unknown(),
})
export type Happening = z.infer<typeof Happening>
/** A happening that has no place in the order yet; commit.ts gives the sequence. */
export type NewHappening = {
  [N in HappeningNoun]: {
    type: `${N}.${string}`
    at: IsoTime
    site: string | null
    by: string | null
    id: string
    data: Told[N] | null
  }
}[HappeningNoun]

/** `event` of Socket.IO: `prev` is the last event that this client was sent. */
/**
 * `unrecorded`: shown from memory because the records cannot be written at present (未入库); it has no place of its own in
 * the order yet (`seq` equals `prev`) and is told again once it is written.
 */
export type LiveEvent = Happening & { prev: number; unrecorded?: true }
export type Head = { seq: number; prev: number; at: IsoTime; lagMs: number }
export const LiveReading = z.strictObject({
  device: Id,
  ts: IsoTime,
  metrics: z.record(MetricName, MetricValue),
})
export type LiveReading = z.infer<typeof LiveReading>

/** Everything a screen starts from. Closed incidents, tickets and finished rounds older than a day are not in it. */
export const Snapshot = z.strictObject({
  seq: z.int(),
  at: IsoTime,
  sites: z.array(Site),
  zones: z.array(Zone),
  kinds: z.array(Kind),
  devices: z.array(Device),
  latest: z.array(Latest),
  /** Points that are not normal. */
  points: z.array(Point.extend({ device: Id })),
  /** Open ones, timeline left out (empty). */
  incidents: z.array(Incident),
  /** Not closed ones. */
  tickets: z.array(Ticket),
  rounds: z.array(Round),
  shifts: z.array(Shift),
  /** Who is on post, which calls wait, who was sent where; empty for those who do not see taps. */
  duties: z.array(Duty),
  calls: z.array(Call),
  errands: z.array(Errand),
  /** Names of people, by user name, for the words "who". */
  people: z.record(z.string(), z.string()),
  /** Checkpoint names by id. */
  checkpoints: z.record(Id, z.strictObject({ 'zh-CN': z.string(), en: z.string() })),
  demo: z.boolean(),
})
export type Snapshot = z.infer<typeof Snapshot>

export const Watch = z.strictObject({
  sites: z.array(Id).max(1000).optional(),
  devices: z.array(Id).max(5000).optional(),
})
export type Watch = z.infer<typeof Watch>

/** Socket.IO, server → client. */
export type ServerToClient = {
  snapshot: (snapshot: Snapshot) => void
  event: (event: LiveEvent) => void
  head: (head: Head) => void
  readings: (readings: LiveReading[]) => void
}
/** Socket.IO, client → server. */
export type ClientToServer = { watch: (watch: Watch) => void }
