// Brings readings from the journal into their store and looks after the store: roll-ups, retention. What it says of
// itself (position, lag, fault) stands on the health page.
import { setTimeout as sleep } from 'node:timers/promises'
import { startDrive, type Drive, type DriveOptions } from './drive.ts'

type Log = {
  info(o: object, msg: string): void
  warn(o: object, msg: string): void
  error(o: object, msg: string): void
}
type Clock = { now(): number; every(ms: number, tick: () => void): () => void }

export type WriterOptions = Omit<DriveOptions, 'onFault' | 'onDamage' | 'wait'> & {
  log: Log
  clock: Clock
  /** Pause before trying again; replaced in tests. */
  wait?: DriveOptions['wait']
}

export type WriterStatus = {
  /** The store takes what it is given and is looked after. */
  ok: boolean
  /** Why not, in the store's words. */
  fault: string | null
  /** Since when, epoch ms. */
  since: number | null
  position: number
  /** Positions of the journal that are not dealt with yet. */
  lag: number
  /** Readings that the store refused for ever, since the start. */
  refused: number
}

export type ReadingsWriter = {
  /** Everything up to here is safe and will not be asked for again: the journal may trim it. */
  position(): number
  lag(): number
  status(): WriterStatus
  stop(): Promise<void>
}

/** Where the store does not say how often. */
const rollUpMs = 60_000
const expireMs = 600_000

/** Starts at the offset kept for this journal's epoch, or at the beginning. */
export function startReadingsWriter(options: WriterOptions): ReadingsWriter {
  const { journal, log, clock, wait = pause } = options
  const faults = createFaults(log, clock)
  let refused = 0
  let drive: Drive | null = null
  const starting = startDrive({
    ...options,
    wait,
    onFault: (fault) => faults.set('write', fault),
    onDamage: (reason) => log.error({ reason }, 'readings lost: the journal is damaged'),
    onRefused(line) {
      refused++
      log.warn({ device: line.point.reading.device, reason: line.reason }, 'reading refused by the store')
      options.onRefused(line)
    },
  }).then((started) => (drive = started))
  const upkeep = startUpkeep(options, starting, faults)
  const position = (): number => drive?.position() ?? 0
  const lag = (): number => Math.max(0, journal.head('bulk') - position())
  return {
    position: () => drive?.durable() ?? 0,
    lag,
    status: () => ({ ...faults.first(), position: position(), lag: lag(), refused }),
    async stop() {
      await upkeep.stop()
      await (await starting).stop()
    },
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined)

/** What is wrong now, by what was attempted; told to the log when it begins, changes and ends. */
function createFaults(log: Log, clock: Clock) {
  const faults = new Map<string, { fault: string; since: number }>()
  return {
    set(what: string, fault: string | null): void {
      const known = faults.get(what)
      if (known?.fault === (fault ?? undefined)) return
      if (fault === null) {
        faults.delete(what)
        log.info({ what }, 'readings store works again')
      } else {
        faults.set(what, { fault, since: known?.since ?? clock.now() })
        log.warn({ what, fault }, 'readings store does not work; the journal keeps what it misses')
      }
    },
    first(): { ok: boolean; fault: string | null; since: number | null } {
      const [fault] = faults.values()
      return fault ? { ok: false, ...fault } : { ok: true, fault: null, since: null }
    },
  }
}

/** Rolls up as often as the store likes, expires every ten minutes, one at a time. A failure is a fault and is tried again next time. */
function startUpkeep(
  { store, clock }: WriterOptions,
  starting: Promise<Drive>,
  faults: ReturnType<typeof createFaults>,
) {
  let last = Promise.resolve()
  const waiting = new Set<string>()
  const run = (what: string, work: () => Promise<void>): void => {
    if (waiting.has(what)) return
    waiting.add(what)
    last = last
      .then(work)
      .then(
        () => faults.set(what, null),
        (error: unknown) => faults.set(what, String(error instanceof Error ? error.message : error)),
      )
      .then(() => void waiting.delete(what))
  }
  const rollUp = async (): Promise<void> => {
    const drive = await starting
    const reached = drive.position()
    await store.rollUp(clock.now())
    await drive.rolledUp(reached)
  }
  const cancels = [
    clock.every(store.rollUpEveryMs ?? rollUpMs, () => run('roll-up', rollUp)),
    clock.every(expireMs, () => run('expiry', () => store.expire(clock.now()))),
  ]
  return {
    async stop(): Promise<void> {
      for (const cancel of cancels) cancel()
      await last
    },
  }
}
