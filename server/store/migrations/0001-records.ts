// The records database as it began. Migrations are forward-only; this file never changes after a release.
import type { Kysely } from 'kysely'

type Column = readonly [name: string, type: 'text' | 'integer', nullable?: 'null']

/** Table → columns, primary key first; a primary key of several columns is listed in `keys`. */
const tables: Record<string, readonly Column[]> = {
  meta: [
    ['key', 'text'],
    ['value', 'text'],
  ],
  site: [
    ['id', 'text'],
    ['doc', 'text'],
  ],
  zone: [
    ['id', 'text'],
    ['site', 'text'],
    ['doc', 'text'],
  ],
  kind: [
    ['id', 'text'],
    ['doc', 'text'],
  ],
  device: [
    ['id', 'text'],
    ['site', 'text'],
    ['kind', 'text'],
    ['building', 'text', 'null'],
    ['zone', 'text', 'null'],
    ['secret_hash', 'text'],
    ['doc', 'text'],
  ],
  point: [
    ['device', 'text'],
    ['id', 'text'],
    ['state', 'text'],
    ['since', 'integer', 'null'],
    ['doc', 'text'],
  ],
  device_state: [
    ['device', 'text'],
    ['doc', 'text'],
  ],
  rule: [
    ['id', 'text'],
    ['enabled', 'integer'],
    ['doc', 'text'],
  ],
  rule_memory: [
    ['rule', 'text'],
    ['subject', 'text'],
    ['doc', 'text'],
  ],
  incident: [
    ['id', 'text'],
    ['rule', 'text'],
    ['subject', 'text'],
    ['open', 'integer', 'null'],
    ['opened_by', 'text'],
    ['site', 'text'],
    ['device', 'text', 'null'],
    ['priority', 'integer'],
    ['active', 'integer'],
    ['acknowledged', 'integer'],
    ['shelved_until', 'integer', 'null'],
    ['raised_at', 'integer'],
    ['closed_at', 'integer', 'null'],
    ['doc', 'text'],
  ],
  incident_entry: [
    ['id', 'integer'],
    ['incident', 'text'],
    ['at', 'integer'],
    ['doc', 'text'],
  ],
  ticket: [
    ['id', 'text'],
    ['number', 'integer'],
    ['site', 'text'],
    ['device', 'text', 'null'],
    ['incident', 'text', 'null'],
    ['state', 'text'],
    ['open', 'integer', 'null'],
    ['assignee', 'text', 'null'],
    ['due_at', 'integer', 'null'],
    ['breach_at', 'integer', 'null'],
    ['created_at', 'integer'],
    ['doc', 'text'],
  ],
  ticket_entry: [
    ['id', 'integer'],
    ['ticket', 'text'],
    ['at', 'integer'],
    ['doc', 'text'],
  ],
  checkpoint: [
    ['id', 'text'],
    ['site', 'text'],
    ['tag_uid', 'text', 'null'],
    ['code', 'text'],
    ['tag_secret', 'text', 'null'],
    ['doc', 'text'],
  ],
  route: [
    ['id', 'text'],
    ['site', 'text'],
    ['doc', 'text'],
  ],
  round: [
    ['id', 'text'],
    ['route', 'text'],
    ['site', 'text'],
    ['starts_at', 'integer'],
    ['ends_at', 'integer'],
    ['open', 'integer', 'null'],
    ['doc', 'text'],
  ],
  tap: [
    ['id', 'text'],
    ['uid', 'text', 'null'],
    ['counter', 'integer', 'null'],
    ['checkpoint', 'text', 'null'],
    ['site', 'text', 'null'],
    ['by', 'text', 'null'],
    ['at', 'integer'],
    ['received_at', 'integer'],
    ['status', 'text'],
    ['doc', 'text'],
  ],
  shift: [
    ['id', 'text'],
    ['site', 'text'],
    ['doc', 'text'],
  ],
  user: [
    ['username', 'text'],
    ['password_hash', 'text'],
    ['badge', 'text', 'null'],
    ['doc', 'text'],
  ],
  session: [
    ['hash', 'text'],
    ['username', 'text'],
    ['created_at', 'integer'],
    ['expires_at', 'integer'],
  ],
  token: [
    ['id', 'text'],
    ['hash', 'text'],
    ['expires_at', 'integer', 'null'],
    ['doc', 'text'],
  ],
  account: [
    ['id', 'text'],
    ['secret_hash', 'text'],
    ['doc', 'text'],
  ],
  happening: [
    ['seq', 'integer'],
    ['at', 'integer'],
    ['type', 'text'],
    ['site', 'text', 'null'],
    ['by', 'text', 'null'],
    ['thing', 'text'],
    ['doc', 'text'],
  ],
  consumer_offset: [
    ['consumer', 'text'],
    ['lane', 'text'],
    ['epoch', 'text'],
    ['position', 'integer'],
  ],
  idempotency: [
    ['key', 'text'],
    ['actor', 'text'],
    ['route', 'text'],
    ['status', 'integer'],
    ['body', 'text'],
    ['at', 'integer'],
  ],
  quarantine: [
    ['id', 'text'],
    ['at', 'integer'],
    ['device', 'text', 'null'],
    ['topic', 'text'],
    ['reason', 'text'],
    ['payload', 'text'],
  ],
  discovered: [
    ['key', 'text'],
    ['device', 'text', 'null'],
    ['what', 'text'],
    ['name', 'text'],
    ['last_seen', 'integer'],
    ['count', 'integer'],
    ['doc', 'text'],
  ],
}

