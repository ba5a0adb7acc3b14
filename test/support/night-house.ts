// A house for one night in virtual time: the records in memory, taps as phones send them, chores by a tick every twenty
// seconds. Readings, wires and screens are left out; what judges, attributes, misses and raises is the product's own.
import { Checkpoint, type NewTag } from '../../core/contracts/checkpoint.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { Happening } from '../../core/contracts/live.ts'
import { isRefusal } from '../../core/contracts/refusal.ts'
import type { Round } from '../../core/contracts/round.ts'
import { Route } from '../../core/contracts/route.ts'
import { Site, Zone } from '../../core/contracts/site.ts'
import type { TapPayload } from '../../core/contracts/tap.ts'
import { User } from '../../core/contracts/user.ts'
import { pauseRound, resumeRound } from '../../core/domain/round-pause.ts'
import { momentOfTap } from '../../core/domain/tap-time.ts'
import { doChores } from '../../server/chores.ts'
import { createCommits } from '../../server/commit.ts'
import { loadEstate } from '../../server/estate.ts'
import { createInternals } from '../../server/internal.ts'
import { planRounds } from '../../server/round.ts'
import { putShipped } from '../../server/shipped.ts'
import { saveCheckpoint } from '../../server/store/checkpoint.ts'
import { openDatabase } from '../../server/store/database.ts'
import { findIncident, listIncidents } from '../../server/store/incident.ts'
import { findRound, listRounds, saveRound } from '../../server/store/round.ts'
import { saveRoute } from '../../server/store/route.ts'
import { saveSite } from '../../server/store/site.ts'
import { listTaps } from '../../server/store/tap.ts'
import { saveUser } from '../../server/store/user.ts'
import { saveZone } from '../../server/store/zone.ts'
import { createTagKeys } from '../../server/tag-keys.ts'
import { recordTap } from '../../server/tap.ts'
import type { z } from 'zod'

export type NightEstate = {
  site: z.input<typeof Site>
  zones: z.input<typeof Zone>[]
  checkpoints: (Omit<z.input<typeof Checkpoint>, 'tag'> & { tag: NewTag })[]
  routes: z.input<typeof Route>[]
  users: z.input<typeof User>[]
}

const everything = { limit: 100_000, sites: null }

/** Opens the estate at an instant (epoch ms) and plans its rounds of the next day. */
export async function openNight(cast: NightEstate, startsAt: number) {
  const database = await openDatabase(':memory:')
  const { db } = database
  const commits = await createCommits(db)
  const { commit } = commits
  const tags = createTagKeys(Buffer.alloc(32, 7))
  await putShipped(commit)
  await saveSite(db, Site.parse(cast.site))
  for (const zone of cast.zones) await saveZone(db, Zone.parse(zone))
  for (const { tag, ...checkpoint } of cast.checkpoints) {
    const shown = { type: tag.type, uid: tag.uid }
    await saveCheckpoint(db, Checkpoint.parse({ ...checkpoint, tag: shown }), tags.sealTag(tag))
  }
  for (const route of cast.routes) await saveRoute(db, Route.parse(route))
  for (const user of cast.users) await saveUser(db, User.parse(user), undefined)
  const estate = await loadEstate(db)
  const internals = createInternals(estate, [])
  const happened: Happening[] = []
  commits.onCommitted((happenings) => void happened.push(...happenings))
  await commit(async (tx) => ({ result: null, happenings: await planRounds(tx, estate, startsAt) }))

  const change = (id: string, decide: (round: Round) => ReturnType<typeof pauseRound>): Promise<null> =>
    commit(async (tx) => {
      const decided = decide((await findRound(tx, id))!)
      if (isRefusal(decided)) throw new Error(decided.refused)
      await saveRound(tx, decided.next)
      return { result: null, happenings: decided.happenings }
    })
  return {
    happened,
    /** Lets time come to `at`; `listeningSince`: since when somebody could hear a tap. */
    tick: (at: number, listeningSince: number): Promise<null> =>
      commit(async (tx) => {
        const told = await doChores(tx, internals, { at, cause: `tick/${at}`, listeningSince })
        return { result: null, happenings: told }
      }),
    /** A phone sends a tap. */
    tap: (by: string, id: string, payload: TapPayload, receivedAt: number): Promise<null> =>
      commit(async (tx) => {
        const moment = momentOfTap(payload, receivedAt)
        const sender = { by, person: 'session' as const, sites: null, reader: null, cause: `http/${id}` }
        const { happenings } = await recordTap(
          tx,
          { internals, tags },
          { payload, id, ...moment, receivedAt, ...sender },
        )
        return { result: null, happenings }
      }),
    send: (round: string, at: number) =>
      change(round, (known) => pauseRound(known, { at, incident: 'elsewhere', by: 'desk' })),
    back: (round: string, at: number) => change(round, (known) => resumeRound(known, { at, by: 'desk' })),
    /** The first to start in front. */
    rounds: async (): Promise<Round[]> =>
      (await listRounds(db, everything)).items.toSorted((a, b) => epoch(a.startsAt) - epoch(b.startsAt)),
    taps: async () => (await listTaps(db, everything)).items,
    incidents: async () => {
      const { items } = await listIncidents(db, { ...everything, at: 0 })
      return Promise.all(items.map(async ({ id }) => (await findIncident(db, id))!))
    },
    end: () => database.close(),
  }
}
