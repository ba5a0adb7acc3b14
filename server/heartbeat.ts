// A sign of life to somebody outside, every minute: when it stops coming, the whole product is dead or cannot write, and
// only he can notice. Nothing is sent while alarms are not being judged, for then the product is as good as dead.
import type { Clock } from './clock.ts'

const everyMs = 60_000
const patienceMs = 10_000

export type HeartbeatStatus = {
  /** The host that is told; the address itself may hold a key. Null when nobody is. */
  to: string | null
  /** Epoch ms of the last answer. */
  at: number | null
  ok: boolean
  answer: string
}
export type Heartbeat = { status(): HeartbeatStatus; start(): Promise<void>; stop(): void }

export type HeartbeatDeps = {
  url: string | null
  clock: Clock
  /** Whether alarms are judged and can be written now. */
  alive: () => boolean
  ask?: (url: string, signal: AbortSignal) => Promise<{ ok: boolean; status: number }>
}

const overHttp = async (url: string, signal: AbortSignal): Promise<{ ok: boolean; status: number }> => {
  const response = await fetch(url, { signal, headers: { 'User-Agent': 'watchkeeper' } })
  await response.body?.cancel()
  return response
}

export function createHeartbeat({ url, clock, alive, ask = overHttp }: HeartbeatDeps): Heartbeat {
  const to = url === null ? null : new URL(url).host
  let status: HeartbeatStatus = { to, at: null, ok: true, answer: '' }
  let rest = () => {}
  async function beat(): Promise<void> {
    if (url === null || !alive()) return
    try {
      const { ok, status: code } = await ask(url, AbortSignal.timeout(patienceMs))
      status = { to, at: clock.now(), ok, answer: String(code) }
    } catch (error) {
      // The reason stands in the cause; the message of it names the host, never the path with its key.
      const cause = error instanceof Error ? (error.cause ?? error) : error
      status = { to, at: clock.now(), ok: false, answer: cause instanceof Error ? cause.name : 'fault' }
    }
  }
  return {
    status: () => status,
    async start() {
      if (url === null) return
      rest = clock.every(everyMs, () => void beat())
      await beat()
    },
    stop: () => rest(),
  }
}
