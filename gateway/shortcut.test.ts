// The short way must never be told from the long one: same bytes, same order, same answers.
import { Duplex, PassThrough } from 'node:stream'
import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openAcks } from './acks.ts'
import { connectPacket, literalDirectory, publishPacket, startHouse } from './gateway.fixture.ts'
import type { Ingest, Sender } from './ingest.ts'
import type { Answer } from './release.ts'
import { openLine } from './release.ts'
import { openSplitter, telemetryTaker } from './shortcut.ts'

const telemetry = 'fm/v1/hq/pump/p-1/telemetry'

describe('the splitter', () => {
  /** Frames that carry their own number, of many sizes, some of them no PUBLISH. */
  const frames = fc.array(fc.record({ isPublish: fc.boolean(), size: fc.constantFrom(2, 3, 60, 130, 9000) }), {
    maxLength: 30,
  })
  const write = ({ isPublish, size }: { isPublish: boolean; size: number }, n: number) => {
    const length = size < 128 ? [size] : [(size & 127) | 128, size >> 7]
    const body = Buffer.alloc(size)
    body.writeUInt16BE(n)
    return Buffer.concat([Buffer.from([isPublish ? 0x32 : 0x62, ...length]), body])
  }
  /** Aedes as the splitter knows it: has unread bytes, and reads whole frames of what it was passed. */
  function aedes(seen: string[]) {
    let unread = Buffer.alloc(0)
    let parsed = Buffer.alloc(0)
    const read = () => {
      parsed = Buffer.concat([parsed, unread])
      unread = Buffer.alloc(0)
      while (parsed.length > 2) {
        const isLong = (parsed[1] as number) > 127
        const start = isLong ? 3 : 2
        const end =
          start + (isLong ? ((parsed[1] as number) & 127) + (parsed[2] as number) * 128 : (parsed[1] as number))
        if (end > parsed.length) return
        seen.push(`long ${parsed.readUInt16BE(start)}`)
        parsed = parsed.subarray(end)
      }
    }
    return {
      pass: (bytes: Buffer) => void (unread = Buffer.concat([unread, bytes])),
      read,
      isIdle: () => unread.length === 0,
    }
  }

  it('loses nothing and lets nothing overtake, however the bytes are cut and whenever Aedes reads', () => {
    const cuts = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 400 }), reads: fc.boolean() }), { minLength: 1 })
    let short = 0
    fc.assert(
      fc.property(frames, cuts, (all, steps) => {
        const seen: string[] = []
        const long = aedes(seen)
        const take = (_first: number, data: Buffer, start: number) => {
          short++
          seen.push(`short ${data.readUInt16BE(start)}`)
          return true
        }
        const split = openSplitter(long.pass, take, long.isIdle)
        const bytes = Buffer.concat(all.map(write))
        for (let i = 0, step = 0; i < bytes.length; step++) {
          const { bytes: size, reads } = steps[step % steps.length] as { bytes: number; reads: boolean }
          split(bytes.subarray(i, i + size))
          i += size
          if (reads) long.read()
        }
        long.read()
        expect(seen.map((one) => Number(one.split(' ')[1]))).toEqual(all.map((_, n) => n))
      }),
      { numRuns: 500 },
    )
    expect(short).toBeGreaterThan(100)
  })

  it('keeps no large frame back', () => {
    const passed: Buffer[] = []
    const split = openSplitter(
      (bytes) => passed.push(bytes),
      () => true,
      () => true,
    )
    split(Buffer.concat([Buffer.from([0x32, 0x81, 0x40]), Buffer.alloc(100)]))
    expect(passed.map((bytes) => bytes.length)).toEqual([103])
  })
})

