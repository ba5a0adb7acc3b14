// What the sender does to the outbox before anything leaves: a letter is marked as under way on disk, so that a crash
// leaves a trace of it, and only then handed over.
import type { Kysely } from 'kysely'
import type { Notice } from '../../core/contracts/notice.ts'
import { begin, drop, resend } from '../../core/domain/outbox.ts'
import type { Clock } from '../clock.ts'
import type { Commit } from '../commit.ts'
import { findNotice, foldNotices, interruptedNotices, saveNotice } from '../store/notice.ts'
import type { Records } from '../store/schema.ts'
import { findUser } from '../store/user.ts'
import type { Letter } from './fold.ts'
import type { Message } from './provider.ts'
import { toldOf } from './record.ts'

type HoldDeps = { commit: Commit; clock: Clock }
/** A notice that is under way, and what is sent of it. */
export type Held = { notice: Notice; message: Message }

/** Takes a letter out of the outbox before it leaves; null when somebody else has changed what it carries. */
export const hold = (deps: HoldDeps, { notice, folds }: Letter): Promise<Held | null> =>
  deps.commit<Held | null>(async (tx) => {
    for (const { id } of folds.length > 0 ? folds : [notice])
      if ((await findNotice(tx, id))?.state !== 'waiting') return { result: null, happenings: [] }
    const at = deps.clock.now()
    const sending = begin(notice)
    if (folds.length > 0) await foldNotices(tx, sending, folds)
    await saveNotice(tx, sending, at)
    const folded = folds.map((one): Notice => ({ ...one, state: 'folded', nextAt: null, digest: sending.id }))
    return {
      result: { notice: sending, message: await messageOf(tx, sending) },
      happenings: folded.map((one) => toldOf(one, at)),
    }
  })

/** A channel that is off or gone sends nothing; a person sees what was not sent. */
export async function dropAll(deps: HoldDeps, due: readonly Notice[]): Promise<false> {
  if (due.length === 0) return false
  await deps.commit(async (tx) => {
    const dropped = due.map(drop)
    for (const notice of dropped) await saveNotice(tx, notice)
    return { result: null, happenings: dropped.map((notice) => toldOf(notice, deps.clock.now())) }
  })
  return false
}

/** What was with a provider when the process ended goes again under its own key. */
export async function resume(deps: HoldDeps): Promise<void> {
  await deps.commit(async (tx) => {
    for (const notice of await interruptedNotices(tx)) await saveNotice(tx, resend(notice, deps.clock.now()))
    return { result: null, happenings: [] }
  })
}

async function messageOf(db: Kysely<Records>, notice: Notice): Promise<Message> {
  const { key, title, text, link, priority, about, locale, createdAt } = notice
  const person = notice.to === null ? null : await findUser(db, notice.to)
  const to =
    notice.to === null ? null : { username: notice.to, phone: person?.phone ?? null, email: person?.email ?? null }
  return { ...{ key, title, text, link, priority, about, locale, createdAt }, to, purpose: 'notice' }
}
