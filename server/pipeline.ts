// The product on one screen: follow the journal → judge (judge.ts) → commit what follows (effect.ts) with the rules'
// memories and how far the journal was followed, in one transaction → listeners are told. Urgent before bulk.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Explanation } from '../core/contracts/api/rule.ts'
import type { Device, Latest } from '../core/contracts/device.ts'
import type { Happening, NewHappening } from '../core/contracts/live.ts'
import type { Reading } from '../core/contracts/reading.ts'
import type { Listener } from '../core/domain/presence.ts'
import { explain } from '../core/domain/rule.ts'
import { lanes, type Follower, type Journal, type Lane } from '../gateway/journal/journal.ts'
import type { Climbs } from './climb.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { perform, type Effect } from './effect.ts'
import type { Estate } from './estate.ts'
import { createInbox, type Batch } from './inbox.ts'
import { createInternals, type Internals } from './internal.ts'
import { createJudge } from './judge.ts'
import { latestOf, presenceOf } from './latest.ts'
import { createPersist } from './persist.ts'
import { createPresence } from './presence.ts'
import { loadStates, type Place } from './states.ts'
import { saveStates } from './store/device-state.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import { offsetOf, saveOffset } from './store/offset.ts'
import { allMemories, saveMemories } from './store/rule-memory.ts'
import type { Records } from './store/schema.ts'
import type { TapRoom } from './tap.ts'
import type { LookAt } from './verdict.ts'
import { createWatchers } from './watcher.ts'

/** Readings and other records judged between two looks at the urgent lane and at the rest of the process. */
const chunk = 2_048
/** Ticks come every second; being so far behind the clock is not being behind. */
const tick = 1_000
/** While nothing happens, what is remembered is kept so often, in pipeline time; a restart judges the rest again. */
const keepEvery = 5_000

export type PipelineDeps = {
  db: Kysely<Records>
  commit: Commit
  journal: Pick<Journal, 'epoch' | 'follow' | 'head'>
  estate: Estate
  tags: TapRoom['tags']
  /** The ladders that time moves on. */
  climbs: Pick<Climbs, 'tick' | 'mend'>
  clock: Clock
  log: { error(o: object, msg: string): void }
  onReading: (device: Device, reading: Reading) => void
  /** What cannot be written at present, for the screens: 未入库. */
  onUnrecorded: (effects: readonly Effect[]) => void
}

export type Pipeline = {
  internals: Internals
  /** Begins to follow the journal. */
  start(): void
  /** Stops after what is judged has been committed. */
  stop(): Promise<void>
  /** Stops where it stands and commits nothing more, as a killed process would. */
  kill(): Promise<void>
  /** Takes over what was committed, after the estate has. */
  apply(happenings: readonly Happening[]): void
  latest(device: string): Latest | null
  presences(): Iterable<Omit<Latest, 'metrics'>>
  /** Why a rule stands as it does for a subject (`{type}:{id}`, or a device's id); null when it does not watch it. */
  explain(rule: string, subject: string, at: number): Promise<Explanation | null>
  /** `behind`: durable records of a lane that are not judged yet. */
  status(): { ready: boolean; lagMs: number; behind: Place; fault: string | null }
  /** Up to here a restart needs the journal no more. */
  safe(): Place
  /** Resolves when everything that is in the journal now has been judged and committed. */
  caughtUp(): Promise<void>
}

