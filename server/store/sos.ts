// Cries for help by the phone's own id, so that one that is sent twice is the same cry.
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

/** The incident that a cry came to; null for one that was never heard. */
export async function incidentOfCry(db: Kysely<Records>, user: string, id: string): Promise<string | null> {
  const row = await db.selectFrom('sos').select('incident').where('id', '=', key(user, id)).executeTakeFirst()
  return row?.incident ?? null
}

export async function keepCry(
  tx: Kysely<Records>,
  cry: { user: string; id: string; incident: string; at: number },
): Promise<void> {
  const { user, incident, at } = cry
  await tx
    .insertInto('sos')
    .values({ id: key(user, cry.id), user, incident, at })
    .execute()
}

/** Two phones may choose the same id. */
const key = (user: string, id: string): string => `${user}/${id}`