describe('the taker', () => {
  function bench(isHeard = false) {
    const answers: Answer[] = []
    const ingest: Ingest = {
      take: (_sender, _publication, answer) => void answers.push(answer),
      counts: () => {
        throw new Error('not asked')
      },
    }
    const identity = literalDirectory().directory.login('p-1', Buffer.from('secret-p-1'))
    const sender = { identity, line: openLine() } as unknown as Sender
    const written: Buffer[] = []
    const stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => (written.push(chunk), done()),
      writev: (chunks, done) => (written.push(Buffer.concat(chunks.map((c) => c.chunk as Buffer))), done()),
    })
    const wire = new PassThrough()
    const acks = openAcks(stream)
    const ports = { ingest, isHeard: () => isHeard, sender: () => sender, alive: () => {} }
    const take = telemetryTaker({ ...ports, acks, stream, wire })
    const offer = (packet: Buffer) => {
      const start = (packet[1] as number) > 127 ? 3 : 2
      return take(packet[0] as number, packet, start, packet.length)
    }
    return { answers, written, acks, stream, wire, offer }
  }
  const packet = (more: object = {}, topic = telemetry) => generate(publishPacket(topic, { a: 1 }, more))

  it.each([
    ['QoS 1', packet(), true],
    ['QoS 0', packet({ qos: 0, messageId: undefined }), true],
    ['QoS 2', packet({ qos: 2 }), false],
    ['another channel', packet({}, 'fm/v1/hq/pump/p-1/event'), false],
    ['a packet id of 0', Buffer.from([0x32, 4, 0, 0, 0, 0]), false],
    ['a topic beyond the packet', Buffer.from([0x32, 4, 0, 200, 0, 1]), false],
    ['nothing', Buffer.from([0x32, 0]), false],
  ])('takes %s: %s', (_name, bytes, taken) => expect(bench().offer(bytes)).toBe(taken))

  it('leaves to Aedes what somebody listens to', () => expect(bench(true).offer(packet())).toBe(false))

  it('writes the PUBACKs of one turn in one piece', async () => {
    const b = bench()
    b.offer(packet({ messageId: 1 }))
    b.offer(packet({ messageId: 258 }))
    b.offer(packet({ qos: 0, messageId: undefined }))
    b.answers.forEach((answer) => answer(null))
    await new Promise(setImmediate)
    expect(b.written).toEqual([Buffer.from([0x40, 2, 0, 1, 0x40, 2, 1, 2])])
  })

  it('writes them at once before what must not overtake them', () => {
    const b = bench()
    b.offer(packet({ messageId: 9 }))
    b.answers[0]?.(null)
    expect(b.written).toEqual([])
    b.acks.flush()
    expect(b.written).toEqual([Buffer.from([0x40, 2, 0, 9])])
  })

  it('ends the connection where the journal fails', () => {
    const b = bench()
    b.stream.on('error', () => {})
    b.offer(packet())
    b.answers[0]?.(new Error('EIO'))
    expect(b.stream.destroyed).toBe(true)
  })

  it('pauses the wire when too many wait for the disk', () => {
    const b = bench()
    for (let i = 0; i < 4000; i++) b.offer(packet())
    expect(b.wire.isPaused()).toBe(true)
    b.answers.slice(0, 2000).forEach((answer) => answer(null))
    expect(b.wire.isPaused()).toBe(false)
  })
})

describe('keep-alive', () => {
  afterEach(() => void vi.useRealTimers())

  it('counts what takes the short way as a sign of life', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const house = await startHouse()
    const device = await house.raw()
    device.send(connectPacket('p-1', { keepalive: 10 }))
    await device.got((packet) => packet.cmd === 'connack')
    await house.untilEntry('presence')
    for (let id = 1; id <= 3; id++) {
      vi.advanceTimersByTime(14_000)
      device.send(publishPacket(telemetry, { seq: id, metrics: { current_a: id } }, { messageId: id }))
      await device.got((packet) => packet.cmd === 'puback' && packet.messageId === id)
    }
    vi.advanceTimersByTime(15_002)
    await device.closed
    await house.stop()
  })
})
