import { describe, expect, it } from 'vitest'
import { demoEstate } from './estate.ts'
import { createWorld, type Message } from './world.ts'

const begin = Date.parse('2026-11-23T06:00:00Z')
const only = (...ids: string[]) => ({ ...demoEstate, devices: demoEstate.devices.filter(({ id }) => ids.includes(id)) })
const figure = (message: Message, name: string) =>
  (message.payload as { metrics: Record<string, unknown> }).metrics[name] as number

describe('the world', () => {
  it('lives one life from one seed, another from another', () => {
    const life = (seed: number) => {
      const world = createWorld({ estate: demoEstate, seed, at: begin })
      return JSON.stringify(Array.from({ length: 120 }, (_, i) => world.advance(begin + (i + 1) * 1000)))
    }
    expect(life(1)).toBe(life(1))
    expect(life(1)).not.toBe(life(2))
  })

  it('stamps the clock’s time at any speed, while machines live faster', () => {
    const burnt = (speed: number) => {
      const world = createWorld({ estate: only('light-garage-b1'), seed: 1, at: begin })
      const messages = Array.from({ length: 120 }, (_, i) => world.advance(begin + (i + 1) * 1000, speed)).flat()
      expect(messages.every(({ at, payload }) => (payload as { ts: number }).ts === at)).toBe(true)
      return {
        count: messages.length,
        hours: figure(messages.at(-1)!, 'runtime_h') - figure(messages[0]!, 'runtime_h'),
      }
    }
    const [slow, fast] = [burnt(1), burnt(60)]
    expect(fast.count).toBe(slow.count)
    expect(fast.hours).toBeGreaterThan(1)
    expect(slow.hours).toBeLessThan(0.1)
  })

  it.each([1, 10, 60])('says at speed %i that the door of a room opens whenever its guard taps inside', (speed) => {
    const world = createWorld({ estate: only('reader-1', 'door-pumproom', 'door-powerroom'), seed: 1, at: begin })
    const messages = Array.from({ length: 3600 }, (_, i) => world.advance(begin + (i + 1) * 1000, speed)).flat()
    const opened = (door: string, at: number) =>
      messages.some(
        (message) =>
          message.device === door &&
          message.at === at &&
          (message.payload as { metrics?: { open?: boolean } }).metrics?.open,
      )
    const tags = new Map(demoEstate.checkpoints.map(({ tag, sensor }) => [tag.uid, sensor?.device]))
    const taps = messages.flatMap(({ channel, at, payload }) => {
      const door = channel === 'tap' ? tags.get((payload as { tag: string }).tag) : undefined
      return door === undefined ? [] : [{ door, at }]
    })
    expect(taps.length).toBeGreaterThanOrEqual(4)
    for (const { door, at } of taps) expect([door, opened(door, at)]).toEqual([door, true])
  })

  it('skips what it slept through: a pause of hours is no burst, and the hour is right afterwards', () => {
    const world = createWorld({ estate: only('light-garden', 'power-b2'), seed: 1, at: begin })
    world.advance(begin + 1000)
    const evening = begin + 8 * 3_600_000
    const messages = Array.from({ length: 60 }, (_, i) => world.advance(evening + i * 1000)).flat()
    expect(messages.length).toBeLessThan(15)
    const lamp = messages.findLast(({ device }) => device === 'light-garden')!
    expect(figure(lamp, 'on')).toBe(true)
  })

  it('says nothing while time stands still, and goes on from a clock that was set back', () => {
    const world = createWorld({ estate: demoEstate, seed: 1, at: begin })
    expect(world.advance(begin)).toEqual([])
    const earlier = begin - 7_200_000
    expect(world.advance(earlier)).toEqual([])
    const messages = Array.from({ length: 40 }, (_, i) => world.advance(earlier + (i + 1) * 1000)).flat()
    expect(new Set(messages.map(({ device }) => device)).size).toBe(demoEstate.devices.length)
  })

  it('refuses to do anything to a device that is not there', () => {
    const world = createWorld({ estate: only('sump-4'), seed: 1, at: begin })
    expect(() => world.apply({ device: 'sump-99', fault: 'inflow' })).toThrow('no such device: sump-99')
  })

  describe('told something', () => {
    const light = 'light-garage-b1'
    const command = (id: string, on: boolean, expiresAt = begin + 30_000) => ({
      ...{ id, name: 'switch', args: { on }, expiresAt },
    })
    const open = () => {
      const world = createWorld({ estate: only(light), seed: 1, at: begin })
      world.advance(begin + 1000)
      return world
    }
    const power = (messages: Message[]) =>
      figure(
        messages.find(({ channel }) => channel === 'telemetry')!,
        'power_kw',
      )

    it('answers under the id of the command and does it in the same breath', () => {
      const world = open()
      const answer = world.tell(light, command('c-1', false), begin + 1000)!
      expect(answer).toMatchObject({ channel: 'ack', payload: { id: 'c-1', ok: true, data: { on: false } } })
      expect(answer.topic).toMatch(new RegExp(`/${light}/ack$`))
      expect(power(world.advance(begin + 2000))).toBe(0)
    })

    it('does nothing twice and nothing too late, and says so', () => {
      const world = open()
      world.tell(light, command('c-1', false), begin + 1000)
      world.tell(light, command('c-2', true), begin + 1000)
      expect(world.tell(light, command('c-1', false), begin + 1500)?.payload).toMatchObject({ ok: true })
      expect(power(world.advance(begin + 2000))).toBeGreaterThan(0)
      expect(world.tell(light, command('c-3', false, begin + 2000), begin + 2000)?.payload).toEqual({
        ...{ id: 'c-3', ok: false, data: { why: 'expired' } },
      })
      expect(power(world.advance(begin + 40_000))).toBeGreaterThan(0)
    })

    it('hears nothing while its cable is cut, and nothing that is for somebody else', () => {
      const world = open()
      expect(world.tell('another', command('c-1', false), begin + 1000)).toBeNull()
      world.apply({ device: light, mute: true })
      expect(world.tell(light, command('c-2', false), begin + 1000)).toBeNull()
    })
  })
})
