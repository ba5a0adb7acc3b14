// The files of devices, what follows from trouble that comes again, and ladders that begin anew when nothing is done.
import { sql, type Kysely } from 'kysely'
import { createTables } from './build.ts'

/** After how long the ladders that come with the product begin anew. */
const resumesAfter = {
  ...{ critical: '15m', high: '30m', medium: '4h', trapped: '10m', fault: '1h', 'other-work': '24h' },
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      device_file: [
        ['id', 'text'],
        ['device', 'text'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
    },
    indexes: [['device_file', ['device', 'at', 'id']]],
  })
  await sql`update ticket set doc = json_set(doc, '$.follows', json('[]'), '$.rectification', null)`.execute(db)
  await sql`update climb set doc = json_set(doc, '$.resumeAfter', null, '$.resumeAt', null)`.execute(db)
  await sql`update ladder set doc = json_set(doc, '$.resumeAfter', null)`.execute(db)
  for (const [id, after] of Object.entries(resumesAfter))
    await sql`update ladder set doc = json_set(doc, '$.resumeAfter', ${after}) where id = ${id}`.execute(db)
  // Between its two others, as it is shipped, so that it still counts as unedited.
  await sql`update ladder set doc = json_set(doc, '$.tickets', json('["inspection","rectification","other"]'))
    where json_extract(doc, '$.tickets') = '["inspection","other"]'`.execute(db)
}
