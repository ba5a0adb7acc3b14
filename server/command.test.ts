// Commands through the pipeline: the answer in the journal is written once, also after a restart; time brings expiry.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Command } from '../core/contracts/command.ts'
import { iso } from '../core/contracts/instant.ts'
import { findCommand, saveCommand } from './store/command.ts'
import { openScene, pump, pumpKind, start, type Scene } from './testing/scene.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ kinds: [pumpKind], devices: [pump] })
  const command: Command = {
    ...{ id: 'c-1', site: 'hq', device: 'p-101', name: 'stop', args: {}, by: 'desk' },
    ...{ at: iso(start), expiresAt: iso(start + 30_000), state: 'accepted', answeredAt: null, answer: null },
    ...{ late: false, version: 1 },
  }
  await scene.commits.commit(async (tx) => ({ result: await saveCommand(tx, command), happenings: [] }))
})
afterEach(() => scene.end())

const command = () => findCommand(scene.database.db, 'c-1')
const ack = (ok: boolean) =>
  scene.journal.append('urgent', {
    ...{ type: 'ack', at: scene.clock.now(), device: 'p-101', id: 'c-1', ok, data: { why: 'local' } },
  })

test('an answer is written as it came, and a replay of it changes nothing', async () => {
  await scene.pass(2_000)
  const answeredAt = iso(scene.clock.now())
  await ack(false)
  await scene.pass(1_000)
  const answered = await command()
  expect(answered).toMatchObject({
    state: 'failed',
    answeredAt,
    answer: { why: 'local' },
    version: 2,
  })
  await scene.restart()
  await scene.pass(60_000)
  expect(await command()).toEqual(answered)
})

test('none in time lets it expire by the ticks, across a restart', async () => {
  await scene.pass(29_000)
  expect((await command())?.state).toBe('accepted')
  await scene.restart()
  await scene.pass(3_000)
  expect(await command()).toMatchObject({ state: 'expired', answeredAt: null })
})
