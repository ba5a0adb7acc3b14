// What rounds and guards need: findings with their files, duties, calls, batches of signed tags. Documents that were
// written before get the new parts in their empty form.
import { sql, type Kysely } from 'kysely'
import { contentOf, genesis, isChained, linkOf, type ChainEntry } from '../../../core/domain/chain.ts'
import { sha256 } from '../sha256.ts'
import { createTables } from './build.ts'

const sited = [
  ['id', 'text'],
  ['site', 'text'],
  ['doc', 'text'],
] as const

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      finding: [
        ['id', 'text'],
        ['site', 'text'],
        ['checkpoint', 'text', 'null'],
        ['check_id', 'text', 'null'],
        ['state', 'text'],
        ['open', 'integer', 'null'],
        ['owner', 'text', 'null'],
        ['due_at', 'integer', 'null'],
        ['overdue_at', 'integer', 'null'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
      finding_entry: [
        ['id', 'integer'],
        ['finding', 'text'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
      file: [
        ['id', 'text'],
        ['received_at', 'integer'],
        ['doc', 'text'],
      ],
      file_use: [
        ['file', 'text'],
        ['noun', 'text'],
        ['thing', 'text'],
        ['site', 'text'],
      ],
      sighting: [
        ['id', 'text'],
        ['checkpoint', 'text'],
        ['site', 'text'],
        ['device', 'text'],
        ['at', 'integer'],
        ['tap', 'text', 'null'],
      ],
      duty: [
        ['id', 'text'],
        ['site', 'text'],
        ['user', 'text'],
        ['open', 'integer', 'null'],
        ['started_at', 'integer'],
        ['doc', 'text'],
      ],
      call: [
        ['id', 'text'],
        ['site', 'text'],
        ['user', 'text'],
        ['open', 'integer', 'null'],
        ['due_at', 'integer'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
      sos: [
        ['id', 'text'],
        ['user', 'text'],
        ['incident', 'text'],
        ['at', 'integer'],
      ],
      errand: [
        ['id', 'text'],
        ['incident', 'text'],
        ['site', 'text'],
        ['user', 'text'],
        ['open', 'integer', 'null'],
        ['at', 'integer'],
        ['doc', 'text'],
      ],
      tag_batch: [...sited, ['secret', 'text']],
    },
    keys: { file_use: ['file', 'noun', 'thing'] },
    numbered: new Set(['finding_entry']),
    indexes: [
      ['file', ['received_at']],
      ['finding_entry', ['finding']],
      ['finding', ['checkpoint', 'check_id', 'open'], 'unique'],
      ['sighting', ['checkpoint', 'at']],
      ['sighting', ['site', 'at']],
      ['finding', ['open', 'due_at']],
      ['finding', ['overdue_at']],
      ['finding', ['site', 'at']],
      ['finding', ['checkpoint', 'at']],
      ['duty', ['user', 'open']],
      ['duty', ['site', 'started_at']],
      ['call', ['open', 'due_at']],
      ['call', ['user', 'open']],
      ['call', ['site', 'at']],
      ['errand', ['incident']],
      ['errand', ['user', 'open']],
      ['errand', ['open', 'at']],
    ],
  })
  for (const [table, fill] of Object.entries(fillings)) await refill(db, table, fill)
  await findRounds(db)
  await chainUp(db)
  await addSensorTime(db)
}

/** Rounds are also found by their guard, their state, and by being out of contact. */
async function findRounds(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('round').addColumn('guard', 'text').execute()
  await db.schema
    .alterTable('round')
    .addColumn('state', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema.alterTable('round').addColumn('lost', 'integer').execute()
  const rows = await sql<{ id: string; doc: string }>`select id, doc from round`.execute(db)
  for (const { id, doc } of rows.rows) {
    const { guard, state } = JSON.parse(doc) as { guard: string | null; state: string }
    await sql`update round set guard = ${guard}, state = ${state} where id = ${id}`.execute(db)
  }
  await db.schema.createIndex('round_guard_starts_at').on('round').columns(['guard', 'starts_at']).execute()
  await db.schema.createIndex('round_lost').on('round').columns(['lost']).execute()
}

type Doc = Record<string, unknown>
const each = (list: unknown, fill: Doc): Doc[] => (list as Doc[]).map((item) => ({ ...fill, ...item }))

/** What documents of before this migration lack. */
const fillings: Record<string, (doc: Doc) => Doc> = {
  site: (doc) => ({ phone: null, challengesPerDuty: 0, holidays: [], ...doc }),
  checkpoint: (doc) => ({ checks: [], twoRoles: false, sensor: null, ...doc }),
  route: (doc) => ({
    ...{ startPoint: null, endPoint: null, ...doc },
    schedule: doc.schedule ? { holidays: 'keep', ...doc.schedule } : null,
    stops: each(doc.stops, { leg: null, dwellSeconds: 0 }),
  }),
  round: (doc) => ({
    ...{ seed: null, startPoint: null, endPoint: null, pauses: [], contactAt: null, lostAt: null, ...doc },
    visits: each(doc.visits, {
      ...{ leftAt: null, grade: null, leg: null, dwellSeconds: 0, flags: [], roles: null, sensor: null, checks: [] },
    }),
  }),
  tap: (doc) => ({ claimed: true, bounds: null, against: null, gap: null, sensor: null, checks: [], ...doc }),
}

async function refill(db: Kysely<unknown>, table: string, fill: (doc: Doc) => Doc): Promise<void> {
  const rows = await sql<{ id: string; doc: string }>`select id, doc from ${sql.table(table)}`.execute(db)
  for (const { id, doc } of rows.rows) {
    const filled = JSON.stringify(fill(JSON.parse(doc) as Doc))
    await sql`update ${sql.table(table)} set doc = ${filled} where id = ${id}`.execute(db)
  }
}

/** What happened before there was a chain is its beginning. */
async function chainUp(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('happening')
    .addColumn('hash', 'text', (column) => column.notNull().defaultTo(genesis))
    .execute()
  const rows = await sql<ChainEntry>`select seq, at, type, site, "by", thing, doc from happening order by seq`.execute(
    db,
  )
  let hash = genesis
  for (const row of rows.rows) {
    if (isChained(row.type)) hash = linkOf(sha256, hash, contentOf(sha256, row))
    await sql`update happening set hash = ${hash} where seq = ${row.seq}`.execute(db)
  }
}

async function addSensorTime(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tap').addColumn('sensor_at', 'integer').execute()
  await db.schema.createIndex('tap_sensor_at').on('tap').column('sensor_at').execute()
}
