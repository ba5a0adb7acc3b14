// A small estate with its pipeline in virtual time: a test says what the devices send and when, and reads the records.
import { Channel } from '../../core/contracts/channel.ts'
import { Checkpoint } from '../../core/contracts/checkpoint.ts'
import { Device, type Device as DeviceDoc } from '../../core/contracts/device.ts'
import type { DeviceEvent } from '../../core/contracts/event.ts'
import { Kind, type Kind as KindDoc } from '../../core/contracts/kind.ts'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import { Ladder } from '../../core/contracts/ladder.ts'
import type { MetricValue } from '../../core/contracts/metric.ts'
import { Route, type Route as RouteDoc } from '../../core/contracts/route.ts'
import { Rule, type Rule as RuleDoc } from '../../core/contracts/rule.ts'
import { iso } from '../../core/contracts/instant.ts'
import { Shift } from '../../core/contracts/shift.ts'
import { Site } from '../../core/contracts/site.ts'
import { User } from '../../core/contracts/user.ts'
import type { z } from 'zod'
import { createClimbs } from '../climb.ts'
import { createCommits, type Commits } from '../commit.ts'
import { loadEstate } from '../estate.ts'
import { createPipeline, type Pipeline } from '../pipeline.ts'
import { saveCheckpoint } from '../store/checkpoint.ts'
import { saveChannel } from '../store/channel.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { insertDevice, updateDevice } from '../store/device.ts'
import { findIncident, listIncidents } from '../store/incident.ts'
import { saveKind } from '../store/kind.ts'
import { saveLadder } from '../store/ladder.ts'
import { saveRoute } from '../store/route.ts'
import { saveRule } from '../store/rule.ts'
import { saveShift } from '../store/shift.ts'
import { saveSite } from '../store/site.ts'
import { listTickets } from '../store/ticket.ts'
import { saveUser } from '../store/user.ts'
import { createTagKeys } from '../tag-keys.ts'
import { handClock, type HandClock } from './clock.ts'
import { memoryJournal, type MemoryJournal } from './journal.ts'

/** 2026-11-23 14:00 in Shanghai. */
export const start = Date.parse('2026-11-23T06:00:00.000Z')

type Cast = {
  kinds?: z.input<typeof Kind>[]
  devices?: z.input<typeof Device>[]
  rules?: z.input<typeof Rule>[]
  checkpoints?: (Omit<z.input<typeof Checkpoint>, 'tag'> & { uid?: string })[]
  routes?: z.input<typeof Route>[]
  users?: z.input<typeof User>[]
  shifts?: z.input<typeof Shift>[]
  ladders?: z.input<typeof Ladder>[]
  channels?: z.input<typeof Channel>[]
}

/** When a reading was measured, how far the device's clock is off, or what it said that nobody believed. */
type Said = { ts?: number; offset?: number; claimed?: number }

export type Scene = {
  database: Database
  commits: Commits
  pipeline: Pipeline
  journal: MemoryJournal
  clock: HandClock
  happened: Happening[]
  unrecorded: number
  /** Lets the gateway tick every second for so long, and waits until all of it is judged. */
  pass(ms: number): Promise<void>
  reading(device: string, metrics: Record<string, MetricValue>, more?: Said): Promise<void>
  event(device: string, type: string, more?: Partial<DeviceEvent>): Promise<void>
  tap(reader: string, tag: string, more?: { id?: string; badge?: string; readAt?: number }): Promise<void>
  incidents(): Promise<Awaited<ReturnType<typeof listIncidents>>['items']>
  incident(id: string): ReturnType<typeof findIncident>
  tickets(): Promise<Awaited<ReturnType<typeof listTickets>>['items']>
  /** A person's change of the estate. */
  change(noun: 'device', next: DeviceDoc): Promise<void>
  changeRule(next: RuleDoc | null, id: string): Promise<void>
  /** Kills the evaluator where it stands (nothing is flushed) and starts another one on the same records, `away` ms later. */
  restart(away?: number): Promise<void>
  end(): Promise<void>
}