export async function createPipeline(deps: PipelineDeps): Promise<Pipeline> {
  const { db, commit, journal, estate, clock, log } = deps
  const memories = await allMemories(db)
  const states = await loadStates(db, estate)
  const internals = createInternals(estate, memories)
  const watchers = createWatchers(estate, memories, (device) => ({
    device,
    latest: (metric) => states.map.get(device)?.values.get(metric) ?? null,
  }))
  const listened = await keptListeners(db, journal.epoch)
  const presence = createPresence(states.map, () => watchers.multiples(), listened.bulk)
  const judge = createJudge({
    ...{ estate, watchers, states: states.map, presence, listening: listened.urgent },
    ...{ epoch: journal.epoch, onReading: deps.onReading, touched: (device) => states.touch(device) },
  })
  // How far the rules are, and how far at least the kept states are: between the two, a restart replays states only.
  const ruled = await placeOf(db, 'rules', journal.epoch)
  const kept = await placeOf(db, 'states', journal.epoch)
  for (const lane of lanes) kept[lane] = Math.min(kept[lane], ruled[lane])
  const judged = { ...kept }

  const inbox = createInbox()
  const followers: Follower[] = []
  let running: Promise<void> | null = null
  let broken: string | null = null
  let stopping = false
  let keptAt = -Infinity
  let waiting: { target: Place; done(): void }[] = []

  async function run(): Promise<void> {
    while (!stopping) {
      const batch = inbox.first()
      const flush = batch !== null && judgeSome(batch)
      const effects = judge.effects()
      if (effects.length > 0 || flush) await persist.settle(effects, true)
      if (batch && batch.from === batch.records.length) inbox.finish(batch)
      report()
      if (batch) await nextTurn()
      else if (!judge.pending() && inbox.first() === null) await inbox.wait()
    }
  }

  /** Judges the next records of a batch; true when a tick says that it is time to commit. */
  function judgeSome(batch: Batch): boolean {
    let flush = false
    for (let weight = 0; weight < chunk && batch.from < batch.records.length; batch.from++) {
      const record = batch.records[batch.from]!
      const { lane, position, entry } = record
      if (position <= judged[lane]) continue
      weight += entry.type === 'readings' ? entry.readings.length : 1
      const replayed = position <= ruled[lane]
      judge.take(record, replayed)
      judged[lane] = position
      flush ||= !replayed && entry.type === 'tick'
    }
    return flush
  }

  const persist = createPersist({
    clock,
    name: () => `poison/${journal.epoch}/${judged.urgent}/${judged.bulk}`,
    onPoison: (effect, error) => log.error({ err: error, effect: effect.does }, 'an effect was set aside'),
    onFault(effects, error) {
      log.error({ err: error }, 'records cannot be written; alarms go to the screens from memory')
      deps.onUnrecorded(effects)
    },
    write,
  })

  async function write(effects: readonly Effect[], last: boolean): Promise<void> {
    if (last && effects.length === 0 && !isTimeToKeep()) return
    let memory = null as ReturnType<typeof takeMemory> | null
    try {
      await commit(async (tx) => {
        const happenings: NewHappening[] = []
        const room = { estate, internals, tags: deps.tags, climbs: deps.climbs, aliveSince, lookAt }
        for (const effect of effects) happenings.push(...(await perform(tx, effect, room)))
        // A tick that brought nothing about writes nothing, so a quiet house lets its disk rest.
        const idle = happenings.length === 0 && effects.every(({ does }) => does === 'chores')
        if (last && (!idle || isTimeToKeep())) memory = takeMemory()
        await memory?.save(tx)
        return { result: null, happenings }
      })
      memory?.saved()
    } catch (error) {
      memory?.restore()
      throw error
    }
  }

  /** A device that is shown as heard, since it was shown so. */
  const aliveSince = (device: string): number | null => {
    const judgement = states.map.get(device)?.watched.judged
    return judgement?.presence === 'online' ? judgement.since : null
  }
  /** How a device stands now. */
  const lookAt: LookAt = (device) => {
    const state = states.map.get(device)
    return state ? { presence: state.watched.judged.presence, values: state.values } : null
  }
  const now = () => Math.max(...lanes.map((lane) => judge.time(lane) ?? 0))
  const isTimeToKeep = () => stopping || now() >= keptAt + keepEvery || now() < keptAt

  /** All that is remembered and not yet committed, at the place to which the journal is judged now. */
  function takeMemory() {
    const place = { ...judged }
    const changed = watchers.takeChanged()
    const swept = states.next(place, judge.time('bulk') ?? judge.time('urgent') ?? 0)
    const at = now()
    const listeners: Listeners = { bulk: presence.listener(), urgent: judge.listening() }
    return {
      async save(tx: Transaction<Records>) {
        await saveMemories(tx, changed.rows)
        await savePlace(tx, 'rules', journal.epoch, place)
        await writeMeta(tx, listenerKey, JSON.stringify({ epoch: journal.epoch, ...listeners }))
        await saveStates(tx, swept.rows)
        if (swept.finished) await savePlace(tx, 'states', journal.epoch, swept.finished)
      },
      saved() {
        keptAt = at
        for (const lane of lanes) ruled[lane] = Math.max(ruled[lane], place[lane])
        Object.assign(kept, swept.finished)
      },
      restore() {
        changed.restore()
        swept.restore()
      },
    }
  }

  async function halt(): Promise<void> {
    stopping = true
    const stopped = followers.map((follower) => follower.stop())
    persist.stop()
    inbox.call()
    await running
    inbox.empty()
    await Promise.all(stopped)
    for (const one of waiting.splice(0)) one.done()
  }

  /** Tells those who wait that what they wait for has been committed. */
  function report(): void {
    const done = waiting.filter(({ target }) => lanes.every((lane) => judged[lane] >= target[lane]))
    waiting = waiting.filter((one) => !done.includes(one))
    for (const one of done) one.done()
  }

  return {
    internals,
    start() {
      for (const lane of lanes)
        followers.push(journal.follow(lane, kept[lane], (records) => inbox.bring(lane, records)))
      running = run().catch((error: unknown) => {
        broken = String(error)
        log.error({ err: error }, 'the pipeline has stopped')
      })
    },
    async stop() {
      await halt()
      if (broken === null && persist.fault() === null) await write(judge.effects(), true)
    },
    kill: halt,
    apply(happenings) {
      states.apply(happenings)
      const { fresh, gone } = watchers.apply(happenings)
      judge.begin(fresh, `happening/${happenings.at(-1)?.seq}`)
      judge.retire(gone)
      if (happenings.some(({ type }) => type.startsWith('audit.route_'))) judge.replan()
      for (const { type, data, seq } of happenings)
        if (type.startsWith('device.') && data !== null) judge.resume(data as Device, `happening/${seq}`)
      inbox.call()
    },
    latest(device) {
      const state = states.map.get(device)
      return state ? latestOf(state, estate.kinds.get(estate.devices.get(device)?.kind ?? '')) : null
    },
    presences: () => [...states.map.values()].map(presenceOf),
    async explain(rule, subject, at) {
      const whole = subject.includes(':') ? subject : `device:${subject}`
      const watcher = watchers.find(rule, whole.split(':')[1]!)
      if (!watcher) return internals.explain(db, rule, whole, judge.time('urgent') ?? at)
      return explain(watcher.rule, watcher.memory, judge.time(watcher.lane) ?? at, whole, watcher.context)
    },
    status() {
      const times = lanes.map((lane) => judge.time(lane)).filter((time) => time !== null)
      const behind = times.length === 0 ? 0 : clock.now() - Math.min(...times) - tick
      const fault = broken ?? persist.fault()
      const left = { urgent: journal.head('urgent') - judged.urgent, bulk: journal.head('bulk') - judged.bulk }
      const ready = running !== null && !stopping && broken === null
      return { ready, lagMs: Math.max(0, behind), behind: left, fault }
    },
    safe: () => ({ ...kept }),
    caughtUp: () =>
      new Promise((done) => {
        waiting.push({ target: { urgent: journal.head('urgent'), bulk: journal.head('bulk') }, done })
        inbox.call()
      }),
  }
}

const listenerKey = 'listener'
/** The listener as each lane's ticks tell it. */
type Listeners = Record<Lane, Listener | null>

async function keptListeners(db: Kysely<Records>, journalEpoch: string): Promise<Listeners> {
  const kept = JSON.parse((await readMeta(db, listenerKey)) ?? '{}') as Partial<Listeners> & { epoch?: string }
  const { urgent = null, bulk = null } = kept.epoch === journalEpoch ? kept : {}
  return { urgent, bulk }
}

async function placeOf(db: Kysely<Records>, consumer: string, epoch: string): Promise<Place> {
  const of = (lane: 'urgent' | 'bulk') => offsetOf(db, consumer, lane, epoch)
  return { urgent: await of('urgent'), bulk: await of('bulk') }
}

async function savePlace(tx: Transaction<Records>, consumer: string, epoch: string, place: Place): Promise<void> {
  for (const lane of lanes) await saveOffset(tx, consumer, lane, epoch, place[lane])
}
