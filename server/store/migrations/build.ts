// Builds the tables of a migration from a plan that can be read at a glance.
import type { Kysely } from 'kysely'

type Column = readonly [name: string, type: 'text' | 'integer', nullable?: 'null']

export type Plan = {
  /** Table → columns, primary key first; a primary key of several columns is listed in `keys`. */
  tables: Record<string, readonly Column[]>
  keys?: Record<string, readonly string[]>
  /** Tables whose key the database counts up by itself and never gives twice. */
  numbered?: ReadonlySet<string>
  indexes: readonly (readonly [table: string, columns: readonly string[], unique?: 'unique'])[]
}

export async function createTables(db: Kysely<unknown>, plan: Plan): Promise<void> {
  const { tables, keys = {}, numbered = new Set(), indexes } = plan
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