export async function openScene(cast: Cast): Promise<Scene> {
  const database = await openDatabase(':memory:')
  const { db } = database
  await seed(db, cast)
  const commits = await createCommits(db)
  const journal = memoryJournal()
  const clock = handClock(start)
  const happened: Happening[] = []
  commits.onCommitted((happenings) => void happened.push(...happenings))
  let unlisten = () => {}
  let seq = 0

  const scene: Scene = {
    ...{ database, commits, journal, clock, happened, unrecorded: 0 },
    pipeline: null as unknown as Pipeline,
    async pass(ms) {
      for (let left = ms; left > 0; left -= 1000) {
        clock.advance(Math.min(1000, left))
        for (const lane of ['urgent', 'bulk'] as const)
          await journal.append(lane, { type: 'tick', at: clock.now(), boot: journal.head(lane) === 0 })
      }
      await scene.pipeline.caughtUp()
    },
    async reading(device, metrics, { ts = clock.now(), offset = 0, claimed } = {}) {
      const at = clock.now()
      const judged = ts + offset
      const timed = claimed === undefined ? ('device' as const) : ('server' as const)
      const times = { ts, at, timed, judged, late: at - judged > 120_000, ...(claimed !== undefined && { claimed }) }
      const reading = { device, ordinal: 0, seq: ++seq, metrics, ...times }
      await journal.append('bulk', { type: 'readings', at, device, readings: [reading] })
      await scene.pipeline.caughtUp()
    },
    async event(device, type, more) {
      const at = clock.now()
      const ts = more?.ts ?? at
      const judged = more?.judged ?? ts
      const times = { ts, at, timed: 'device' as const, judged, late: at - judged > 120_000 }
      const event = { device, id: `e${++seq}`, type, point: null, data: {}, ...times, ...more }
      await journal.append('urgent', { type: 'event', at, event })
      await scene.pipeline.caughtUp()
    },
    async tap(reader, tag, { id = `t${++seq}`, badge, readAt = clock.now() } = {}) {
      const at = clock.now()
      const times = { ts: readAt, timed: 'device' as const, judged: readAt, late: at - readAt > 120_000 }
      await journal.append('urgent', { type: 'tap', at, reader, id, ...times, tap: { tag, ...(badge && { badge }) } })
      await scene.pipeline.caughtUp()
    },
    incidents: async () => (await listIncidents(db, { limit: 1000, sites: null, at: clock.now() })).items.reverse(),
    incident: (id) => findIncident(db, id),
    tickets: async () => (await listTickets(db, { limit: 1000, sites: null, at: clock.now() })).items,
    async change(noun, next) {
      const told: NewHappening = { ...tellOf(noun, next.id, clock.now()), site: next.site, data: next }
      await commits.commit(async (tx) => ({ result: await updateDevice(tx, next), happenings: [told] }))
    },
    async changeRule(next, id) {
      const told: NewHappening = { ...tellOf('rule', id, clock.now()), data: next }
      await commits.commit(async (tx) => ({ result: next && (await saveRule(tx, next)), happenings: [told] }))
    },
    async restart(away = 0) {
      unlisten()
      await scene.pipeline.kill()
      clock.advance(away)
      await begin()
    },
    async end() {
      await scene.pipeline.stop()
      await database.close()
    },
  }
  async function begin(): Promise<void> {
    const estate = await loadEstate(db)
    const tags = createTagKeys(Buffer.alloc(32, 7))
    const climbs = createClimbs(estate, () => '')
    commits.react(climbs.react)
    const pipeline = await createPipeline({
      ...{ db, commit: commits.commit, journal, estate, tags, climbs, clock, log: { error() {} }, onReading() {} },
      onUnrecorded: (effects) => void (scene.unrecorded += effects.length),
    })
    unlisten = commits.onCommitted((happenings) => {
      estate.apply(happenings)
      pipeline.apply(happenings)
    })
    pipeline.start()
    scene.pipeline = pipeline
  }
  await begin()
  await scene.pass(1000)
  return scene
}

const tellOf = <N extends 'device' | 'rule'>(noun: N, id: string, at: number) => ({
  ...{ type: `${noun}.changed` as const, at: iso(at), site: null, by: 'admin', id },
})

async function seed(db: Database['db'], cast: Cast): Promise<void> {
  await saveSite(db, Site.parse({ id: 'hq', name: 'HQ', timezone: 'Asia/Shanghai' }))
  for (const kind of cast.kinds ?? []) await saveKind(db, Kind.parse(kind) satisfies KindDoc)
  for (const device of cast.devices ?? []) await insertDevice(db, Device.parse(device), '')
  for (const rule of cast.rules ?? []) await saveRule(db, Rule.parse(rule))
  for (const { uid, ...checkpoint } of cast.checkpoints ?? [])
    await saveCheckpoint(db, Checkpoint.parse({ ...checkpoint, tag: uid ? { type: 'uid', uid } : null }), null)
  for (const route of cast.routes ?? []) await saveRoute(db, Route.parse(route) satisfies RouteDoc)
  for (const user of cast.users ?? []) await saveUser(db, User.parse(user), undefined)
  for (const shift of cast.shifts ?? []) await saveShift(db, Shift.parse(shift))
  for (const ladder of cast.ladders ?? []) await saveLadder(db, Ladder.parse(ladder))
  for (const channel of cast.channels ?? []) await saveChannel(db, Channel.parse(channel), '')
}

// The parts that most tests share.
export const pumpKind = { id: 'pump', name: 'Pump', metrics: [], open: true, interval: '30s' }
export const panelKind = { id: 'fire_panel', name: 'Panel', metrics: [], open: true, interval: '30s' }
export const pump = { id: 'p-101', site: 'hq', kind: 'pump', name: 'Pump 1' }
export const panel = { id: 'fp-1', site: 'hq', kind: 'fire_panel', name: 'Panel 1' }
export const overcurrent = {
  ...{ id: 'pump-overcurrent', name: 'Over-current', scope: { kind: 'pump' }, priority: 2 as const },
  ...{ when: { metric: 'current_a', above: 18, clear: 16 }, for: '5s', keepFor: '10s' },
  raise: { title: 'Current high', ticket: { type: 'fault' as const } },
}
export const fireAlarm = {
  ...{ id: 'fire-alarm', name: 'Fire', scope: { kind: 'fire_panel' }, priority: 1 as const, lifeSafety: true },
  when: { event: 'alarm', by: 'point' as const, until: ['restored', 'reset'] },
  raise: { title: 'Fire alarm' },
}
