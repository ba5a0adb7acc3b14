// Ladders that are as they were shipped are so afterwards, too, so that they go on following what is shipped; edited ones
// get the time after which they begin anew and keep the rest; a climb that was begun before never does.
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { Climb, Ladder } from '../../../core/contracts/ladder.ts'
import { beginClimb } from '../../../core/domain/climb.ts'
import { shippedLadders } from '../../../core/kinds/ladders.ts'
import { sqliteDialect } from '../sqlite.ts'
import * as records from './0001-records.ts'
import * as patrol from './0002-patrol.ts'
import * as notice from './0003-notice.ts'
import * as ticket from './0004-ticket.ts'
import * as deviceFile from './0007-device-file.ts'

/** As it was kept before. */
const before = ({ resumeAfter: _after, tickets, ...ladder }: Ladder) => ({
  ...{ ...ladder, tickets: tickets.filter((type) => type !== 'rectification') },
})

test('old ladders and climbs become whole ones', async () => {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
  for (const { up } of [records, patrol, notice, ticket]) await up(db)
  const own = { ...before(shippedLadders[1]!), id: 'night', priorities: [2] }
  for (const ladder of [...shippedLadders.map(before), own])
    await sql`insert into ladder (id, site, doc) values (${ladder.id}, null, ${JSON.stringify(ladder)})`.execute(db)
  const of = { type: 'incident', id: 'i-1' } as const
  const {
    resumeAfter: _after,
    resumeAt: _at,
    ...climb
  } = beginClimb({
    ...{ id: 'c-1', site: 'hq', of, ladder: shippedLadders[0]!, at: 0 },
  })
  await sql`insert into climb (id, of, open, next_at, doc)
    values ('c-1', 'incident:i-1', 1, 0, ${JSON.stringify(climb)})`.execute(db)

  await deviceFile.up(db)

  const docs = async (table: string) =>
    (await sql<{ doc: string }>`select doc from ${sql.table(table)} order by id`.execute(db)).rows.map(
      ({ doc }) => JSON.parse(doc) as unknown,
    )
  const byId = [...shippedLadders, { ...own, resumeAfter: null }].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect((await docs('ladder')).map((doc) => Ladder.parse(doc))).toEqual(byId)
  expect((await docs('climb')).map((doc) => Climb.parse(doc))).toEqual([
    { ...climb, resumeAfter: null, resumeAt: null },
  ])
  await db.destroy()
})
