// The command `npm run simulate` against a running house: the same scenarios that are played in virtual time, over real
// wires and in real time, until what they promise has opened.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoEstate } from '../../simulators/estate.ts'
import { openHouse, root, type House } from '../support/house.ts'
import { watchScreen } from '../support/wires.ts'

let house: House
let screen: Awaited<ReturnType<typeof watchScreen>>
let secret: string
const simulators: { child: ChildProcess; ended: Promise<unknown[]> }[] = []

/** The estate as an administrator would enter it, so that nobody but the simulator under test speaks. */
beforeAll(async () => {
  house = await openHouse()
  for (const noun of ['sites', 'zones'] as const)
    for (const thing of demoEstate[noun]) await house.admin.create(`/${noun}`, thing)
  // Devices name their checkpoint, and checkpoints the sensor of their room: one of the two has to come later.
  for (const { sensor: _later, ...checkpoint } of demoEstate.checkpoints)
    await house.admin.create('/checkpoints', checkpoint)
  for (const device of demoEstate.devices) await house.admin.create('/devices', device)
  for (const { id, sensor } of demoEstate.checkpoints)
    if (sensor) expect((await house.admin.call('PATCH', `/checkpoints/${id}`, { sensor })).status).toBe(200)
  for (const { device, points } of demoEstate.points) {
    const answer = await house.admin.call('PUT', `/devices/${device}/points`, points)
    expect(answer.status).toBe(200)
  }
  secret = (await house.admin.create('/accounts', { id: 'sim', type: 'simulator', sites: null, devices: null })).secret
  screen = await watchScreen(house, house.admin)
  // Both at once: their devices are different ones, and real time is what this test has least of.
  simulate('fire-12f')
  simulate('entrapment')
})
afterAll(async () => {
  for (const { child } of simulators) child.kill('SIGTERM')
  const endings = await Promise.all(simulators.map(({ ended }) => ended))
  screen?.close()
  await house?.leave()
  expect(endings).toEqual([
    [0, null],
    [0, null],
  ])
})

/** Plays a scenario as a person would, from a process of its own. */
function simulate(scenario: string): void {
  const flags = [
    '--scenario',
    scenario,
    '--url',
    `mqtt://127.0.0.1:${house.mqttPort}`,
    '--username',
    'sim',
    '--seed',
    '1',
  ]
  const child = spawn(process.execPath, [path.join(root, 'simulators/simulate.ts'), ...flags], {
    cwd: root,
    env: { PATH: process.env.PATH, SIMULATOR_SECRET: secret },
    stdio: 'ignore',
  })
  simulators.push({ child, ended: once(child, 'exit') })
}
const opened = async (rule: string, subject: string): Promise<any> =>
  (
    await screen.event(
      (event) => event.type === 'incident.opened' && event.data.rule === rule && event.data.subject.id === subject,
    )
  ).data

test('fire on 12F: two detectors, ten seconds apart, are two incidents that sound', async () => {
  const [first, next] = [await opened('fire-alarm', 'fp-1:l2-043'), await opened('fire-alarm', 'fp-1:l2-044')]
  for (const incident of [first, next])
    expect(incident).toMatchObject({
      priority: 1,
      lifeSafety: true,
      active: true,
      acknowledged: false,
      historic: false,
      site: 'binjiang',
    })
  const apart = Date.parse(next.openedAt) - Date.parse(first.openedAt)
  expect(apart).toBeGreaterThan(5_000)
  expect(apart).toBeLessThan(15_000)
  const points = (await house.admin.get('/devices/fp-1/points')).items.filter((point: any) => point.state === 'alarm')
  expect(points.map(({ id }: any) => id).sort()).toEqual(['l2-043', 'l2-044'])
}, 120_000)

test('passengers trapped: one incident of the highest priority, the car between two floors', async () => {
  expect(await opened('lift-entrapment', 'b3-lift-2')).toMatchObject({
    priority: 1,
    lifeSafety: true,
    device: 'b3-lift-2',
  })
  // The event overtakes telemetry: the reading that shows the car standing may still be on its way.
  const speed = async (): Promise<number> =>
    (await house.admin.get('/devices/b3-lift-2/latest')).metrics.speed_mps.value
  await expect.poll(speed, { timeout: 15_000 }).toBe(0)
  const open = (await house.admin.get('/incidents?device=b3-lift-2')).items
  expect(open.map(({ rule }: any) => rule)).toEqual(['lift-entrapment'])
}, 180_000)
