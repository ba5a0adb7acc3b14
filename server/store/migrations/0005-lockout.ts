// What locking out needs: commands to devices, and who works on a device. Kinds that come with the product follow their
// shipped form, which declares their commands.
import { sql, type Kysely } from 'kysely'
import { createTables } from './build.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      command: [
        ['id', 'text'],
        ['device', 'text'],
        ['open', 'integer', 'null'],
        ['expires_at', 'integer'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
    },
    indexes: [
      ['command', ['device', 'at', 'id']],
      ['command', ['open', 'expires_at']],
    ],
  })
  await sql`update device set doc = json_set(doc, '$.lockout', null)`.execute(db)
  await sql`update kind set doc = json_set(doc, '$.commands', json('[]'))
    where json_extract(doc, '$.shipped') = 0`.execute(db)
}
