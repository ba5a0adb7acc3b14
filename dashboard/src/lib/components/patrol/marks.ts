// What stands at a station of the line, as signs that need no colour: shape, filling and a small mark above. Pure.
import type { Round, Visit } from '#core/contracts/round.ts'
import type { Tap } from '#core/contracts/tap.ts'
import { countVisits } from './contact.ts'
import type { TextKey } from '#core/texts/texts.ts'

/** `half`: one of two roles was there. `off`: nobody listened at the deadline, so the miss is nobody's fault. */
export type Body = 'due' | 'done' | 'missed' | 'off' | 'half'
/** The small sign above a station. */
export type Sign = 'late' | 'early' | 'order' | 'synced' | 'flag'

/** The body of a station. */
export function bodyOf(visit: Pick<Visit, 'state' | 'unwatched' | 'roles'>): Body {
  if (visit.state === 'missed') return visit.unwatched === true ? 'off' : 'missed'
  if (visit.state !== 'due') return 'done'
  return visit.roles !== null && (visit.roles.guard !== null || visit.roles.technician !== null) ? 'half' : 'due'
}

/** The signs above a station, the weightiest first. */
export function signsOf(visit: Visit, tap?: Tap): Sign[] {
  const signs: [Sign, boolean][] = [
    ['late', visit.state === 'late'],
    ['synced', visit.state === 'late_synced'],
    ['early', visit.state === 'early'],
    ['order', visit.outOfOrder],
    ['flag', visit.flags.length > 0 || (tap?.flags.length ?? 0) > 0],
  ]
  return signs.filter(([, on]) => on).map(([sign]) => sign)
}

/** How the state of a visit is called. */
export function stateKey(visit: Pick<Visit, 'state' | 'unwatched'>): TextKey {
  return visit.state === 'missed' && visit.unwatched === true ? 'visit.unwatched' : `visit.state.${visit.state}`
}

/** How bad a round stands: what decides its place on the board. */
export const troubleOf = (round: Round): number => (round.lostAt === null ? 0 : 1000) + countVisits(round).missed
