// What each addressed point of a panel last reported and still holds; the declaration beside it is point.ts's.
import type { Kysely } from 'kysely'
import { NewPoint, type Point } from '../../core/contracts/device.ts'
import { iso } from '../../core/contracts/instant.ts'
import { oneOf } from './page.ts'
import type { Records } from './schema.ts'

type Row = { device: string; state: string; since: number | null; doc: string }
export type PointOf = Point & { device: string }

const from = (row: Row): PointOf => ({
  ...(JSON.parse(row.doc) as Omit<Point, 'state' | 'since'>),
  device: row.device,
  state: row.state,
  since: row.since === null ? null : iso(row.since),
})

/**
 * Sets what a point reports since `since` (epoch ms); a point that nobody declared is made. Null when it said so
 * already, or when something newer is known.
 */
export async function setPointState(
  tx: Kysely<Records>,
  report: { device: string; point: string; state: string; since: number },
): Promise<PointOf | null> {
  const { device, point, state, since } = report
  const known = await tx
    .selectFrom('point')
    .selectAll()
    .where('device', '=', device)
    .where('id', '=', point)
    .executeTakeFirst()
  if (known ? known.state === state || (known.since ?? 0) > since : state === 'normal') return null
  const row = known ?? { device, id: point, doc: JSON.stringify(NewPoint.parse({ id: point })) }
  const next = { ...row, state, since }
  await tx
    .insertInto('point')
    .values(next)
    .onConflict((c) => c.columns(['device', 'id']).doUpdateSet({ state, since }))
    .execute()
  return from(next)
}

/** Points that are not normal: of one device, or of sites. */
export async function troubledPoints(
  db: Kysely<Records>,
  of: { device: string } | { sites: readonly string[] | null },
): Promise<PointOf[]> {
  let rows = db
    .selectFrom('point')
    .innerJoin('device', 'device.id', 'point.device')
    .select(['point.device', 'point.state', 'point.since', 'point.doc'])
    .where('point.state', '!=', 'normal')
  if ('device' in of) rows = rows.where('point.device', '=', of.device)
  else if (of.sites) rows = rows.where('device.site', 'in', oneOf(of.sites))
  return (await rows.execute()).map(from)
}
