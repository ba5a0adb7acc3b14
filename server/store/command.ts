// Commands that were sent to devices; those that still wait for an answer are found by their deadline.
import type { Kysely } from 'kysely'
import type { Command } from '../../core/contracts/command.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Command => JSON.parse(row.doc) as Command

/** Commands of a device, newest first. */
export async function listCommands(
  db: Kysely<Records>,
  device: string,
  query: Omit<PageQuery, 'sites'>,
): Promise<Page<Command>> {
  let rows = db
    .selectFrom('command')
    .select(['id', 'at', 'doc'])
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'at', 'id'))
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.at, row.id), from)
}

export async function findCommand(db: Kysely<Records>, id: string): Promise<Command | null> {
  const row = await db.selectFrom('command').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Commands without an answer that a device may still carry out at `at`, the oldest first. */
export async function waitingCommands(db: Kysely<Records>, device: string, at: number): Promise<Command[]> {
  const rows = await db
    .selectFrom('command')
    .select('doc')
    .where('open', '=', 1)
    .where('device', '=', device)
    .where('expires_at', '>=', at)
    .orderBy('at')
    .execute()
  return rows.map(from)
}

/** Commands without an answer whose time is over at `at`. */
export async function commandsDue(db: Kysely<Records>, at: number): Promise<Command[]> {
  const rows = await db.selectFrom('command').select('doc').where('open', '=', 1).where('expires_at', '<', at).execute()
  return rows.map(from)
}

/** Writes a command in its new form, whether it is there already or not. */
export async function saveCommand(db: Kysely<Records>, command: Command): Promise<void> {
  const values = { open: command.state === 'accepted' ? 1 : null, doc: JSON.stringify(command) }
  const { id, device, at, expiresAt } = command
  await db
    .insertInto('command')
    .values({ id, device, at: epoch(at), expires_at: epoch(expiresAt), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}
