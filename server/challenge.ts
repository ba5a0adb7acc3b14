// Surprise taps, performed: drawn at random for guards on post where the site wants them, and asked of whoever taps where
// times are not proven. The seed is a secret of this installation, so that nobody can foretell them.
import { createHmac, randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Call } from '../core/contracts/call.ts'
import type { Duty } from '../core/contracts/duty.ts'
import { epoch } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Site } from '../core/contracts/site.ts'
import type { Tap } from '../core/contracts/tap.ts'
import { makeCall } from '../core/domain/call.ts'
import {
  challengesDue,
  challengeWithin,
  placeChallenges,
  spotTapWithin,
  usualDuty,
  type Challenge,
} from '../core/domain/challenge.ts'
import { dutyAt } from '../core/domain/schedule.ts'
import { wantsSpotTap } from '../core/domain/witness.ts'
import type { Estate } from './estate.ts'
import { idOf } from './raise.ts'
import { callsOf, findCall, saveCall, waitingCalls } from './store/call.ts'
import { listCheckpoints } from './store/checkpoint.ts'
import { openDuties, openDutyOf } from './store/duty.ts'
import { openErrands } from './store/errand.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import type { Records } from './store/schema.ts'
import { listTaps } from './store/tap.ts'
import { findUser } from './store/user.ts'

type Tx = Transaction<Records>

/** Asks guards on post for the surprise taps that fall due now; to be called once a minute. */
export async function callAtRandom(tx: Tx, estate: Estate, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const site of estate.sites.values()) {
    if (site.challengesPerDuty === 0) continue
    for (const duty of await openDuties(tx, [site.id]))
      for (const challenge of challengesDue(await drawFor(tx, estate, site, duty), at))
        told.push(...(await ask(tx, duty, challenge, at)))
  }
  return told
}

async function drawFor(tx: Tx, estate: Estate, site: Site, duty: Duty): Promise<Challenge[]> {
  const secret = await secretOf(tx)
  const number = (part: string) =>
    createHmac('sha256', secret).update(`${duty.id}/${duty.startReceivedAt}/${part}`).digest().readUInt32BE() / 2 ** 32
  const chance = Array.from(
    { length: site.challengesPerDuty },
    (_, n) => [number(`when/${n}`), number(`where/${n}`)] as const,
  )
  const from = epoch(duty.startedAt)
  const points = (await listCheckpoints(tx, { limit: 100_000, sites: [site.id] })).items.map(({ id }) => id)
  return placeChallenges(chance, { from, until: endOf(estate, site, duty) }, points)
}

function endOf(estate: Estate, site: Site, { shift: id, startedAt }: Duty): number {
  const shift = estate.shifts.get(id ?? '')
  const from = epoch(startedAt)
  // Whoever came early for the shift is not in it yet.
  const held = shift
    ? (dutyAt([shift], site.timezone, from)[0] ?? dutyAt([shift], site.timezone, from + hour)[0])
    : null
  return held?.until ?? from + usualDuty
}
const hour = 3_600_000

async function secretOf(tx: Tx): Promise<string> {
  const known = await readMeta(tx, 'challenge_secret')
  if (known !== null) return known
  const made = randomBytes(32).toString('hex')
  await writeMeta(tx, 'challenge_secret', made)
  return made
}

/** Whoever is called already, or is sent somewhere, is left in peace. */
async function ask(tx: Tx, { id: duty, site, user }: Duty, { n, checkpoint }: Challenge, at: number) {
  const id = idOf('c', duty, String(n))
  const busy = (await waitingCalls(tx, { user })).length > 0 || (await openErrands(tx, { user })).length > 0
  if (busy || (await findCall(tx, id)) || (await findUser(tx, user))?.role !== 'guard') return []
  return call(tx, { id, site, user, checkpoint, reason: 'random' }, at, challengeWithin)
}

/** Where times of many taps are not proven, whoever tapped there is asked to tap once more while in contact. */
export async function wantSpotTap(tx: Tx, tap: Tap): Promise<NewHappening[]> {
  const { checkpoint, by: user, site } = tap
  if (tap.grade !== 'C' || !checkpoint || !user || !site || !(await openDutyOf(tx, user))) return []
  const at = epoch(tap.receivedAt)
  const lately = await callsOf(tx, user, at - 24 * hour)
  if (lately.some((each) => each.checkpoint === checkpoint && each.reason === 'spot_tap')) return []
  if (!wantsSpotTap((await listTaps(tx, { limit: 10, checkpoint, sites: null })).items)) return []
  return call(tx, { id: idOf('c', tap.id), site, user, checkpoint, reason: 'spot_tap' }, at, spotTapWithin)
}

type Asked = Pick<Call, 'id' | 'site' | 'user' | 'checkpoint' | 'reason'>

async function call(tx: Tx, asked: Asked, at: number, within: number): Promise<NewHappening[]> {
  const { next, happenings } = makeCall({ ...asked, type: 'challenge', by: null, at, dueAt: at + within })
  await saveCall(tx, next)
  return happenings
}
