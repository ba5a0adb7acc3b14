// Panels speak for their points: an event of a point is what that point now reports, `restored` makes it normal again,
// and a reset of the panel makes all of them normal.
import type { Transaction } from 'kysely'
import type { DeviceEvent } from '../core/contracts/event.ts'
import { iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { setPointState, troubledPoints, type PointOf } from './store/point-state.ts'
import type { Records } from './store/schema.ts'

/** Whether an event says something of points. */
export const concernsPoints = (event: DeviceEvent): boolean => event.point !== null || event.type === 'reset'

export async function reportPoints(
  tx: Transaction<Records>,
  event: DeviceEvent,
  site: string,
): Promise<NewHappening[]> {
  const { device, judged: since, at } = event
  const state = event.point === null || event.type === 'restored' ? 'normal' : event.type
  const points = event.point === null ? (await troubledPoints(tx, { device })).map(({ id }) => id) : [event.point]
  const told: NewHappening[] = []
  for (const point of points) {
    const changed = await setPointState(tx, { device, point, state, since })
    if (changed) told.push(tellOf(changed, site, at))
  }
  return told
}

const tellOf = (point: PointOf, site: string, at: number): NewHappening => ({
  ...{ type: 'point.changed', at: iso(at), site, by: null, id: `${point.device}:${point.id}`, data: point },
})
