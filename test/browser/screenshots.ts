// `npm run screenshots`: takes the pictures of the README from the running product, so that they never show what is not.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { openHouse, root } from '../support/house.ts'
import { watchScreen } from '../support/wires.ts'
import { openBrowser, signInAsDemo, visit } from './browser.ts'

const folder = path.join(root, 'docs/images')
/** What is wrong on the picture, and the rule whose incident shows that it has begun. */
const scenes = [
  { scenario: 'pump-trip', rule: 'pump-trip' },
  { scenario: 'entrapment', rule: 'lift-entrapment' },
]

await mkdir(folder, { recursive: true })
const house = await openHouse({ demo: true })
const screen = await watchScreen(house, house.admin)
for (const { scenario, rule } of scenes) {
  await house.admin.act(`/simulator/scenarios/${scenario}/start`)
  await screen.event((event) => event.type === 'incident.opened' && event.data.rule === rule)
}
const pumpTrip = (await house.admin.get('/incidents?rule=pump-trip')).items[0]
await house.admin.act(`/incidents/${pumpTrip.id}/acknowledge`, { note: '已派王强' })

// A round by hand: whether one of the schedule is under way depends on the minute.
for (const route of ['route-a', 'route-b']) await house.admin.create('/rounds', { route })

const browser = await openBrowser()
const desk = { who: '王磊', width: 1920, height: 1080 }
const phone = { who: '陈浩', width: 390, height: 844 }
for (const { name, at, who, ...size } of [
  { name: 'wall', at: '/wall', ...desk },
  { name: 'incident', at: `/incidents/${pumpTrip.id}`, ...desk },
  { name: 'patrol', at: '/patrol', ...desk, width: 1440, height: 900 },
  { name: 'phone', at: '/m', ...phone },
]) {
  const { page, close } = await visit(browser, house.url, { ...size, locale: 'zh-CN' })
  await signInAsDemo(page, who)
  await page.goto(at)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  // Charts and cars settle within a few reports.
  await page.waitForTimeout(5000)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
  await close()
}
await browser.close()
screen.close()
await house.leave()
