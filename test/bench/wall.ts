// Line 11: the wall with 1,000 devices at one message per 5 s each: first paint, scripts over the wire, main thread.
import { openBrowser, signIn, visit } from '../browser/browser.ts'
import { weighScripts } from '../browser/weight.ts'
import { adminPassword } from '../support/house.ts'
import { openBenchHouse } from './estate.ts'
import { round, type Figure, type Line } from './line.ts'
import { runLoad } from './process.ts'

const watchSeconds = 15

export const wall: Figure = {
  id: 11,
  name: 'wall with 1,000 devices at 1 msg/5 s',
  async run(say) {
    const bench = await openBenchHouse()
    const browser = await openBrowser()
    const { page } = await visit(browser, bench.house.url, { width: 1920, height: 1080 })
    await signIn(page, 'admin', adminPassword)
    const load = runLoad({
      port: bench.house.mqttPort,
      username: bench.username,
      password: bench.password,
      topicPrefix: bench.topicPrefix,
      topicSuffix: bench.topicSuffix,
      devices: 1000,
      connections: 50,
      window: 0,
      rate: 200,
      messages: 200 * (watchSeconds + 15),
    })
    const client = await page.context().newCDPSession(page)
    await client.send('Performance.enable')
    const weigh = await weighScripts(page)
    await page.addInitScript(() => {
      const tasks: number[] = []
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
        type: 'longtask',
      })
      ;(window as unknown as { longTasks: number[] }).longTasks = tasks
    })
    await page.goto('/wall')
    await page.getByRole('heading', { level: 1 }).waitFor()
    const fcp = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime)
    const kilobytes = weigh() / 1000
    await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0))
    const busy = async (): Promise<number> =>
      (await client.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration')!.value
    const before = await busy()
    await page.waitForTimeout(watchSeconds * 1000)
    const share = ((await busy()) - before) / watchSeconds
    const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks))
    await load
    await browser.close()
    await bench.house.leave()
    say(
      `FCP ${Math.round(fcp)} ms, scripts ${Math.round(kilobytes)} kB, busy ${Math.round(share * 100)} %, longest task ${Math.round(longest)} ms`,
    )
    const line = (name: string, value: number, unit: string, limit: number): Line => ({
      id: 11,
      name: `wall: ${name}`,
      value,
      unit,
      target: `≤ ${limit} ${unit}`,
      ok: value <= limit,
      detail: `1,000 devices, 200 msg/s, ${watchSeconds} s, Chromium 1920×1080 without GPU`,
    })
    return [
      line('first contentful paint', round(fcp, 0), 'ms', 2000),
      line('scripts transferred', round(kilobytes, 0), 'kB', 180),
      line('main thread busy', round(share * 100, 0), '%', 30),
      line('longest task after load', round(longest, 0), 'ms', 100),
    ]
  },
}
