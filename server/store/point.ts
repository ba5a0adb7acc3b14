// Addressed points of panels. The declaration is a document; the state beside it is the pipeline's.
import type { Kysely } from 'kysely'
import type { Point } from '../../core/contracts/device.ts'
import { iso } from '../../core/contracts/instant.ts'
import type { Records } from './schema.ts'

type Declared = Omit<Point, 'state' | 'since'>

export async function listPoints(db: Kysely<Records>, device: string): Promise<Point[]> {
  const rows = await db.selectFrom('point').selectAll().where('device', '=', device).orderBy('id').execute()
  return rows.map((row) => ({
    ...(JSON.parse(row.doc) as Declared),
    state: row.state,
    since: row.since === null ? null : iso(row.since),
  }))
}

/** Replaces the declared points; a point that was there keeps its state. */
export async function replacePoints(db: Kysely<Records>, device: string, points: readonly Declared[]): Promise<void> {
  const known = await db.selectFrom('point').select(['id', 'state', 'since']).where('device', '=', device).execute()
  const states = new Map(known.map((row) => [row.id, row]))
  await db.deleteFrom('point').where('device', '=', device).execute()
  for (const point of points)
    await db
      .insertInto('point')
      .values({
        device,
        id: point.id,
        state: states.get(point.id)?.state ?? 'normal',
        since: states.get(point.id)?.since ?? null,
        doc: JSON.stringify(point),
      })
      .execute()
}
