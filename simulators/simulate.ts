// The command `npm run simulate`: drives a running system over MQTT from a process of its own.
// Settings are flags; the secret may stand in the environment, where other users of the machine do not see it.
import { parseArgs } from 'node:util'
import { castOf } from './cast.ts'
import { demoEstate } from './estate.ts'
import { startFleet } from './fleet.ts'
import type { Log } from './publisher.ts'
import { offsetMs } from './scenario.ts'
import { scenarios } from './scenarios/catalogue.ts'

const help = `Drives a running Watchkeeper with the demo estate over MQTT.

  npm run simulate -- [--scenario NAME] [--speed N] [--seed N] [--backfill DAYS] [--url URL] [--username NAME]

  --scenario NAME   play one scenario to its end, put things right, leave; only its devices speak
  --speed N         machines live N times as fast as the clock, 1–60 (default 1)
  --seed N          same seed, same lives (default 1)
  --backfill DAYS   first send so many days of history
  --url URL         broker (default mqtt://127.0.0.1:1883, or SIMULATOR_URL)
  --username NAME   account of type simulator (default simulator, or SIMULATOR_USERNAME)
  --list            name the scenarios
  SIMULATOR_SECRET  the account's secret, in the environment

Scenarios: ${scenarios.map(({ id }) => id).join(', ')}`

const line =
  (stream: NodeJS.WriteStream) =>
  (facts: object, message: string): void =>
    void stream.write(`${message} ${JSON.stringify(facts)}\n`)
const log: Log = {
  debug: () => {},
  info: line(process.stdout),
  warn: line(process.stderr),
  error: line(process.stderr),
}

function settings() {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      speed: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      backfill: { type: 'string', default: '0' },
      url: { type: 'string', default: process.env['SIMULATOR_URL'] ?? 'mqtt://127.0.0.1:1883' },
      username: { type: 'string', default: process.env['SIMULATOR_USERNAME'] ?? 'simulator' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const figures = { speed: Number(values.speed), seed: Number(values.seed), days: Number(values.backfill) }
  const faults = [
    ...(figures.speed >= 1 && figures.speed <= 60 ? [] : [`--speed must be 1–60, not ${values.speed}`]),
    ...(Number.isInteger(figures.seed) ? [] : [`--seed must be a whole number, not ${values.seed}`]),
    ...(figures.days >= 0 && figures.days <= 90 ? [] : [`--backfill must be 0–90 days, not ${values.backfill}`]),
    ...(values.scenario === undefined || scenarios.some(({ id }) => id === values.scenario)
      ? []
      : [`no scenario ${values.scenario}; --list names them`]),
    ...(process.env['SIMULATOR_SECRET'] || values.list || values.help
      ? []
      : ['SIMULATOR_SECRET is not set: the secret of the simulator account']),
  ]
  if (faults.length > 0) throw new TypeError(faults.join('\n'))
  return { ...values, ...figures, secret: process.env['SIMULATOR_SECRET'] ?? '' }
}

async function run({ url, username, secret, speed, seed, days, scenario }: ReturnType<typeof settings>): Promise<void> {
  const chosen = scenarios.find(({ id }) => id === scenario)
  const estate = chosen ? castOf(chosen, demoEstate) : demoEstate
  const fleet = await startFleet({ url, username, secret, speed, seed, estate, log })
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (days > 0) await Promise.race([fleet.backfill(days), stopped])
  if (chosen) {
    fleet.startScenario(chosen.id)
    log.info({ scenario: chosen.id, undoneAfter: chosen.undoAt, lasts: chosen.lasts }, 'scenario started')
    setTimeout(() => fleet.stopScenario(chosen.id), offsetMs(chosen.undoAt)).unref()
    setTimeout(stop, offsetMs(chosen.lasts)).unref()
  }
  await stopped
  await fleet.stop()
}

try {
  const chosen = settings()
  if (chosen.help) process.stdout.write(`${help}\n`)
  else if (chosen.list)
    for (const { id, name } of scenarios) process.stdout.write(`${id}  ${name['zh-CN']}  ${name.en}\n`)
  else await run(chosen)
} catch (fault) {
  if (!(fault instanceof TypeError)) throw fault
  process.stderr.write(`${fault.message}\n`)
  process.exitCode = 2
}
