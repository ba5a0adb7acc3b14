// Everything the HTTP room needs from outside, as ports. server/app.ts passes the real things, a test passes literals.
import type { Kysely, Transaction } from 'kysely'
import type { Explanation } from '../../core/contracts/api/rule.ts'
import type { SimulatorState } from '../../core/contracts/api/simulator.ts'
import type { Latest } from '../../core/contracts/device.ts'
import type { JournalStatus, Lane } from '../../gateway/journal/journal.ts'
import type { ReadingsStore } from '../../gateway/readings/store.ts'
import type { Clock } from '../clock.ts'
import type { Commit } from '../commit.ts'
import type { Estate } from '../estate.ts'
import type { Unreachable } from '../../core/domain/reachable.ts'
import type { Heartbeat } from '../heartbeat.ts'
import type { Internals } from '../internal.ts'
import type { Identity } from '../identity.ts'
import type { LinkBase } from '../link-base.ts'
import type { NotifyPort } from '../notify/notify.ts'
import type { Records } from '../store/schema.ts'
import type { TagVerifier } from '../tag-keys.ts'
import type { SentTap } from '../tap.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Tap } from '../../core/contracts/tap.ts'

export type Log = {
  debug(o: object, msg: string): void
  info(o: object, msg: string): void
  warn(o: object, msg: string): void
  error(o: object, msg: string): void
}

export type HttpSettings = {
  version: string
  demo: boolean
  /** The demo's sign-in buttons work for everybody who reaches the port (`WK_DEMO_PUBLIC`). */
  demoPublic: boolean
  /** Whether the HTTP listener is bound to loopback. */
  loopback: boolean
  /** Allowed Origin beside the own host; null when none is set. */
  publicUrl: string | null
  /** TLS on this port, or an https public address: cookies are Secure. */
  secure: boolean
  /** Zone of a new site that names none. */
  timezone: string
  dataDir: string
  /** `dashboard/build`; null serves the API alone. */
  dashboard: string | null
  /** 32 bytes; encrypts tag keys at rest. */
  secretKey: Buffer
  /** Where devices find the broker, for the AsyncAPI document. */
  mqtt: { port: number | null; tlsPort: number | null }
  /** Requests a minute from one address; 0 for no limit. */
  requestsPerMinute: number
}

/** What the pipeline can be asked. */
export type PipelinePort = {
  /** Presence and latest values; null when nothing was ever heard. */
  latest(device: string): Latest | null
  /** Presence of every device that is registered. */
  presences(): Iterable<Omit<Latest, 'metrics'>>
  /** Why a rule stands as it does for a subject (`{type}:{id}`, or a bare device id); null when it does not watch it. */
  explain(rule: string, subject: string, at: number): Promise<Explanation | null>
  status(): {
    ready: boolean
    /** How far judged time stands behind the clock, ms. */
    lagMs: number
    /** Durable records of a lane that are not judged yet. */
    behind: Record<Lane, number>
    /** Why records cannot be written at present. */
    fault: string | null
  }
}

/** What the gateway can be asked. */
export type GatewayPort = {
  status(): {
    listening: boolean
    connections: number
    received: number
    accepted: number
    repeats: number
    quarantined: number
    refused: number
  }
}

/** Readings on their way into the store. */
export type WriterPort = { status(): { lagMs: number; lag: number; fault: string | null; refused: number } }

export type SimulatorControl = {
  status(): SimulatorState
  setSpeed(speed: number): void
  /** False when there is no such scenario. */
  startScenario(id: string): boolean | Promise<boolean>
  stopScenario(id: string): boolean | Promise<boolean>
}

export type HttpDeps = {
  db: Kysely<Records>
  commit: Commit
  identity: Identity
  clock: Clock
  log: Log
  settings: HttpSettings
  readings: ReadingsStore
  writer: WriterPort | null
  journal: { status(): JournalStatus }
  pipeline: PipelinePort
  estate: Estate
  gateway: GatewayPort
  /** The sign of life to somebody outside. */
  heartbeat: Pick<Heartbeat, 'status'>
  /** People whom nobody could tell anything now. */
  people: () => Promise<readonly Unreachable[]>
  /** Where links of notices lead. */
  linkBase: () => LinkBase
  /** Tells the rules what happened inside the product. */
  internals: Pick<Internals, 'tell'>
  /** Telling people. */
  notify: NotifyPort
  /** The keys of signed tags. */
  tags: TagVerifier
  /** Judges and records one tap inside a transaction. */
  recordTap: (tx: Transaction<Records>, sent: SentTap) => Promise<{ tap: Tap; happenings: NewHappening[] }>
  simulator: SimulatorControl | null
}
