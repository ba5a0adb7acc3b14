// The demo estate in virtual time: messages go through the real ingest into a journal in memory, the real pipeline judges
// them and records are kept in a database in memory. Only wires and disks are left out.
import type { Incident } from '../../core/contracts/incident.ts'
import { openIngest, type Sender } from '../../gateway/ingest.ts'
import { lanes } from '../../gateway/journal/journal.ts'
import { openOffsets } from '../../gateway/offset.ts'
import { openLine } from '../../gateway/release.ts'
import { openRepeats } from '../../gateway/repeats.ts'
import { createClimbs } from '../../server/climb.ts'
import { createCommits } from '../../server/commit.ts'
import { putDemoEstate } from '../../server/demo.ts'
import { loadEstate } from '../../server/estate.ts'
import { createPipeline, type Pipeline } from '../../server/pipeline.ts'
import { putShipped } from '../../server/shipped.ts'
import { openDatabase } from '../../server/store/database.ts'
import { openDirectory } from '../../server/store/directory.ts'
import { listIncidents } from '../../server/store/incident.ts'
import { createTagKeys } from '../../server/tag-keys.ts'
import { handClock } from '../../server/testing/clock.ts'
import { memoryJournal } from '../../server/testing/journal.ts'
import { demoEstate } from '../../simulators/estate.ts'
import type { Message } from '../../simulators/world.ts'

export type VirtualHouse = {
  /** Plays messages, second by second, up to `until` (epoch ms); what is due later stays unheard. */
  hear(messages: readonly Message[], until: number): Promise<void>
  /** Kills the evaluator where it stands (nothing is flushed) and starts another one on the same records. */
  restart(): Promise<void>
  /** All incidents, the oldest first. */
  incidents(): Promise<Incident[]>
  end(): Promise<void>
}

/** Opens the demo estate at an instant (epoch ms); nobody has been heard yet. */
export async function openVirtualHouse(startsAt: number): Promise<VirtualHouse> {
  const database = await openDatabase(':memory:')
  const { db } = database
  const commits = await createCommits(db)
  await putShipped(commits.commit)
  const tags = createTagKeys(Buffer.alloc(32, 7))
  await putDemoEstate(commits.commit, demoEstate, tags)
  const journal = memoryJournal()
  const clock = handClock(startsAt)
  const now = (): number => clock.now()
  const directory = await openDirectory(db, await loadEstate(db), () => null)
  const ingest = openIngest({ directory, journal, offsets: openOffsets(() => null), repeats: openRepeats(), now })
  const errors: unknown[] = []
  const log = { error: (facts: object) => void errors.push(facts) }

  async function begin(): Promise<{ pipeline: Pipeline; leave(): Promise<void> }> {
    const estate = await loadEstate(db)
    const ears = { onReading() {}, onUnrecorded: (lost: unknown) => void errors.push(lost) }
    const climbs = createClimbs(estate, () => '')
    commits.react(climbs.react)
    const deps = { db, commit: commits.commit, journal, estate, tags, climbs, clock, log }
    const pipeline = await createPipeline({ ...deps, ...ears })
    const unlisten = commits.onCommitted((happenings) => {
      estate.apply(happenings)
      pipeline.apply(happenings)
    })
    pipeline.start()
    return {
      pipeline,
      leave: () => {
        unlisten()
        return pipeline.kill()
      },
    }
  }

  async function tick(boot: boolean): Promise<void> {
    for (const lane of lanes) await journal.append(lane, { type: 'tick', at: now(), boot })
  }

  const say = ({ topic, payload, retain }: Message): Promise<void> =>
    new Promise((heard, failed) =>
      ingest.take(fleet, { topic, payload: Buffer.from(JSON.stringify(payload)), retain }, (error) =>
        error ? failed(error) : heard(),
      ),
    )

  let running = await begin()
  await tick(true)
  return {
    async hear(messages, until) {
      const due = messages.filter(({ at }) => at >= now() && at <= until)
      let next = 0
      for (;;) {
        for (; next < due.length && due[next]!.at <= now(); next++) await say(due[next]!)
        await running.pipeline.caughtUp()
        if (now() >= until) break
        clock.advance(Math.min(1000, until - now()))
        await tick(false)
      }
      if (errors.length > 0) throw new AggregateError(errors, `the pipeline complained: ${JSON.stringify(errors[0])}`)
    },
    async restart() {
      await running.leave()
      running = await begin()
    },
    incidents: async () => (await listIncidents(db, { limit: 1000, sites: null, at: now() })).items.reverse(),
    async end() {
      await running.leave()
      await database.close()
    },
  }
}

/** One connection that speaks for every device, as the demo's simulators do. */
const fleet: Sender = {
  identity: { type: 'simulator', id: 'fleet', sites: null, devices: null },
  epoch: 1,
  line: openLine(),
  strikes: [],
  isLatest: () => true,
  expel: () => undefined,
}
