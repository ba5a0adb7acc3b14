// The fleet over real MQTT: the estate lives on the clock’s time, its messages leave through the publisher, commands are
// answered, scenarios start and stop on demand. Runs inside `npm start` and as a process of its own (simulate.ts).
import { setTimeout as pause } from 'node:timers/promises'
import type { SimulatorState } from '../core/contracts/api/simulator.ts'
import { CommandMessage } from '../core/contracts/command.ts'
import { parseTopic } from '../core/contracts/topic.ts'
import { history } from './backfill.ts'
import { canPlay } from './cast.ts'
import { systemClock, type Clock } from './clock.ts'
import { clamp } from './curves.ts'
import type { Estate } from './estate.ts'
import { startPublisher, type Log, type Publisher } from './publisher.ts'
import { scenarios } from './scenarios/catalogue.ts'
import { createStage } from './stage.ts'
import { createWorld, type Message } from './world.ts'

export type FleetOptions = {
  /** Broker, e.g. `mqtt://127.0.0.1:1883`, and a simulator account that may act for every device of the estate. */
  url: string
  username: string
  secret: string
  estate: Estate
  seed: number
  /** How many times faster than the clock the machines live, 1–60. People, scenarios and timestamps keep the clock. */
  speed: number
  /** Guards walk no round that began before: the server was new and had not planned it. Epoch ms. */
  walkFrom?: number
  clock?: Clock
  log: Log
}

export type Fleet = {
  status(): SimulatorState
  setSpeed(speed: number): void
  /** False when there is no such scenario, or not on this estate. One that runs already goes on. */
  startScenario(id: string): boolean
  /** Puts things right; false when there is no such scenario. */
  stopScenario(id: string): boolean
  /** Sends the history of so many days; true when all of it is acknowledged, false when the fleet stopped before. */
  backfill(days: number): Promise<boolean>
  /** Resolves when it is connected and all that was said so far is acknowledged. */
  heard(): Promise<void>
  stop(): Promise<void>
}

const tickMs = 1000
/** Live messages and screens get their turn between two arrays of history. */
const breathMs = 20
const retryMs = 1000

/** Starts the fleet at once; it connects as soon as the broker answers and keeps trying until then. */
export const startFleet = (options: FleetOptions): Promise<Fleet> => Promise.resolve(fleetOf(options))

function fleetOf(options: FleetOptions): Fleet {
  const { estate, seed, clock = systemClock, log } = options
  const begin = clock.now()
  const world = createWorld({ estate, seed, at: begin, walkFrom: options.walkFrom })
  const stage = createStage(
    world,
    scenarios.filter((scenario) => canPlay(scenario, estate)),
  )
  const stopping = Promise.withResolvers<'stopped'>()
  const online = Promise.withResolvers<void>()
  const publish = (messages: Message[]) => messages.forEach((message) => publisher.publish(message))
  const onOnline = () => {
    publish(world.births(clock.now()))
    online.resolve()
  }
  const hears = {
    filters: estate.sites.map(({ id }) => `fm/v1/${id}/+/+/cmd`),
    heard(topic: string, payload: Buffer) {
      const command = commandIn(payload)
      const answer = command && world.tell(parseTopic(topic)?.device ?? '', command, clock.now())
      if (answer) publish([answer])
    },
  }
  const publisher = startPublisher({ ...options, clientId: `simulators-${process.pid}`, onOnline, hears })

  let speed = clamp(options.speed, 1, 60)
  const stopTicking = clock.every(tickMs, () => {
    stage.advance(clock.now())
    publish(world.advance(clock.now(), speed))
  })

  return {
    status: () => ({ available: true, speed, seed, devices: estate.devices.length, scenarios: stage.list() }),
    setSpeed: (wanted) => void (speed = clamp(wanted, 1, 60)),
    startScenario: (id) => stage.start(id, clock.now()),
    stopScenario: (id) => stage.stop(id, clock.now()),
    async backfill(days) {
      const past = history({ estate, seed, days, until: begin })
      const { sent, whole } = await sendAll(past, publisher, stopping.promise)
      log.info({ days, messages: sent }, whole ? 'history is in' : 'history was broken off')
      return whole
    },
    heard: () => online.promise.then(() => publisher.drained()),
    async stop() {
      stopping.resolve('stopped')
      stopTicking()
      await publisher.stop()
    },
  }
}

/** A command; null for what a device cannot make out, and leaves unanswered. */
function commandIn(payload: Buffer): CommandMessage | null {
  try {
    return CommandMessage.safeParse(JSON.parse(payload.toString())).data ?? null
  } catch {
    return null
  }
}

/** One array after the other, each until it is acknowledged: how many were sent, and whether that was the whole. */
async function sendAll(messages: Iterable<Message>, publisher: Publisher, stop: Promise<'stopped'>) {
  let sent = 0
  for (const message of messages) {
    let outcome: 'sent' | 'failed' | 'stopped'
    do {
      const sending = publisher.deliver(message)
      outcome = await Promise.race([
        sending.then(
          () => 'sent' as const,
          () => 'failed' as const,
        ),
        stop,
      ])
      if (outcome === 'stopped') return { sent, whole: false }
      await pause(outcome === 'sent' ? breathMs : retryMs)
    } while (outcome === 'failed')
    sent++
  }
  return { sent, whole: true }
}
