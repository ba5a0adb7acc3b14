// The product on one screen: follow the journal → judge (judge.ts) → commit what follows (effect.ts) with the rules'
// memories and how far the journal was followed, in one transaction → listeners are told. Urgent before bulk.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Explanation } from '../core/contracts/api.ts'
import type { Device, Latest } from '../core/contracts/device.ts'
import type { Happening, NewHappening } from '../core/contracts/live.ts'
import type { Reading } from '../core/contracts/reading.ts'
import { explain } from '../core/domain/rule.ts'
import { lanes, type Follower, type Journal, type Lane, type Recorded } from '../gateway/journal/journal.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { perform, type Effect } from './effect.ts'
import { intervalOf, type Estate } from './estate.ts'
import { createInternals, type Internals } from './internal.ts'
import { createJudge } from './judge.ts'
import { latestOf, newState, presenceOf, packState, unpackState, type DeviceState } from './latest.ts'
import { createPresence } from './presence.ts'
import { allStates, saveStates } from './store/device-state.ts'
import { offsetOf, saveOffset } from './store/offset.ts'
import { allMemories, saveMemories } from './store/rule-memory.ts'
import type { Records } from './store/schema.ts'
import { sqliteCode } from './store/sqlite.ts'
import { createWatchers } from './watcher.ts'

/** Readings and other records judged between two looks at the urgent lane and at the rest of the process. */
const chunk = 512
/** States written in one transaction; more would hold up the loop. */
const statesAtOnce = 500
/** A sweep of changed states begins so long after the last one ended, in pipeline time. */
const sweepEvery = 5_000

export type Log = { warn(o: object, msg: string): void; error(o: object, msg: string): void }
export type PipelineDeps = {
  db: Kysely<Records>
  commit: Commit
  journal: Pick<Journal, 'epoch' | 'follow' | 'head'>
  estate: Estate
  clock: Clock
  log: Log
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
  explain(rule: string, subject: string, at: number): Explanation | null
  status(): { ready: boolean; lagMs: number; fault: string | null }
  /** Up to here a restart needs the journal no more. */
  safe(): Record<Lane, number>
  /** Resolves when everything that is in the journal now has been judged and committed. */
  caughtUp(): Promise<void>
}

