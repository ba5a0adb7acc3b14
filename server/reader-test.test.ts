// Readers over the journal: their self-tests at the change of shift, and signed taps that are kept while out of reach.
import { afterEach, expect, test } from 'vitest'
import type { Tap } from '../core/contracts/tap.ts'
import { patrolReader } from '../core/kinds/patrol-reader.ts'
import { productRules } from '../core/kinds/product.ts'
import { openScene, start, type Scene } from './testing/scene.ts'
import { saveShift } from './store/shift.ts'
import { Shift } from '../core/contracts/shift.ts'

const minute = 60_000
let scene: Scene
afterEach(() => scene.end())

const testTag = '04D35A6E80FF01'
const untested = productRules.filter(({ id }) => id === 'reader-untested')
async function open(rules: NonNullable<Parameters<typeof openScene>[0]['rules']> = untested) {
  scene = await openScene({
    kinds: [{ id: 'patrol_reader', name: 'Reader', metrics: [], open: true, interval: '60s' }],
    devices: [
      { id: 'rd-1', site: 'hq', kind: 'patrol_reader', name: 'Reader 1', attributes: { testTag } },
      { id: 'rd-2', site: 'hq', kind: 'patrol_reader', name: 'Reader 2' },
    ],
    users: [{ username: 'chen', name: 'Chen', role: 'guard', badge: 'b-1' }],
    rules,
  })
  // 14:00 is the start of the scene.
  const shift = Shift.parse({ id: 'late', site: 'hq', name: 'Late', start: '14:30', end: '14:50' })
  await scene.commits.commit(async (tx) => ({
    result: await saveShift(tx, shift),
    happenings: [
      { type: 'shift.created', at: new Date(start).toISOString(), site: 'hq', by: null, id: 'late', data: shift },
    ],
  }))
}
const taps = () => scene.happened.filter(({ type }) => type.startsWith('tap.')).map(({ data }) => data as Tap)

test('a reader that is not tested at the start of a shift raises, and its next test ends it', async () => {
  await open()
  await scene.pass(44 * minute)
  expect(await scene.incidents()).toEqual([])
  await scene.pass(2 * minute)
  const [incident, ...more] = await scene.incidents()
  expect(more).toEqual([])
  expect(incident).toMatchObject({
    ...{ rule: 'reader-untested', priority: 4, active: true, device: 'rd-1' },
    ...{ subject: { type: 'device', id: 'rd-1' }, evidence: { shift: 'late', edge: 'start' } },
  })
  await scene.tap('rd-1', testTag, { badge: 'b-1' })
  expect((await scene.incidents())[0]).toMatchObject({ active: false })
  expect(taps()).toMatchObject([{ status: 'accepted', checkpoint: null, reader: 'rd-1', by: 'chen', round: null }])
  await scene.pass(20 * minute)
  expect((await scene.incidents()).map(({ trips }) => trips)).toEqual([1])
})

test('a test near the edge is enough, also one that was sent late, and a reboot does not ask twice', async () => {
  await open()
  await scene.pass(20 * minute)
  await scene.tap('rd-1', testTag)
  await scene.pass(24 * minute)
  await scene.restart()
  await scene.pass(10 * minute)
  await scene.tap('rd-1', testTag, { readAt: scene.clock.now() - 5 * minute })
  await scene.pass(30 * minute)
  expect(await scene.incidents()).toEqual([])
})

test('a reader that says that its battery is low, or that it was opened, raises', async () => {
  await open(patrolReader.rules.filter(({ id }) => id.startsWith('reader-')))
  await scene.event('rd-2', 'battery_low')
  await scene.event('rd-1', 'tamper')
  await scene.pass(2 * minute)
  const raised = (await scene.incidents()).map(({ rule, device, active, latched }) => ({
    rule,
    device,
    active,
    latched,
  }))
  expect(raised).toEqual([
    { rule: 'reader-battery-said', device: 'rd-2', active: true, latched: false },
    { rule: 'reader-tamper', device: 'rd-1', active: true, latched: true },
  ])
  await scene.event('rd-2', 'battery_ok')
  await scene.pass(minute)
  expect((await scene.incidents()).map(({ active }) => active)).toEqual([false, true])
})

test('the test tag of another reader is a tag that nobody knows', async () => {
  await open()
  await scene.tap('rd-2', testTag)
  expect(taps()).toMatchObject([{ status: 'refused', reason: 'unknown_tag', reader: 'rd-2' }])
})
