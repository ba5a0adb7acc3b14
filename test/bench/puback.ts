// Line 3: PUBACK p99 under a paced load, measured from the instant a message was due.
import { openBenchHouse } from './estate.ts'
import { median, round, type Figure, type Line } from './line.ts'
import { runLoad } from './process.ts'
import { untilStoredAndJudged } from './throughput.ts'

const paces = [
  { rate: 10_000, limit: 15 },
  { rate: 40_000, limit: 30 },
]

export const puback: Figure = {
  id: 3,
  name: 'PUBACK p99, paced QoS 1',
  async run(say) {
    const bench = await openBenchHouse()
    const lines: Line[] = []
    for (const { rate, limit } of paces) {
      const p99: number[] = []
      const p50: number[] = []
      for (let run = 0; run < 3; run++) {
        const messages = rate * 10
        const result = await runLoad({
          port: bench.house.mqttPort,
          username: bench.username,
          password: bench.password,
          topicPrefix: bench.topicPrefix,
          topicSuffix: bench.topicSuffix,
          devices: 1000,
          connections: 50,
          window: 0,
          rate,
          messages,
        })
        await untilStoredAndJudged(bench)
        p99.push(result.p99)
        p50.push(result.p50)
        say(
          `${rate}/s run ${run + 1}: p50 ${round(result.p50)} ms, p99 ${round(result.p99)} ms, worst ${round(result.max)} ms`,
        )
      }
      const value = round(median(p99), 1)
      lines.push({
        id: 3,
        name: `PUBACK p99 at ${rate / 1000}k/s`,
        value,
        unit: 'ms',
        target: `≤ ${limit} ms`,
        ok: value <= limit,
        detail: `p50 ${round(median(p50), 1)} ms; median of 3 runs of 10 s`,
      })
    }
    await bench.house.leave()
    return lines
  },
}
