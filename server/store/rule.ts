// Rules: rows of the records database. What they remember of devices stands in rule-memory.ts.
import type { Kysely } from 'kysely'
import type { Rule } from '../../core/contracts/rule.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Rule => JSON.parse(row.doc) as Rule

export async function listRules(db: Kysely<Records>, query: Omit<PageQuery, 'sites'>): Promise<Page<Rule>> {
  let rows = db
    .selectFrom('rule')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

/** Every rule, whether enabled or not. */
export async function allRules(db: Kysely<Records>): Promise<Rule[]> {
  return (await db.selectFrom('rule').select('doc').orderBy('id').execute()).map(from)
}

export async function findRule(db: Kysely<Records>, id: string): Promise<Rule | null> {
  const row = await db.selectFrom('rule').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a rule in its new form, whether it is there already or not. */
export async function saveRule(db: Kysely<Records>, rule: Rule): Promise<void> {
  const values = { enabled: Number(rule.enabled), doc: JSON.stringify(rule) }
  await db
    .insertInto('rule')
    .values({ id: rule.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

/** Takes a rule away with what it remembers; its incidents stay. */
export async function deleteRule(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('rule').where('id', '=', id).execute()
  await db.deleteFrom('rule_memory').where('rule', '=', id).execute()
}
