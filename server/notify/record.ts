// Makes an answer true: the notice's new state, and whether its channel still gets through. One transaction each.
import type { Transaction } from 'kysely'
import type { Channel } from '../../core/contracts/channel.ts'
import { iso } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Notice } from '../../core/contracts/notice.ts'
import { settle } from '../../core/domain/outbox.ts'
import type { Internals } from '../internal.ts'
import { findChannel, saveChannel } from '../store/channel.ts'
import { noticesIn, saveNotice } from '../store/notice.ts'
import type { Records } from '../store/schema.ts'
import type { Sent } from './provider.ts'

type Tx = Transaction<Records>
export type RecordDeps = {
  internals: Pick<Internals, 'tell'>
  /** The site at which a channel of all sites is missed. */
  homeSite: () => string | null
}

/** What is told of a notice; its words stay in the outbox. */
export const toldOf = (notice: Notice, at: number, by: string | null = null): NewHappening => {
  const { text: _, answer: __, ...data } = notice
  return { type: `notice.${notice.state}`, at: iso(at), site: notice.site, by, id: notice.id, data }
}

/** What an answer at `at` makes of a notice, and of those that it carries. */
export async function recordAnswer(tx: Tx, notice: Notice, sent: Sent, at: number): Promise<Notice[]> {
  const next = settle(notice, sent, at)
  await saveNotice(tx, next, at)
  return [next, ...(await carried(tx, next))]
}

/** Notices in a digest that was given up have not arrived either; when it goes after all, they have. */
async function carried(tx: Tx, { id, state, answer, fault }: Notice): Promise<Notice[]> {
  if (state !== 'dead' && state !== 'sent') return []
  const meant = state === 'dead' ? { state, answer, fault } : { state: 'folded' as const, fault: null }
  const changed = (await noticesIn(tx, id)).filter((notice) => notice.state !== meant.state)
  for (const notice of changed) await saveNotice(tx, { ...notice, ...meant })
  return changed.map((notice) => ({ ...notice, ...meant }))
}

/** Faults of a person's entry, not of the channel. */
const personal: ReadonlySet<string> = new Set(['no_address', 'no_phone'])

/** Whether an answer shows that the channel is fine; null when it says nothing of it. `hopeless`: it was given up. */
export function verdictOn(sent: Sent, hopeless: boolean): boolean | null {
  if (sent.ok) return true
  return hopeless && !personal.has(sent.fault) ? false : null
}

/** Notes on a channel what was seen of it. When it begins or ceases to fail, the rules hear of it. */
export async function noteChannel(
  tx: Tx,
  deps: RecordDeps,
  id: string,
  seen: {
    fine: boolean | null
    answer?: Partial<Pick<Channel, 'tested' | 'heartbeat' | 'monthly'>>
    site?: string | null
    at: number
  },
): Promise<NewHappening[]> {
  const channel = await findChannel(tx, id)
  if (!channel) return []
  const { fine, at } = seen
  const failingSince = fine === null ? channel.failingSince : fine ? null : (channel.failingSince ?? iso(at))
  const turned = (failingSince === null) !== (channel.failingSince === null)
  if (turned || seen.answer) await saveChannel(tx, { ...channel, ...seen.answer, failingSince })
  const site = channel.site ?? seen.site ?? deps.homeSite()
  if (!turned || site === null) return []
  return deps.internals.tell(tx, {
    ...{ name: failingSince === null ? 'channel_works' : 'channel_failed', subject: { type: 'channel', id } },
    ...{ data: { name: channel.name, type: channel.config.type }, site, device: null, at },
    cause: `channel/${id}/${at}`,
  })
}
