// Line 1: QoS 1 messages a second through the whole product ÷ bare Aedes. The product's clock stops when the last
// message is stored and judged, not when it is acknowledged.
import { io } from 'socket.io-client'
import { metric, openBenchHouse, type BenchHouse } from './estate.ts'
import type { Load } from './generator.ts'
import { median, round, type Figure } from './line.ts'
import { openBareAedes, runLoad } from './process.ts'

const messages = 400_000
const shape = { devices: 1000, connections: 50, window: 200, rate: 0, messages }

/** Resolves when everything that was acknowledged is stored and judged. */
export async function untilStoredAndJudged({ house }: BenchHouse): Promise<void> {
  for (;;) {
    const behind =
      (await metric(house, 'wk_readings_behind_records')) + (await metric(house, 'wk_rules_behind_records'))
    // The ticks of the running second are always under way.
    if (behind <= 2) return
    await new Promise((again) => setTimeout(again, 100))
  }
}

async function productRun(bench: BenchHouse): Promise<number> {
  const load: Load = {
    ...shape,
    port: bench.house.mqttPort,
    username: bench.username,
    password: bench.password,
    topicPrefix: bench.topicPrefix,
    topicSuffix: bench.topicSuffix,
  }
  const began = performance.now()
  const result = await runLoad(load)
  if (result.acknowledged !== messages) throw new Error(`only ${result.acknowledged} of ${messages} were acknowledged`)
  await untilStoredAndJudged(bench)
  return messages / ((performance.now() - began) / 1000)
}

export const throughput: Figure = {
  id: 1,
  name: 'QoS 1 through the whole product ÷ bare Aedes',
  async run(say) {
    const bench = await openBenchHouse()
    const screens = Array.from({ length: 5 }, () =>
      io(bench.house.url, { transports: ['websocket'], extraHeaders: { cookie: bench.house.admin.cookie! } }),
    )
    const bare: number[] = []
    const whole: number[] = []
    for (let run = 0; run < 3; run++) {
      const aedes = await openBareAedes()
      bare.push(
        (
          await runLoad({
            ...shape,
            port: aedes.port,
            username: 'x',
            password: 'x',
            topicPrefix: bench.topicPrefix,
            topicSuffix: bench.topicSuffix,
          })
        ).perSecond,
      )
      aedes.stop()
      whole.push(await productRun(bench))
      say(`run ${run + 1}: bare ${Math.round(bare[run]!)}/s, product ${Math.round(whole[run]!)}/s`)
    }
    for (const screen of screens) screen.close()
    await bench.house.leave()
    const ratio = round(median(whole) / median(bare))
    const detail = `${Math.round(median(whole))}/s of ${Math.round(median(bare))}/s; 1,000 devices, 50 connections, 200 rules (10 apply), 5 screens; stored and judged`
    return [{ id: 1, name: this.name, ratio, unit: '×', target: '≥ 0.35', ok: ratio >= 0.35, detail }]
  },
}
