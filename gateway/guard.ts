// The frame guard: a Duplex between the wire and Aedes that ends the connection as soon as a fixed header announces
// more than is allowed, so that nobody makes us buffer it. It counts frames; it does not keep them.
import { Duplex } from 'node:stream'

/** Bytes of one packet's body before and after CONNACK was sent. */
export type FrameLimits = { connect: number; packet: number }
export const frameLimits: FrameLimits = { connect: 4 * 1024, packet: 256 * 1024 }

export type Guarded = {
  stream: Duplex
  /** CONNACK was sent: larger packets may come. */
  admit: () => void
  /** Bytes that the other side has not taken yet. */
  buffered: () => number
}

/** Stands between the wire and the stream: gets each chunk, hands on what Aedes is to read. */
export type Divert = (stream: Duplex, pass: (bytes: Buffer) => void) => (chunk: Buffer) => void

/** How much Aedes may write before it is told to wait; a burst of retained messages fits. */
const writeBuffer = 4 * 1024 * 1024
/** What was written last (a refusing CONNACK) gets this long to leave, ms. */
const lingerMs = 2000

/** Follows the frames in a stream of chunks; false as soon as a header announces more than `max()`. */
export function frameMeter(max: () => number): (chunk: Buffer) => boolean {
  let body = 0
  let length = 0
  let factor = 1
  let state: 'type' | 'length' | 'body' = 'type'
  return (chunk) => {
    for (let i = 0; i < chunk.length;) {
      if (state === 'body') {
        const taken = Math.min(body, chunk.length - i)
        body -= taken
        i += taken
        if (body === 0) state = 'type'
      } else if (state === 'type') {
        state = 'length'
        length = 0
        factor = 1
        i++
      } else {
        const byte = chunk[i++] as number
        length += (byte & 127) * factor
        factor *= 128
        if (byte & 128) {
          // [MQTT-2.2.3]: four bytes of remaining length at most
          if (factor > 128 ** 3) return false
          continue
        }
        if (length > max()) return false
        body = length
        state = length === 0 ? 'type' : 'body'
      }
    }
    return true
  }
}

/**
 * Puts the guard in front of a wire (TCP, TLS or WebSocket stream). Back-pressure passes through in both directions.
 * @param divert may take bytes that fit out of the stream; it passes on the others.
 */
export function guard(wire: Duplex, limits: FrameLimits = frameLimits, divert?: Divert): Guarded {
  let admitted = false
  const fits = frameMeter(() => (admitted ? limits.packet : limits.connect))
  const send = (bytes: Buffer, done: () => void): void => {
    if (wire.write(bytes)) done()
    else wire.once('drain', done)
  }
  const stream = new Duplex({
    readableHighWaterMark: 64 * 1024,
    writableHighWaterMark: writeBuffer,
    allowHalfOpen: false,
    read: () => void wire.resume(),
    write: (chunk: Buffer, _encoding, done) => send(chunk, done),
    writev: (chunks, done) => send(Buffer.concat(chunks.map((c) => c.chunk as Buffer)), done),
    final: (done) => void wire.end(done),
    destroy: (error, done) => {
      leave(wire)
      done(error)
    },
  })
  const pass = (bytes: Buffer): void => {
    if (!stream.push(bytes)) wire.pause()
  }
  const forward = divert?.(stream, pass) ?? pass
  wire.on('data', (chunk: Buffer) => {
    if (fits(chunk)) forward(chunk)
    else stream.destroy(new Error('packet too large'))
  })
  wire.on('end', () => stream.push(null))
  wire.on('error', (error) => stream.destroy(error))
  wire.on('close', () => stream.destroy())
  return {
    stream,
    admit: () => void (admitted = true),
    buffered: () => stream.writableLength + wire.writableLength,
  }
}

function leave(wire: Duplex): void {
  if (wire.destroyed) return
  if (wire.writableLength === 0) return void wire.destroy()
  wire.end()
  const timer = setTimeout(() => wire.destroy(), lingerMs)
  wire.once('close', () => clearTimeout(timer))
}
