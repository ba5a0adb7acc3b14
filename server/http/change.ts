// The two ways in which a managed noun changes: it is created, or it gets a new form. Looking up, checking and saving
// happen in one transaction, so that nothing can come between a check and what relied on it.
import type { Kysely } from 'kysely'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { revise } from '../../core/domain/revision.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { sees, seesTicket } from '../../core/domain/permission.ts'
import type { Commit } from '../commit.ts'
import type { Records } from '../store/schema.ts'

type Db = Kysely<Records>
type Check = (tx: Db) => Promise<Refusal | null>

/** What a transaction gives back when it says no, or when there is nothing to change. */
export const untold = <T>(result: T): { result: T; happenings: NewHappening[] } => ({ result, happenings: [] })

/** Creates a thing. Refused: `id_taken`, and whatever `check` says. `answer` is what the call answers. */
export function create<T>(
  commit: Commit,
  id: string,
  steps: {
    find(tx: Db): Promise<unknown>
    check?: Check
    save(tx: Db): Promise<void>
    happening: NewHappening
    answer: T
  },
): Promise<T | Refusal> {
  return commit<T | Refusal>(async (tx) => {
    if (await steps.find(tx)) return untold(refuse('id_taken', { id }))
    const refusal = await steps.check?.(tx)
    if (refusal) return untold(refusal)
    await steps.save(tx)
    return { result: steps.answer, happenings: [steps.happening] }
  })
}

/** Gives a thing a new form. Refused: `not_found`, `stale_version`, and whatever `check` says of the new form. */
export function change<T extends { version: number }>(
  commit: Commit,
  patch: Partial<T>,
  steps: {
    find(tx: Db): Promise<T | Refusal>
    check?(tx: Db, next: T, before: T): Promise<Refusal | null>
    save(tx: Db, next: T): Promise<void>
    happening(next: T): NewHappening
  },
): Promise<T | Refusal> {
  return commit<T | Refusal>(async (tx) => {
    const before = await steps.find(tx)
    if (isRefusal(before)) return untold(before)
    const next = revise(before, patch)
    if (isRefusal(next) || next === before) return untold(next)
    const refusal = await steps.check?.(tx, next, before)
    if (refusal) return untold(refusal)
    await steps.save(tx, next)
    return { result: next, happenings: [steps.happening(next)] }
  })
}

/** A thing of a site, for somebody who sees that site; another site's thing is no different from none. */
export const visible = <T extends { site: string }>(actor: Pick<Actor, 'sites'>, thing: T | null): T | Refusal =>
  thing && sees(actor, thing.site) ? thing : refuse('not_found')

/** A ticket for somebody who sees it; another firm's is no different from none. */
export const visibleTicket = (actor: Parameters<typeof seesTicket>[0], ticket: Ticket | null): Ticket | Refusal =>
  ticket && seesTicket(actor, ticket) ? ticket : refuse('not_found')

/** The sites a list is drawn from: those the actor sees, narrowed to one when it is named. Null: every site. */
export function scopeOf(actor: Pick<Actor, 'sites'>, site?: string): readonly string[] | null {
  if (site === undefined) return actor.sites
  return sees(actor, site) ? [site] : []
}
