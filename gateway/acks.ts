// The PUBACKs of one connection: those of one turn of the event loop leave in one piece, because each write to a stream
// costs more than all else that an acknowledgement needs.
import type { Writable } from 'node:stream'

export type Acks = {
  /** Acknowledges a message, at the end of this turn. */
  add: (messageId: number) => void
  /** Sends what waits now, before something that must not overtake it. */
  flush: () => void
}

const puback = 0x40

/** @param stream goes to the client. */
export function openAcks(stream: Writable): Acks {
  let waiting: number[] = []

  function flush(): void {
    if (waiting.length === 0) return
    const ids = waiting
    waiting = []
    if (stream.destroyed || stream.writableEnded) return
    const bytes = Buffer.allocUnsafe(ids.length * 4)
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number
      bytes[4 * i] = puback
      bytes[4 * i + 1] = 2
      bytes[4 * i + 2] = id >> 8
      bytes[4 * i + 3] = id & 255
    }
    stream.write(bytes)
  }

  return {
    add(messageId) {
      if (waiting.length === 0) process.nextTick(flush)
      waiting.push(messageId)
    },
    flush,
  }
}
