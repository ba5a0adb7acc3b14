// What a record of the journal brings about, as data: found in memory first, made true later in one transaction. Kept
// apart so that a failed transaction can be tried again, and one bad effect taken out, without judging anything twice.
import type { Transaction } from 'kysely'
import type { DeviceEvent } from '../core/contracts/event.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { clear, markSilent } from '../core/domain/incident.ts'
import { callAtRandom } from './challenge.ts'
import type { Climbs } from './climb.ts'
import { takeAck, type Ack } from './command.ts'
import { doChores } from './chores.ts'
import { askSensors, takeSign, type AliveSince, type Sign } from './cross-check.ts'
import type { Estate } from './estate.ts'
import type { InternalEvent, Internals } from './internal.ts'
import { reportPoints } from './point.ts'
import { settle, update, type Signalled } from './raise.ts'
import { askReaders } from './reader-test.ts'
import { planRounds } from './round.ts'
import { discover, type Discovery } from './store/discovered.ts'
import { trimHappenings } from './store/happening.ts'
import { openIncidents } from './store/incident.ts'
import { setAside, trimQuarantine, type SetAside } from './store/quarantine.ts'
import type { Records } from './store/schema.ts'
import { recordTap, type SentTap, type TapRoom } from './tap.ts'
import { watchFinished, type LookAt } from './verdict.ts'

export type Effect =
  | { does: 'settle'; signalled: Signalled }
  | { does: 'internal'; event: InternalEvent }
  | { does: 'tell'; happening: NewHappening }
  /** Open incidents of the device say that it is not heard, or is heard again. */
  | { does: 'silence'; device: string; silent: boolean; at: number }
  /** The rule watches the device no longer: its open incidents there are over. */
  | { does: 'abandon'; rule: string; device: string; at: number }
  | { does: 'points'; event: DeviceEvent; site: string }
  | { does: 'tap'; sent: SentTap }
  /** The sensor of a checkpoint's room saw somebody. */
  | { does: 'sign'; sign: Sign }
  /** A device answered a command. */
  | { does: 'ack'; ack: Ack }
  | { does: 'aside'; message: SetAside }
  | { does: 'discover'; discovery: Discovery }
  | { does: 'chores'; at: number; cause: string; listeningSince: number }
  /** Once a minute: rounds are planned, what is kept too long goes. */
  | { does: 'housekeeping'; at: number; cause: string; listeningSince: number }

const quarantineKept = 20_000
const presenceKept = 7 * 24 * 3_600_000

type Room = TapRoom & {
  estate: Estate
  internals: Internals
  climbs: Pick<Climbs, 'tick' | 'mend'>
  aliveSince: AliveSince
  lookAt: LookAt
}
type Perform<D extends Effect['does']> = (
  tx: Transaction<Records>,
  effect: Extract<Effect, { does: D }>,
  room: Room,
) => Promise<NewHappening[]>

const performers: { [D in Effect['does']]: Perform<D> } = {
  settle: (tx, { signalled }) => settle(tx, signalled),
  internal: (tx, { event }, { internals }) => internals.tell(tx, event),
  tell: (_, { happening }) => Promise.resolve([happening]),
  async silence(tx, { device, silent, at }) {
    const told: NewHappening[] = []
    for (const incident of await openIncidents(tx, { device }))
      told.push(...(await update(tx, incident, markSilent(incident, silent, at))))
    return told
  },
  async abandon(tx, { rule, device, at }) {
    const told: NewHappening[] = []
    for (const incident of await openIncidents(tx, { device }))
      if (incident.rule === rule) told.push(...(await update(tx, incident, clear(incident, at))))
    return told
  },
  points: (tx, { event, site }) => reportPoints(tx, event, site),
  tap: async (tx, { sent }, room) => (await recordTap(tx, room, sent)).happenings,
  sign: (tx, { sign }, { internals }) => takeSign(tx, internals, sign),
  ack: (tx, { ack }) => takeAck(tx, ack),
  async aside(tx, { message }) {
    await setAside(tx, message)
    return []
  },
  async discover(tx, { discovery }) {
    await discover(tx, discovery)
    return []
  },
  chores: async (tx, time, { estate, internals, climbs, aliveSince, lookAt }) => [
    ...(await doChores(tx, internals, time)),
    ...(await climbs.tick(tx, time.at)),
    ...(await watchFinished(tx, { estate, internals, lookAt }, time.at)),
    ...(await askSensors(tx, aliveSince, time.at)),
  ],
  async housekeeping(tx, time, { estate, internals, climbs }) {
    const { at } = time
    await trimQuarantine(tx, quarantineKept)
    await trimHappenings(tx, at - presenceKept)
    return [
      ...(await planRounds(tx, estate, at)),
      ...(await climbs.mend(tx, at)),
      ...(await callAtRandom(tx, estate, at)),
      ...(await askReaders(tx, estate, internals, time)),
    ]
  },
}

/** Makes an effect true inside the caller's transaction; gives what is to be told. */
export const perform = (tx: Transaction<Records>, effect: Effect, room: Room): Promise<NewHappening[]> =>
  (performers[effect.does] as Perform<Effect['does']>)(tx, effect, room)
