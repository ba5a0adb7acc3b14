// Checkpoints: rows of the records database. The keys of a signed tag are sealed and never leave with the document.
import type { Kysely } from 'kysely'
import type { Checkpoint } from '../../core/contracts/checkpoint.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Checkpoint => JSON.parse(row.doc) as Checkpoint

export async function listCheckpoints(db: Kysely<Records>, query: PageQuery): Promise<Page<Checkpoint>> {
  let rows = db
    .selectFrom('checkpoint')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

const findBy = async (db: Kysely<Records>, column: 'id' | 'tag_uid' | 'code', value: string) => {
  const row = await db.selectFrom('checkpoint').select('doc').where(column, '=', value).executeTakeFirst()
  return row ? from(row) : null
}

export const findCheckpoint = (db: Kysely<Records>, id: string): Promise<Checkpoint | null> => findBy(db, 'id', id)

/** The checkpoint at which this tag hangs; the UID in upper-case hex. */
export const checkpointOfTag = (db: Kysely<Records>, uid: string): Promise<Checkpoint | null> =>
  findBy(db, 'tag_uid', uid)

/** The checkpoint beside whose tag this code is printed. */
export const checkpointOfCode = (db: Kysely<Records>, code: string): Promise<Checkpoint | null> =>
  findBy(db, 'code', code)

/** Every signed tag: its UID, its batch, and the sealed text of keys of its own. */
export async function sealedTags(
  db: Kysely<Records>,
): Promise<{ uid: string; batch: string | null; secret: string | null }[]> {
  const rows = await db
    .selectFrom('checkpoint')
    .select(['tag_secret', 'doc'])
    .where('tag_uid', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ doc, tag_secret: secret }) => {
    const { tag } = from({ doc })
    return tag?.type === 'ntag424' ? [{ uid: tag.uid, batch: tag.batch ?? null, secret }] : []
  })
}

/** The sealed keys of the tag that hangs at a checkpoint; null when it has none of its own. */
export async function tagSecretOf(db: Kysely<Records>, id: string): Promise<string | null> {
  const row = await db.selectFrom('checkpoint').select('tag_secret').where('id', '=', id).executeTakeFirst()
  return row?.tag_secret ?? null
}

/** Writes a checkpoint in its new form; `secret` is the sealed keys of its tag, `undefined` leaves what is there. */
export async function saveCheckpoint(
  db: Kysely<Records>,
  checkpoint: Checkpoint,
  secret: string | null | undefined,
): Promise<void> {
  const { id, site, code, tag } = checkpoint
  const row = { code, tag_uid: tag?.uid ?? null, doc: JSON.stringify(checkpoint) }
  const kept = secret === undefined ? {} : { tag_secret: secret }
  await db
    .insertInto('checkpoint')
    .values({ id, site, ...row, tag_secret: secret ?? null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, ...kept }))
    .execute()
}
