// The demo's guards on post: they clock in by themselves, hand over to their own next turn at the change of shift, and a
// restart of the simulators clocks nobody in twice.
import { afterEach, expect, test } from 'vitest'
import { startCrew } from '../../simulators/crew.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { openTimedHouse, type TimedHouse } from '../support/timed-house.ts'

const minute = 60_000
const log = { debug() {}, info() {}, warn() {}, error() {} }
let house: TimedHouse | null = null
const stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await house?.leave()
  house = null
})

type Duty = { user: string; shift: string; startedAt: string; endedAt: string | null; endedBy: string | null }
/** Who is or was on post, in the order of their coming. */
const duties = async (): Promise<string[]> => {
  const { items } = (await house!.admin.get('/duties?site=binjiang')) as { items: Duty[] }
  const words = ({ user, shift, endedBy }: Duty) => `${user} ${shift} ${endedBy === null ? 'on post' : 'gone'}`
  return items.map(words).sort()
}
const begin = (): void => void stops.push(startCrew({ url: house!.url, estate: demoEstate, clock: house!.clock, log }))

test('guards are on post from the start, and go and come at the change of shift', async () => {
  house = await openTimedHouse(Date.parse('2026-11-23T15:57:00+08:00'), 1)
  begin()
  await expect.poll(duties).toEqual(['chenhao day on post', 'zhaomin day on post'])
  const nextTurn = ['chenhao day gone', 'chenhao evening on post', 'zhaomin day gone', 'zhaomin evening on post']
  await house.pass(4 * minute)
  await expect.poll(duties).toEqual(nextTurn)
  stops.pop()!()
  begin()
  await house.pass(2 * minute)
  expect(await duties()).toEqual(nextTurn)
})

test('whoever was sent off post by hand stays off until his next turn', async () => {
  house = await openTimedHouse(Date.parse('2026-11-23T09:00:00+08:00'), 1)
  begin()
  await expect.poll(duties).toHaveLength(2)
  const { items } = (await house.admin.get('/duties?user=chenhao&site=binjiang')) as { items: { id: string }[] }
  await house.admin.act(`/duties/${items[0]!.id}/end`)
  stops.pop()!()
  begin()
  await house.pass(2 * minute)
  expect(await duties()).toEqual(['chenhao day gone', 'zhaomin day on post'])
})
