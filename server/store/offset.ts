// How far each consumer of the journal is, committed with what it did. An offset of another journal's life is none.
import type { Kysely } from 'kysely'
import type { Lane } from '../../gateway/journal/journal.ts'
import type { Records } from './schema.ts'

/** The last position that the consumer has dealt with; 0 when it has not begun on this journal. */
export async function offsetOf(db: Kysely<Records>, consumer: string, lane: Lane, journal: string): Promise<number> {
  const row = await db
    .selectFrom('consumer_offset')
    .select(['epoch', 'position'])
    .where('consumer', '=', consumer)
    .where('lane', '=', lane)
    .executeTakeFirst()
  return row?.epoch === journal ? row.position : 0
}

export async function saveOffset(
  tx: Kysely<Records>,
  consumer: string,
  lane: Lane,
  journal: string,
  position: number,
): Promise<void> {
  await tx
    .insertInto('consumer_offset')
    .values({ consumer, lane, epoch: journal, position })
    .onConflict((c) => c.columns(['consumer', 'lane']).doUpdateSet({ epoch: journal, position }))
    .execute()
}
