// The addressed points of a panel over HTTP.
import { iso } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Point } from '../../core/contracts/device.ts'
import { findDevice } from '../store/device.ts'
import { listPoints, replacePoints } from '../store/point.ts'
import type { Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'
import { refer, zoneNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listPoints' | 'putPoints'>
type Points = { items: Point[]; nextCursor: null }

export function pointRoutes({ db }: HttpDeps): Routes {
  return {
    async listPoints({ actor, id }) {
      const device = visible(actor, await findDevice(db, id))
      return isRefusal(device) ? device : { items: await listPoints(db, id), nextCursor: null }
    },
    putPoints({ actor, id, body, at, locale, commit }) {
      const seen = new Set<string>()
      const twice = body.flatMap((point, n) => (seen.has(point.id) ? [n] : (seen.add(point.id), [])))
      if (twice.length > 0)
        return refuse(
          'invalid',
          { count: twice.length },
          twice.slice(0, 50).map((n) => fault(`${n}.id`, 'duplicate', locale)),
        )
      return commit<Points | Refusal>(async (tx) => {
        const device = visible(actor, await findDevice(tx, id))
        if (isRefusal(device)) return untold(device)
        const zones = new Map(body.map((point, n) => [point.zone, `${n}.zone`]))
        const lost = await refer(
          tx,
          locale,
          [...zones].map(([zone, path]) => zoneNamed(path, zone, device.site)),
        )
        if (lost) return untold(lost)
        await replacePoints(tx, id, body)
        const told = { at: iso(at), site: device.site, by: actor.name, id, data: device }
        return {
          result: { items: await listPoints(tx, id), nextCursor: null },
          happenings: [{ type: 'device.points_replaced', ...told }],
        }
      })
    },
  }
}
