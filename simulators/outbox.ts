// What is to be sent and has not been acknowledged yet. Messages of one device leave one after the other, so that a
// failed one can be sent again without overtaking; devices do not wait for each other.
import type { Message } from './world.ts'

export type Outbox = {
  push(message: Message): void
  /** The next message that may leave, now under way; null when every waiting device has one under way. */
  take(): Message | null
  /** Acknowledged. */
  done(message: Message): void
  /** Not acknowledged: it stands first in its device's line again. */
  failed(message: Message): void
  /** Waiting and under way. */
  size(): number
  /** Given up because the outbox was full. */
  dropped(): number
}

/** An outbox of at most `limit` messages. When it is full the oldest telemetry of the longest line is given up first. */
export function createOutbox(limit: number): Outbox {
  const lines = new Map<string, Message[]>()
  const busy = new Set<string>()
  /** Devices with something to send and nothing under way, first come first served. */
  const ready = new Set<string>()
  let size = 0
  let dropped = 0

  const settle = (device: string): void => {
    if ((lines.get(device)?.length ?? 0) > 0 && !busy.has(device)) ready.add(device)
  }
  function giveUp(): void {
    const longest = [...lines].reduce((most, line) => (line[1].length > most[1].length ? line : most))
    const line = longest[1]
    const telemetry = line.findIndex(({ channel }) => channel === 'telemetry')
    line.splice(Math.max(0, telemetry), 1)
    if (line.length === 0) ready.delete(longest[0])
    size--
    dropped++
  }

  return {
    push(message) {
      if (size >= limit && size > busy.size) giveUp()
      const line = lines.get(message.device)
      if (line) line.push(message)
      else lines.set(message.device, [message])
      size++
      settle(message.device)
    },
    take() {
      const [device] = ready
      if (device === undefined) return null
      ready.delete(device)
      busy.add(device)
      return lines.get(device)!.shift()!
    },
    done(message) {
      size--
      busy.delete(message.device)
      settle(message.device)
    },
    failed(message) {
      lines.get(message.device)!.unshift(message)
      busy.delete(message.device)
      settle(message.device)
    },
    size: () => size,
    dropped: () => dropped,
  }
}
