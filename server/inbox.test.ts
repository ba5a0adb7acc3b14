import { expect, test } from 'vitest'
import { createInbox } from './inbox.ts'

const records = [{ lane: 'bulk' as const, position: 1, entry: { type: 'tick' as const, at: 0, boot: false } }]

test('urgent comes out before bulk, and a follower waits until its batch is through', async () => {
  const inbox = createInbox()
  const brought: string[] = []
  void inbox.bring('bulk', records).then(() => brought.push('bulk'))
  void inbox.bring('urgent', records).then(() => brought.push('urgent'))
  inbox.finish(inbox.first()!)
  await Promise.resolve()
  expect(brought).toEqual(['urgent'])
  expect(inbox.first()!.lane).toBe('bulk')
})

test('an emptied inbox lets everybody go, also a follower that was still reading from disk', async () => {
  const inbox = createInbox()
  const early = inbox.bring('bulk', records)
  inbox.empty()
  await early
  await inbox.bring('urgent', records)
  expect(inbox.first()).toBeNull()
})
