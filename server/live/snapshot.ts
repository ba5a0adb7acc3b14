// Everything a screen starts from, as far as its person may see. What happens while it is gathered may be in it already;
// `seq` is taken first, so that such happenings are told again rather than lost, and telling twice changes nothing.
import type { Kysely } from 'kysely'
import type { Latest } from '../../core/contracts/device.ts'
import { iso } from '../../core/contracts/instant.ts'
import type { Snapshot } from '../../core/contracts/live.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetIncident, discreetRound, discreetTicket } from '../../core/domain/discretion.ts'
import { may, sees, seesTicket } from '../../core/domain/permission.ts'
import type { Estate } from '../estate.ts'
import { listCheckpoints } from '../store/checkpoint.ts'
import { waitingCalls } from '../store/call.ts'
import { openDuties } from '../store/duty.ts'
import { openErrands } from '../store/errand.ts'
import { openIncidents } from '../store/incident.ts'
import { troubledPoints } from '../store/point-state.ts'
import { recentRounds } from '../store/round.ts'
import type { Records } from '../store/schema.ts'
import { openTickets } from '../store/ticket.ts'
import { peopleNames } from '../store/user.ts'

const day = 86_400_000

export type SnapshotSources = {
  db: Kysely<Records>
  estate: Estate
  latest(device: string): Latest | null
  /** The last happening that everybody was told of. */
  head(): number
  now(): number
  demo: boolean
}

type Who = Pick<Actor, 'name' | 'role' | 'sites' | 'vendor'>

export async function buildSnapshot(sources: SnapshotSources, actor: Who): Promise<Snapshot> {
  const { db, estate } = sources
  const seq = sources.head()
  const at = sources.now()
  const { sites } = actor
  const [incidents, tickets, rounds, points, people, checkpoints] = await Promise.all([
    openIncidents(db, { sites }),
    openTickets(db, sites),
    recentRounds(db, at - day, sites),
    troubledPoints(db, { sites }),
    peopleNames(db, sites),
    listCheckpoints(db, { limit: 100_000, sites }),
  ])
  const own = <T extends { site: string }>(things: ReadonlyMap<string, T>) =>
    [...things.values()].filter(({ site }) => sees(actor, site))
  const devices = own(estate.devices)
  // Who is where is for those who may see taps.
  const staff = may(actor.role, 'tap.read') ? sites : []
  const [duties, calls, errands] = await Promise.all([
    openDuties(db, staff),
    waitingCalls(db, { sites: staff }),
    openErrands(db, { sites: staff }),
  ])
  return {
    ...{ duties, calls, errands },
    tickets: tickets.filter((ticket) => seesTicket(actor, ticket)).map((ticket) => discreetTicket(actor, ticket)),
    rounds: rounds.map((round) => discreetRound(actor, round)),
    incidents: incidents.map((incident) => discreetIncident(actor, incident)),
    ...{ seq, at: iso(at), points, devices, demo: sources.demo },
    sites: [...estate.sites.values()].filter(({ id }) => sees(actor, id)),
    zones: own(estate.zones),
    kinds: [...estate.kinds.values()],
    latest: devices.flatMap(({ id }) => sources.latest(id) ?? []),
    shifts: own(estate.shifts),
    people: Object.fromEntries(people),
    checkpoints: Object.fromEntries(checkpoints.items.map(({ id, name }) => [id, name])),
  }
}
