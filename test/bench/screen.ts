// Line 4: publish of a priority-1 event → the incident stands in a browser's DOM, while 5,000 messages a second go on.
// Publisher and page share this machine's clock; the page notes the time in a MutationObserver.
import { openBrowser, signIn, visit } from '../browser/browser.ts'
import { adminPassword } from '../support/house.ts'
import { connectDevice, register } from '../support/wires.ts'
import { openBenchHouse } from './estate.ts'
import { quantile, round, type Figure } from './line.ts'
import { runLoad } from './process.ts'

const trials = 60
const rate = 5000

export const screen: Figure = {
  id: 4,
  name: 'priority-1 event → visible in the DOM, at 5k/s',
  async run(say) {
    const bench = await openBenchHouse()
    const panel = await register(bench.house.admin, { id: 'panel', site: 'bench', kind: 'fire_panel' })
    const device = await connectDevice(bench.house, panel)
    const browser = await openBrowser()
    const { page } = await visit(browser, bench.house.url, { width: 1920, height: 1080 })
    await signIn(page, 'admin', adminPassword)
    await page.goto('/wall')
    await page.getByRole('heading', { level: 1 }).waitFor()
    // Resolves in the page, with its wall clock, at the mutation that brings a link to an incident not seen before.
    const nextIncident = (): Promise<number> =>
      page.evaluate(() => {
        const links = (): string[] =>
          [...document.querySelectorAll('a[href*="/incidents/"]')].map((link) => link.getAttribute('href')!)
        const seen = window as unknown as { known?: Set<string> }
        const known = (seen.known ??= new Set())
        for (const link of links()) known.add(link)
        return new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            if (links().every((link) => known.has(link))) return
            observer.disconnect()
            resolve(Date.now())
          })
          observer.observe(document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ['href'],
          })
        })
      })
    const load = runLoad({
      port: bench.house.mqttPort,
      username: bench.username,
      password: bench.password,
      topicPrefix: bench.topicPrefix,
      topicSuffix: bench.topicSuffix,
      devices: 1000,
      connections: 50,
      window: 0,
      rate,
      messages: rate * 45,
    })
    const latencies: number[] = []
    for (let n = 0; n < trials; n++) {
      const point = `p-${n}`
      const seen = nextIncident()
      await page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)))
      const published = Date.now()
      await device.publish('event', { ts: published, id: `alarm-${n}`, type: 'alarm', point })
      latencies.push((await seen) - published)
      const { items } = await bench.house.admin.get('/incidents?rule=fire-alarm&state=unacknowledged')
      for (const incident of items) await bench.house.admin.act(`/incidents/${incident.id}/acknowledge`)
    }
    await load
    await browser.close()
    await device.end()
    await bench.house.leave()
    const p50 = round(quantile(latencies, 0.5), 0)
    const p99 = round(quantile(latencies, 0.99), 0)
    say(`p50 ${p50} ms, p99 ${p99} ms over ${trials} events`)
    return [
      {
        id: 4,
        name: 'event → DOM, p50',
        value: p50,
        unit: 'ms',
        target: '≤ 60 ms',
        ok: p50 <= 60,
        detail: `${trials} fire events at ${rate}/s background, Chromium 1920×1080`,
      },
      {
        id: 4,
        name: 'event → DOM, p99',
        value: p99,
        unit: 'ms',
        target: '≤ 250 ms',
        ok: p99 <= 250,
        detail: `worst of ${trials}: ${Math.max(...latencies)} ms`,
      },
    ]
  },
}
