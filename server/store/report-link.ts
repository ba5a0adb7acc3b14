// Links of reporters' pages, found by what stands in their address, or by what they lead to.
import type { Kysely } from 'kysely'
import type { ReportLink } from '../../core/contracts/report-link.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string } | undefined): ReportLink | null => (row ? (JSON.parse(row.doc) as ReportLink) : null)

export const linkOfToken = async (db: Kysely<Records>, token: string): Promise<ReportLink | null> =>
  from(await db.selectFrom('report_link').select('doc').where('token', '=', token).executeTakeFirst())

/** The device on whose label a token is printed; null when it is no such token. */
export async function deviceOfToken(db: Kysely<Records>, token: string): Promise<string | null> {
  return (await linkOfToken(db, token))?.device ?? null
}

/** The link that leads to a device or to a ticket; null when there is none yet. */
export async function linkTo(
  db: Kysely<Records>,
  to: { device: string } | { ticket: string },
): Promise<ReportLink | null> {
  const rows = db.selectFrom('report_link').select('doc')
  const found = 'device' in to ? rows.where('device', '=', to.device) : rows.where('ticket', '=', to.ticket)
  return from(await found.executeTakeFirst())
}

export async function insertLink(db: Kysely<Records>, link: ReportLink): Promise<void> {
  const { token, site, device, ticket } = link
  await db
    .insertInto('report_link')
    .values({ id: token, token, site, device, ticket, doc: JSON.stringify(link) })
    .execute()
}
