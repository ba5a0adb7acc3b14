import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOutbox } from './outbox.ts'
import type { Message } from './world.ts'

const message = (device: string, serial: number, channel: Message['channel'] = 'telemetry'): Message => ({
  at: serial,
  device,
  channel,
  topic: '',
  payload: { serial },
  retain: false,
})
const serial = (sent: Message) => (sent.payload as { serial: number }).serial

describe('the outbox', () => {
  it('loses nothing and keeps each device in order, whatever fails and in whatever order answers come', () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({ move: fc.constant('push' as const), device: fc.constantFrom('a', 'b', 'c') }),
        fc.record({ move: fc.constant('take' as const) }),
        fc.record({ move: fc.constantFrom('done' as const, 'failed' as const), which: fc.nat(5) }),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(moves, (list) => {
        const outbox = createOutbox(1000)
        const acknowledged: Message[] = []
        const underWay: Message[] = []
        let pushed = 0
        const take = () => {
          const next = outbox.take()
          if (next) underWay.push(next)
          return next !== null
        }
        const done = (index: number) => {
          const [answered] = underWay.splice(index, 1)
          outbox.done(answered!)
          acknowledged.push(answered!)
        }
        for (const step of list) {
          if (step.move === 'push') outbox.push(message(step.device, pushed++))
          else if (step.move === 'take') take()
          else if (underWay.length > 0) {
            const index = step.which % underWay.length
            if (step.move === 'done') done(index)
            else outbox.failed(underWay.splice(index, 1)[0]!)
          }
        }
        while (take() || underWay.length > 0) if (underWay.length > 0) done(0)
        expect(acknowledged).toHaveLength(pushed)
        expect(outbox.size()).toBe(0)
        for (const device of ['a', 'b', 'c']) {
          const serials = acknowledged.filter((sent) => sent.device === device).map(serial)
          expect(serials).toEqual([...serials].sort((x, y) => x - y))
        }
      }),
    )
  })

  it('gives up the oldest telemetry when it is full, and never an event while there is telemetry', () => {
    const outbox = createOutbox(3)
    outbox.push(message('a', 1, 'event'))
    for (const n of [2, 3, 4, 5]) outbox.push(message('a', n))
    expect(outbox.size()).toBe(3)
    expect(outbox.dropped()).toBe(2)
    const left: number[] = []
    for (let next = outbox.take(); next; next = outbox.take()) {
      left.push(serial(next))
      outbox.done(next)
    }
    expect(left).toEqual([1, 4, 5])
  })
})
