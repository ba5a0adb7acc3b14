// What is known of files, and which things show them. A thing may name a file that is still on its way.
import type { Kysely } from 'kysely'
import type { FileInfo } from '../../core/contracts/file.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { FileUse } from '../../core/domain/file.ts'
import type { Records } from './schema.ts'

export async function findFile(db: Kysely<Records>, id: string): Promise<FileInfo | null> {
  const row = await db.selectFrom('file').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? (JSON.parse(row.doc) as FileInfo) : null
}

/** What is known of those of these files that are here, by id. */
export async function findFiles(db: Kysely<Records>, ids: readonly string[]): Promise<Map<string, FileInfo>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('file').select(['id', 'doc']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, doc }) => [id, JSON.parse(doc) as FileInfo]))
}

export async function insertFile(db: Kysely<Records>, file: FileInfo): Promise<void> {
  await db
    .insertInto('file')
    .values({ id: file.id, received_at: epoch(file.receivedAt), doc: JSON.stringify(file) })
    .execute()
}

/** Says that a thing shows these files. Said again it changes nothing. */
export async function useFiles(db: Kysely<Records>, files: readonly string[], use: FileUse): Promise<void> {
  if (files.length === 0) return
  const rows = [...new Set(files)].map((file) => ({ file, ...use }))
  await db
    .insertInto('file_use')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['file', 'noun', 'thing']).doNothing())
    .execute()
}

export function usesOfFile(db: Kysely<Records>, id: string): Promise<FileUse[]> {
  return db.selectFrom('file_use').select(['noun', 'thing', 'site']).where('file', '=', id).execute()
}

/** Forgets files received before `before` (epoch ms) that nothing shows, at most `limit`; gives them. */
export async function forgetUnused(db: Kysely<Records>, before: number, limit: number): Promise<FileInfo[]> {
  const unused = await db
    .selectFrom('file')
    .select('doc')
    .where('received_at', '<', before)
    .where((e) => e.not(e.exists(e.selectFrom('file_use').select('thing').whereRef('file_use.file', '=', 'file.id'))))
    .limit(limit)
    .execute()
  const files = unused.map(({ doc }) => JSON.parse(doc) as FileInfo)
  for (const { id } of files) await db.deleteFrom('file').where('id', '=', id).execute()
  return files
}
