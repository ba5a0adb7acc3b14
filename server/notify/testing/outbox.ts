// An outbox with its sender, whose time is turned by hand while requests go over real sockets. For tests.
import { Channel, type ChannelConfig, type ChannelSecrets } from '../../../core/contracts/channel.ts'
import { iso } from '../../../core/contracts/instant.ts'
import type { Happening } from '../../../core/contracts/live.ts'
import type { NewNotice, Notice } from '../../../core/contracts/notice.ts'
import { User } from '../../../core/contracts/user.ts'
import { createCommits } from '../../commit.ts'
import type { InternalEvent } from '../../internal.ts'
import { saveChannel } from '../../store/channel.ts'
import { openDatabase } from '../../store/database.ts'
import { findNotice, listNotices, writeNotices } from '../../store/notice.ts'
import { saveUser } from '../../store/user.ts'
import { handClock, type HandClock } from '../../testing/clock.ts'
import { createNotify, type Notify, type NotifyDeps } from '../notify.ts'
import { createChannelKeys } from '../secrets.ts'

/** 2026-11-23 14:00 in Shanghai. */
export const start = Date.parse('2026-11-23T06:00:00.000Z')

export type Outbox = Awaited<ReturnType<typeof openOutbox>>
type Way = { id: string; config: ChannelConfig; secrets?: ChannelSecrets; more?: Partial<Channel> }

export async function openOutbox(
  ways: readonly Way[],
  given: { clock?: HandClock; file?: string; deps?: Partial<NotifyDeps> } = {},
) {
  const { clock = handClock(start), file = ':memory:' } = given
  const database = await openDatabase(file)
  const { db } = database
  const commits = await createCommits(db)
  const { commit } = commits
  const keys = createChannelKeys(Buffer.alloc(32, 7))
  const happened: Happening[] = []
  const told: InternalEvent[] = []
  const logged: string[] = []
  const write = (o: object, msg: string): void => void logged.push(`${msg} ${JSON.stringify(o)}`)
  const deps: NotifyDeps = {
    ...{ db, commit, clock, log: { warn: write, error: write }, keys, publicUrl: 'https://wk.example/' },
    linkBase: () => 'https://wk.example',
    internals: {
      tell: (_tx, event) => {
        told.push(event)
        return Promise.resolve([])
      },
    },
    ...{ allow: '127.0.0.0/8', patience: 250, timezoneOf: () => 'Asia/Shanghai', homeSite: () => 'hq' },
    ...{ command: () => Promise.resolve(false), connected: () => false },
    ...given.deps,
  }
  const notify: Notify = await createNotify(deps)
  commits.onCommitted((happenings) => {
    happened.push(...happenings)
    notify.apply(happenings)
  })
  for (const { id, config, secrets = {}, more } of ways) {
    // An answer of today, so that no daily sign of life comes between.
    const heartbeat = {
      at: iso(clock.now() - 120_000),
      ok: true,
      answer: '',
      fault: null,
      ms: 0,
      proof: null,
      phones: null,
    }
    const channel = Channel.parse({ id, name: id, config, kept: Object.keys(secrets), heartbeat, ...more })
    await commit(async (tx) => ({ result: await saveChannel(tx, channel, keys.seal(secrets)), happenings: [] }))
  }
  await notify.start()
  await notify.settled()
  let count = 0
  return {
    ...{ db, commit, clock, notify, happened, told, logged },
    /** Puts notices into the outbox and lets them leave. Gives their ids. */
    async write(...notices: (Partial<NewNotice> & { channel: string })[]): Promise<string[]> {
      const whole = notices.map((notice): NewNotice => {
        const n = ++count
        const fresh = {
          key: `k-${n}`,
          site: 'hq',
          to: null,
          priority: 2 as const,
          about: null,
          locale: 'zh-CN' as const,
        }
        const said = { title: `T-${String(n).padStart(3, '0')}`, text: `第 ${n} 条`, link: `https://wk.example/i/${n}` }
        return { ...fresh, ...said, createdAt: iso(clock.now()), ...notice }
      })
      const ids = await commit(async (tx) => ({ result: await writeNotices(tx, whole), happenings: [] }))
      return ids
    },
    /** Lets time pass in steps of a quarter of a second or more; what leaves has come back before the next. */
    async pass(ms: number, step = 250): Promise<void> {
      for (let left = ms; left > 0; left -= step) {
        clock.advance(Math.min(step, left))
        await notify.settled()
      }
    },
    notice: async (id: string): Promise<Notice> => (await findNotice(db, id))!,
    notices: async (): Promise<Notice[]> => (await listNotices(db, { limit: 2000, sites: null })).items.reverse(),
    person: async (username: string, more: Partial<User> = {}): Promise<void> => {
      const user: User = { ...User.parse({ username, name: username, role: 'technician' }), ...more }
      await commit(async (tx) => ({ result: await saveUser(tx, user, ''), happenings: [] }))
    },
    async close(): Promise<void> {
      await notify.stop()
      await database.close()
    },
  }
}
