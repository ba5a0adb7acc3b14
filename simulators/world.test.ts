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
})