/** Primary keys of several columns; every other table's key is its first column. */
const keys: Record<string, readonly string[]> = {
  point: ['device', 'id'],
  rule_memory: ['rule', 'subject'],
  consumer_offset: ['consumer', 'lane'],
  idempotency: ['key', 'actor'],
}

/** Keys that the database numbers by itself, never reusing one. */
const numbered = new Set(['incident_entry', 'ticket_entry', 'happening'])

const indexes: readonly (readonly [table: string, columns: readonly string[], unique?: 'unique'])[] = [
  // One fault, one incident: NULLs are distinct, so closed incidents do not count.
  ['incident', ['rule', 'subject', 'open'], 'unique'],
  ['incident', ['rule', 'subject', 'opened_by'], 'unique'],
  ['incident', ['raised_at']],
  ['incident', ['subject', 'raised_at']],
  ['incident', ['device', 'raised_at']],
  ['incident', ['open', 'priority']],
  ['incident_entry', ['incident']],
  ['ticket', ['number'], 'unique'],
  ['ticket', ['open', 'due_at']],
  ['ticket', ['open', 'breach_at']],
  ['ticket', ['incident']],
  ['ticket_entry', ['ticket']],
  ['device', ['site', 'kind']],
  ['zone', ['site']],
  ['checkpoint', ['tag_uid'], 'unique'],
  ['checkpoint', ['code'], 'unique'],
  ['round', ['route', 'starts_at'], 'unique'],
  ['round', ['open']],
  ['round', ['starts_at']],
  ['tap', ['uid', 'counter'], 'unique'],
  ['tap', ['received_at']],
  ['tap', ['checkpoint', 'at']],
  ['tap', ['by', 'at']],
  ['round', ['site', 'ends_at']],
  ['quarantine', ['at']],
  ['incident', ['open', 'shelved_until']],
  ['user', ['badge'], 'unique'],
  ['token', ['hash'], 'unique'],
  ['session', ['username']],
  ['happening', ['at']],
  ['quarantine', ['device', 'at']],
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(tables)) {
    const key = keys[table] ?? [columns[0]![0]]
    let create = db.schema.createTable(table)
    for (const [name, type, nullable] of columns)
      create = create.addColumn(name, type, (column) => {
        let built = nullable ? column : column.notNull()
        if (key.length === 1 && key[0] === name) built = built.primaryKey()
        return numbered.has(table) && key[0] === name ? built.autoIncrement() : built
      })
    if (key.length > 1) create = create.addPrimaryKeyConstraint(`${table}_key`, key as never[])
    await create.execute()
  }
  for (const [table, columns, unique] of indexes) {
    const name = `${table}_${columns.join('_')}`
    const index = db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
    await (unique ? index.unique() : index).execute()
  }
}
