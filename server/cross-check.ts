// What else is known of taps, in the records: the signs of a room's sensor, whichever comes first, and the walk from tap
// to tap. Applied when a tap or a sign arrives and again when the sensor's window is over, so that late data counts.
import type { Transaction } from 'kysely'
import type { CheckpointSensor } from '../core/contracts/checkpoint.ts'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Tap } from '../core/contracts/tap.ts'
import {
  explainedWithin,
  flagged,
  isImpossibleWalk,
  judgedAfter,
  senseTap,
  sensorWindow,
  type Step,
} from '../core/domain/cross-check.ts'
import { spotOf } from '../core/domain/nearest-guard.ts'
import type { Internals } from './internal.ts'
import { visitRounds } from './round-tap.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import {
  askSensorAt,
  explainSightings,
  insertSighting,
  sightingsAround,
  tapsAround,
  tapsBesides,
  tapsToAsk,
} from './store/sighting.ts'
import type { Records } from './store/schema.ts'
import { rewriteTap } from './store/tap.ts'
import { findZone } from './store/zone.ts'

type Tx = Transaction<Records>

/** Since when a device has been heard without a gap, epoch ms; null when it is not heard. */
export type AliveSince = (device: string) => number | null

/** Checks an accepted tap that has just been kept. Gives it as it stands now, and others of which more is known. */
export async function crossCheck(tx: Tx, tap: Tap, now: number): Promise<{ tap: Tap; others: Tap[] }> {
  if (tap.status !== 'accepted' || tap.checkpoint === null) return { tap, others: [] }
  const at = epoch(tap.at)
  await explainSightings(tx, tap.checkpoint, at - explainedWithin, at + explainedWithin, tap.id)
  const sensed = await sense(tx, tap, () => null, now)
  if (sensed.sensor && sensed.sensor.says !== 'confirms') await askSensorAt(tx, tap.id, Math.max(now, at + judgedAfter))
  const walked = await checkWalk(tx, sensed)
  if (walked.tap !== tap) await rewriteTap(tx, walked.tap)
  return walked
}

/** Lets the sensor of the tap's room speak. */
async function sense(tx: Tx, tap: Tap, aliveSince: AliveSince, now: number): Promise<Tap> {
  const checkpoint = await findCheckpoint(tx, tap.checkpoint!)
  if (checkpoint?.sensor?.use !== 'confirm') return tap
  const { device } = checkpoint.sensor
  const at = epoch(tap.at)
  const signs = await sightingsAround(tx, checkpoint.id, at - sensorWindow, at + sensorWindow)
  return senseTap(tap, { device, signs: signs.map((sign) => sign.at), aliveSince: aliveSince(device), now })
}

/** Compares a tap with the ones before and after it of the same person; the later one of an impossible pair is flagged. */
async function checkWalk(tx: Tx, tap: Tap): Promise<{ tap: Tap; others: Tap[] }> {
  if (tap.by === null) return { tap, others: [] }
  const { before, after } = await tapsBesides(tx, tap.by, epoch(tap.at), tap.id)
  const here = await stepOf(tx, tap)
  const impossible = before !== null && isImpossibleWalk(await stepOf(tx, before), here)
  const others: Tap[] = []
  if (after && isImpossibleWalk(here, await stepOf(tx, after))) {
    const next = flagged(after, 'impossible_walk', true)
    if (next !== after) {
      await rewriteTap(tx, next)
      others.push(next)
    }
  }
  return { tap: impossible ? flagged(tap, 'impossible_walk', true) : tap, others }
}

async function stepOf(tx: Tx, tap: Tap): Promise<Step> {
  const checkpoint = await findCheckpoint(tx, tap.checkpoint!)
  const zone = checkpoint?.zone ? await findZone(tx, checkpoint.zone) : null
  const spot = spotOf(checkpoint ?? { building: null, zone: null }, new Map(zone ? [[zone.id, zone]] : []))
  return { checkpoint: tap.checkpoint!, at: epoch(tap.at), spot }
}

/** A sign of somebody in the room of a checkpoint. */
export type Sign = {
  checkpoint: string
  site: string
  device: string
  use: CheckpointSensor['use']
  /** When it was measured and when it was received, epoch ms. */
  at: number
  receivedAt: number
  /** What brought it, for ever unique. */
  cause: string
}

/** Signs so close to the one before are the same visit, ms. */
const sameSign = 60_000

/** Takes a sign: it is itself the visit, or it speaks for the taps around it. */
export async function takeSign(tx: Tx, internals: Internals, sign: Sign): Promise<NewHappening[]> {
  const { checkpoint, site, device, use, at, receivedAt, cause } = sign
  if ((await sightingsAround(tx, checkpoint, at - sameSign, at)).length > 0) return []
  const around = await tapsAround(tx, checkpoint, at - explainedWithin, at + explainedWithin)
  const visits = use === 'visit'
  await insertSighting(tx, { id: cause, checkpoint, site, device, at, tap: visits ? cause : (around[0]?.id ?? null) })
  if (visits) {
    const tap = { id: cause, at, receivedAt, by: null, device }
    return (await visitRounds(tx, internals, { tap, checkpoint, site, cause })).happenings
  }
  const told: NewHappening[] = []
  for (const tap of around) told.push(...(await weighAgain(tx, tap, () => null, receivedAt)))
  return told
}

/** Asks the sensors of the rooms of taps whose window is over. */
export async function askSensors(tx: Tx, aliveSince: AliveSince, now: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const tap of await tapsToAsk(tx, now)) {
    told.push(...(await weighAgain(tx, tap, aliveSince, now)))
    await askSensorAt(tx, tap.id, null)
  }
  return told
}

/** What was judged stays judged: a sign can only turn it to the better. */
async function weighAgain(tx: Tx, tap: Tap, aliveSince: AliveSince, now: number): Promise<NewHappening[]> {
  if (tap.sensor?.says === 'confirms') return []
  const next = await sense(tx, tap, aliveSince, now)
  if (next === tap || (tap.sensor?.says === 'contradicts' && next.sensor?.says === 'unheard')) return []
  await rewriteTap(tx, next)
  return [tellRegraded(next, now)]
}

const tellRegraded = (tap: Tap, at: number): NewHappening => ({
  ...{ type: 'tap.regraded', at: iso(at), site: tap.site, by: null, id: tap.id, data: tap },
})