export async function createPipeline(deps: PipelineDeps): Promise<Pipeline> {
  const { db, commit, journal, estate, clock, log } = deps
  const memories = await allMemories(db)
  const states = await loadStates(db, estate)
  const internals = createInternals(estate, memories)
  const contextOf = (device: string) => ({
    device,
    latest: (metric: string) => states.get(device)?.values.get(metric) ?? null,
  })
  const watchers = createWatchers(estate, memories, contextOf)
  const presence = createPresence(states, () => watchers.multiples())
  let touched = new Set<string>()
  const judge = createJudge({
    ...{ estate, states, watchers, presence, epoch: journal.epoch, onReading: deps.onReading },
    touched: (device) => void touched.add(device),
  })

  // How far the rules are, and how far at least the kept states are: between the two, a restart replays states only.
  const judged: Record<Lane, number> = { urgent: 0, bulk: 0 }
  const ruled: Record<Lane, number> = { urgent: 0, bulk: 0 }
  const kept: Record<Lane, number> = { urgent: 0, bulk: 0 }
  for (const lane of lanes) {
    ruled[lane] = await offsetOf(db, 'rules', lane, journal.epoch)
    kept[lane] = Math.min(ruled[lane], await offsetOf(db, 'states', lane, journal.epoch))
    judged[lane] = kept[lane]
  }

  type Batch = { records: Recorded[]; from: number; done(): void }
  const inbox: Record<Lane, Batch[]> = { urgent: [], bulk: [] }
  const followers: Follower[] = []
  let wake = () => {}
  let stopping = false
  let running: Promise<void> = Promise.resolve()
  let fault: string | null = null
  let waiting: { target: Record<Lane, number>; done(): void }[] = []
  let sweep: { left: string[]; at: Record<Lane, number> } | null = null
  let swept = -Infinity

  const take = (lane: Lane) => (records: Recorded[]) =>
    new Promise<void>((done) => {
      inbox[lane].push({ records, from: 0, done })
      wake()
    })

  async function run(): Promise<void> {
    while (!stopping) {
      const lane = inbox.urgent.length > 0 ? 'urgent' : 'bulk'
      const batch = inbox[lane][0]
      const flush = batch ? judgeSome(lane, batch) : false
      const effects = judge.effects()
      if (effects.length > 0 || flush) await settle(effects, true)
      if (batch && batch.from === batch.records.length) inbox[lane].shift()!.done()
      report()
      if (batch) await nextTurn()
      else if (isIdle()) await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  const isIdle = () => !judge.pending() && inbox.urgent.length === 0 && inbox.bulk.length === 0

  /** Judges the next records of a batch; true when a tick says that it is time to commit. */
  function judgeSome(lane: Lane, batch: Batch): boolean {
    let flush = false
    for (let weight = 0; weight < chunk && batch.from < batch.records.length; batch.from++) {
      const record = batch.records[batch.from]!
      if (record.position <= judged[lane]) continue
      weight += record.entry.type === 'readings' ? record.entry.readings.length : 1
      const replayed = record.position <= ruled[lane]
      judge.take(record, replayed)
      judged[lane] = record.position
      flush ||= !replayed && record.entry.type === 'tick'
    }
    return flush
  }

  /**
   * Commits effects, and when they are the last of their records also what is remembered and how far the journal was
   * followed. Tries again for as long as the records cannot be written.
   */
  async function settle(effects: readonly Effect[], last: boolean): Promise<void> {
    for (let attempt = 0; !stopping; attempt++) {
      try {
        await write(effects, last)
        if (fault !== null) log.warn({}, 'records can be written again')
        fault = null
        return
      } catch (error) {
        if (effects.length > 0 && !isBroken(error)) return setPoisonAside(effects, last, error)
        fault = String(error)
        if (attempt === 0) {
          log.error({ error }, 'records cannot be written; alarms go to the screens from memory')
          deps.onUnrecorded(effects)
        }
        await pause(Math.min(5_000, 100 * 2 ** attempt))
      }
    }
  }

  /** Halves the effects until the one that cannot be performed stands alone; that one is set aside, the rest is kept. */
  async function setPoisonAside(effects: readonly Effect[], last: boolean, error: unknown): Promise<void> {
    if (effects.length > 1) {
      const middle = effects.length >> 1
      await settle(effects.slice(0, middle), false)
      return settle(effects.slice(middle), last)
    }
    const only = effects[0]!
    log.error({ error, effect: only.does }, 'an effect could not be performed and was set aside')
    const id = `poison/${journal.epoch}/${judged.urgent}/${judged.bulk}`
    const message = { id, at: clock.now(), device: null, topic: '', reason: `${only.does}: ${String(error)}` }
    const aside: Effect = { does: 'aside', message: { ...message, payload: JSON.stringify(only) } }
    await settle(only.does === 'aside' ? [] : [aside], last)
  }

  async function write(effects: readonly Effect[], last: boolean): Promise<void> {
    const memory = last ? takeMemory() : null
    try {
      await commit(async (tx) => {
        const happenings: NewHappening[] = []
        for (const effect of effects) happenings.push(...(await perform(tx, effect, { estate, internals })))
        await memory?.save(tx)
        return { result: null, happenings }
      })
      memory?.saved()
    } catch (error) {
      memory?.restore()
      throw error
    }
  }

  /** All that is remembered and not yet committed, at the place to which the journal is judged now. */
  function takeMemory() {
    const changed = watchers.takeChanged()
    const swept = nextStates()
    const at = { ...judged }
    return {
      async save(tx: Transaction<Records>) {
        await saveMemories(tx, changed.rows)
        await keep(tx, 'rules', at)
        await saveStates(tx, swept.rows)
        if (swept.finished) await keep(tx, 'states', swept.finished)
      },
      saved() {
        for (const lane of lanes) {
          ruled[lane] = Math.max(ruled[lane], at[lane])
          kept[lane] = swept.finished?.[lane] ?? kept[lane]
        }
      },
      restore() {
        changed.restore()
        swept.restore()
      },
    }
  }
  async function keep(tx: Transaction<Records>, consumer: string, at: Record<Lane, number>): Promise<void> {
    for (const lane of lanes) await saveOffset(tx, consumer, lane, journal.epoch, at[lane])
  }

  /** The next slice of changed states; with the last one the sweep is finished, and where it began is safe. */
  function nextStates() {
    const now = judge.time('bulk') ?? judge.time('urgent') ?? 0
    if (!sweep && now >= swept + sweepEvery && touched.size > 0) {
      sweep = { left: [...touched], at: { ...judged } }
      touched = new Set()
    }
    const ids = sweep?.left.splice(0, statesAtOnce) ?? []
    const rows = ids.flatMap((device) => {
      const state = states.get(device)
      return state ? [{ device, doc: packState(state) }] : []
    })
    const finished = sweep && sweep.left.length === 0 ? sweep.at : null
    if (finished) {
      sweep = null
      swept = now
    }
    const restore = () => {
      for (const id of ids) touched.add(id)
      // The sweep is torn: what it had left is swept again from a later start.
      for (const id of sweep?.left ?? []) touched.add(id)
      sweep = null
    }
    return { rows, finished, restore }
  }

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const stop = clock.every(ms, () => {
        stop()
        resolve()
      })
      wake = () => {
        stop()
        resolve()
      }
    })

  async function halt(): Promise<void> {
    stopping = true
    const stopped = followers.map((follower) => follower.stop())
    wake()
    await running
    for (const lane of lanes) for (const batch of inbox[lane].splice(0)) batch.done()
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
      for (const lane of lanes) followers.push(journal.follow(lane, kept[lane], take(lane)))
      running = run().catch((error: unknown) => {
        fault = String(error)
        log.error({ error }, 'the pipeline has stopped')
      })
    },
    async stop() {
      await halt()
      if (fault === null) await write(judge.effects(), true)
    },
    kill: halt,
    apply(happenings) {
      for (const { type, id, data } of happenings)
        if (type.startsWith('device.')) takeDevice(states, estate, id, data as Device | null)
        else if (type.startsWith('kind.'))
          for (const device of estate.devices.values())
            if (device.kind === id) takeDevice(states, estate, device.id, device)
      const { fresh, gone } = watchers.apply(happenings)
      const seq = happenings.at(-1)?.seq ?? 0
      judge.begin(fresh, `happening/${seq}`)
      judge.retire(gone)
      for (const { type, data, seq: cause } of happenings)
        if (type.startsWith('device.') && data !== null) judge.resume(data as Device, `happening/${cause}`)
      wake()
    },
    latest(device) {
      const state = states.get(device)
      return state ? latestOf(state, estate.kinds.get(estate.devices.get(device)?.kind ?? '')) : null
    },
    presences: () => [...states.values()].map(presenceOf),
    explain(rule, subject, at) {
      const [type, ...rest] = subject.includes(':') ? subject.split(':') : ['device', subject]
      const device = type === 'point' ? rest[0]! : rest.join(':')
      const watcher = watchers.find(rule, device)
      const whole = subject.includes(':') ? subject : `device:${subject}`
      return watcher && explain(watcher.rule, watcher.memory, judge.time(watcher.lane) ?? at, whole, watcher.context)
    },
    status() {
      const times = lanes.map((lane) => judge.time(lane)).filter((time) => time !== null)
      const behind = times.length === 0 ? 0 : clock.now() - Math.min(...times) - 1000
      return { ready: followers.length > 0 && !stopping, lagMs: Math.max(0, behind), fault }
    },
    safe: () => ({ ...kept }),
    caughtUp: () =>
      new Promise((done) => {
        waiting.push({ target: { urgent: journal.head('urgent'), bulk: journal.head('bulk') }, done })
        wake()
      }),
  }
}

/** Whether the world is broken (disk full, file locked or unreadable, database closed) rather than the effect. */
function isBroken(error: unknown): boolean {
  const code = sqliteCode(error)
  const constraint = 19
  const mismatch = 20
  return code !== null && code !== 1 && code !== constraint && code !== mismatch
}

async function loadStates(db: Kysely<Records>, estate: Estate): Promise<Map<string, DeviceState>> {
  const docs = new Map((await allStates(db)).map(({ device, doc }) => [device, doc]))
  const states = new Map<string, DeviceState>()
  for (const device of estate.devices.values()) {
    const doc = docs.get(device.id)
    const interval = intervalOf(estate, device)
    states.set(device.id, doc === undefined ? newState(device, interval) : unpackState(doc, device, interval))
  }
  return states
}

function takeDevice(states: Map<string, DeviceState>, estate: Estate, id: string, device: Device | null): void {
  if (device === null) return void states.delete(id)
  const interval = intervalOf(estate, device)
  const known = states.get(id)
  if (known) Object.assign(known.watched, { parent: device.parent, interval })
  else states.set(id, newState(device, interval))
}
