// What telling people needs: channels, the outbox of notices, subscriptions of phones, ladders and their climbs, swaps
// of shifts. People get an address for e-mail.
import { sql, type Kysely } from 'kysely'
import { createTables } from './build.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      channel: [
        ['id', 'text'],
        ['site', 'text', 'null'],
        ['doc', 'text'],
        ['secret', 'text'],
      ],
      notice: [
        ['seq', 'integer'],
        ['id', 'text'],
        ['key', 'text'],
        ['site', 'text', 'null'],
        ['channel', 'text'],
        ['recipient', 'text'],
        ['about', 'text'],
        ['state', 'text'],
        ['priority', 'integer'],
        ['next_at', 'integer', 'null'],
        ['tried_at', 'integer', 'null'],
        ['attempts', 'integer'],
        ['digest', 'text', 'null'],
        ['created_at', 'integer'],
        ['doc', 'text'],
      ],
      push_subscription: [
        ['id', 'text'],
        ['user', 'text'],
        ['doc', 'text'],
      ],
      ladder: [
        ['id', 'text'],
        ['site', 'text', 'null'],
        ['doc', 'text'],
      ],
      climb: [
        ['id', 'text'],
        ['of', 'text'],
        ['open', 'integer', 'null'],
        ['next_at', 'integer', 'null'],
        ['doc', 'text'],
      ],
      swap: [
        ['id', 'text'],
        ['site', 'text'],
        ['doc', 'text'],
      ],
    },
    numbered: new Set(['notice']),
    indexes: [
      ['notice', ['id'], 'unique'],
      ['notice', ['key'], 'unique'],
      ['notice', ['state', 'channel', 'next_at']],
      ['notice', ['channel', 'about', 'state']],
      ['notice', ['channel', 'tried_at']],
      ['notice', ['about']],
      ['notice', ['digest']],
      ['notice', ['created_at', 'id']],
      ['push_subscription', ['user']],
      ['climb', ['of']],
      ['climb', ['open', 'next_at']],
      ['swap', ['site']],
    ],
  })
  await sql`update user set doc = json_set(doc, '$.email', null, '$.skills', json('[]'), '$.notify', json('[]'))`.execute(
    db,
  )
  await sql`update shift set doc = json_set(doc, '$.needs', json('[]'))`.execute(db)
}
