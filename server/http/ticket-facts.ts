// What a step of a ticket is judged by besides the ticket, and how its refusals are said to a person: with the names of
// people and of checklist steps, and times in the site's zone.
import type { Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Ticket, TicketAction } from '../../core/contracts/ticket.ts'
import type { TicketFacts } from '../../core/domain/ticket.ts'
import { formatDateTime } from '../../core/texts/format.ts'
import { findDevice } from '../store/device.ts'
import { findKind } from '../store/kind.ts'
import { deviceOfToken } from '../store/report-link.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { tapNamed } from '../store/tap.ts'
import { findUser } from '../store/user.ts'

type Db = Kysely<Records>

/** The tap or code that came along, and what is known of the device. */
export async function factsOf(db: Db, ticket: Ticket, action: TicketAction): Promise<TicketFacts> {
  const device = ticket.device === null ? null : await findDevice(db, ticket.device)
  const kind = device && (await findKind(db, device.kind))
  const tap = 'tap' in action && action.tap !== undefined ? await tapNamed(db, action.tap) : null
  const code = action.action === 'finish' ? action.code : undefined
  return {
    ...{ tap, tag: device?.tag ?? null },
    code:
      code !== undefined && device !== null && (code === device.id || (await deviceOfToken(db, code)) === device.id),
    telemetry: kind !== null && (kind.metrics.length > 0 || kind.open),
  }
}

/** A refusal with names instead of ids. */
export async function inWords(db: Db, refusal: Refusal, ticket: Ticket, locale: Locale): Promise<Refusal> {
  const params = { ...refusal.params }
  if (typeof params.user === 'string') params.user = (await findUser(db, params.user))?.name ?? params.user
  if (typeof params.until === 'string')
    params.until = formatDateTime(epoch(params.until), (await findSite(db, ticket.site))?.timezone ?? 'UTC')
  const check = ticket.checks.find(({ item }) => item.id === params.check)
  if (check) params.check = check.item.label[locale]
  return { ...refusal, params }
}
