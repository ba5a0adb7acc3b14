// Silence by a hand-turned clock: who is silent, since when, and whose fault it is.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goneSince, isSilent, judgePresence, listen, unjudged, type Listener, type Watched } from './presence.ts'

const second = 1000

/** A small estate under a clock: devices by id with their parent, interval 10 s; the listener hears from 0 on. */
function watch(parents: Record<string, string | null>, interval = 10) {
  const devices = new Map<string, Watched>()
  for (const [id, parent] of Object.entries(parents)) {
    const facts = { id, parent, interval: interval * second, lastSeen: null, offlineAt: null, judged: unjudged }
    devices.set(id, facts)
  }
  let listener: Listener = listen(null, { at: 0, boot: true })
  let now = 0
  const told: string[] = []
  const of = (id: string) => devices.get(id) as Watched
  return {
    of,
    told,
    hear: (...ids: string[]) => ids.forEach((id) => Object.assign(of(id), { lastSeen: now * second, offlineAt: null })),
    leave: (id: string) => (of(id).offlineAt = now * second),
    /** Lets time run to a second, a tick each; whoever `talks` is heard each second. */
    until(to: number, ...talks: string[]) {
      for (now++; now <= to; now++) {
        listener = listen(listener, { at: now * second, boot: false })
        for (const id of talks) Object.assign(of(id), { lastSeen: now * second, offlineAt: null })
        for (const { device, judged } of judgePresence(devices, listener, now * second)) {
          device.judged = judged
          told.push(`${now} ${device.id} ${judged.presence}${judged.because ? ` because ${judged.because}` : ''}`)
        }
      }
      now = to
    },
    /** Nobody listens until then: a restart of our own gateway. */
    sleep(to: number) {
      now = to
    },
  }
}

describe('one device', () => {
  test('is silent once more than twice its interval has passed, not before, and since when it was overdue', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(20)
    expect(estate.told).toEqual(['1 a online'])
    estate.until(60)
    expect(estate.told).toEqual(['1 a online', '21 a silent'])
    expect(estate.of('a').judged).toEqual({ presence: 'silent', since: 20_000, overdue: 20_000, because: null })
    expect(isSilent(estate.of('a').judged)).toBe(true)
  })

  test('is heard again with its next message, since that message', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(40)
    estate.hear('a')
    estate.until(41)
    expect(estate.of('a').judged).toEqual({ presence: 'online', since: 40_000, overdue: null, because: null })
  })

  test('that was never heard is unknown and never silent', () => {
    const estate = watch({ a: null })
    estate.until(600)
    expect(estate.told).toEqual([])
    expect(isSilent(estate.of('a').judged)).toBe(false)
  })

  test('that said goodbye is offline at once, and silent for rules when its message is overdue', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(3)
    estate.leave('a')
    estate.until(5)
    expect(estate.of('a').judged).toMatchObject({ presence: 'offline', since: 3000, overdue: null })
    estate.until(21)
    expect(estate.of('a').judged).toMatchObject({ presence: 'offline', since: 3000, overdue: 20_000 })
    expect(isSilent(estate.of('a').judged)).toBe(true)
    estate.until(22, 'a')
    expect(estate.of('a').judged).toMatchObject({ presence: 'online', since: 22_000, overdue: null })
  })

  test('that comes, speaks and takes its leave is online until its next message is overdue, then silent', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.of('a').offlineAt = goneSince(null, { at: 1000, online: false, cause: 'left' })
    estate.until(20)
    expect(estate.of('a').judged.presence).toBe('online')
    estate.until(21)
    expect(estate.of('a').judged).toMatchObject({ presence: 'silent', since: 20_000 })
  })

  test.each([
    ['connect', true, 7, null],
    ['birth', true, 7, null],
    ['disconnect', false, null, 9],
    ['will', false, null, 9],
    ['left', false, null, null],
    ['left', false, 7, 7],
  ] as const)('of which %s is told (online: %s) was gone since %s and is since %s', (cause, online, before, since) => {
    expect(goneSince(before, { at: 9, online, cause })).toBe(since)
  })

  test('that speaks after its goodbye is not gone, whatever its old connection said', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(3)
    estate.leave('a')
    estate.until(8)
    estate.of('a').lastSeen = 8000
    estate.until(9)
    expect(estate.told).toEqual(['1 a online', '4 a offline', '9 a online'])
  })

  test('of which nothing is expected is never silent', () => {
    const estate = watch({ a: null }, 0)
    estate.hear('a')
    estate.until(600)
    expect(estate.told).toEqual(['1 a online'])
  })
})

describe('our own listener is the root parent', () => {
  test('after a restart nobody is silent until we have listened long enough', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(5)
    estate.sleep(1000)
    estate.until(1021)
    expect(estate.told).toEqual(['1 a online'])
    estate.until(1022)
    expect(estate.told.at(-1)).toBe('1022 a silent')
  })

  test('a device that was silent before stays silent, a restart does not clear it', () => {
    const estate = watch({ a: null })
    estate.hear('a')
    estate.until(30)
    estate.sleep(1000)
    estate.until(1030)
    expect(estate.told).toEqual(['1 a online', '21 a silent'])
  })

  test('a start, a gap of more than 5 s and a clock set back begin the listening anew', () => {
    const listener = { since: 1000, last: 10_000 }
    expect(listen(listener, { at: 15_000, boot: false })).toEqual({ since: 1000, last: 15_000 })
    expect(listen(listener, { at: 15_001, boot: false })).toEqual({ since: 15_001, last: 15_001 })
    expect(listen(listener, { at: 11_000, boot: true })).toEqual({ since: 11_000, last: 11_000 })
    expect(listen(listener, { at: 2000, boot: false })).toEqual({ since: 2000, last: 2000 })
  })
})

describe('a parent', () => {
  test('that speaks after the child’s deadline proves that the child is silent on its own', () => {
    const estate = watch({ gateway: null, a: 'gateway', b: 'gateway' })
    estate.hear('a', 'b')
    estate.until(60, 'gateway', 'b')
    expect(estate.told.slice(3)).toHaveLength(1)
    expect(estate.of('a').judged).toMatchObject({ presence: 'silent', because: null })
    expect(isSilent(estate.of('a').judged)).toBe(true)
  })

  test('that falls silent itself explains its children, which raise nothing', () => {
    const estate = watch({ gateway: null, a: 'gateway', b: 'gateway' })
    estate.until(10, 'gateway', 'a', 'b')
    estate.until(60)
    expect(estate.of('gateway').judged).toMatchObject({ presence: 'silent', because: null })
    for (const child of ['a', 'b']) {
      expect(estate.of(child).judged).toMatchObject({ presence: 'silent', because: 'gateway' })
      expect(isSilent(estate.of(child).judged)).toBe(false)
    }
  })

  test('that is slower than its child is waited for, until it speaks or is overdue', () => {
    const estate = watch({ gateway: null, a: 'gateway' })
    estate.of('gateway').interval = 60 * second
    estate.hear('gateway', 'a')
    estate.until(119)
    expect(estate.told).toEqual(['1 gateway online', '1 a online'])
    estate.until(121)
    expect(estate.told.slice(2)).toEqual(['121 gateway silent', '121 a silent because gateway'])
  })

  test('that comes back gives its children time, then they answer for themselves', () => {
    const estate = watch({ gateway: null, a: 'gateway', b: 'gateway' })
    estate.until(10, 'gateway', 'a', 'b')
    estate.until(100)
    estate.until(101, 'gateway')
    estate.until(110, 'gateway', 'b')
    expect(estate.of('b').judged.presence).toBe('online')
    expect(estate.of('a').judged).toMatchObject({ presence: 'silent', because: 'gateway', since: 30_000 })
    estate.until(121, 'gateway', 'b')
    expect(isSilent(estate.of('a').judged)).toBe(false)
    estate.until(122, 'gateway', 'b')
    expect(isSilent(estate.of('a').judged)).toBe(true)
  })

  test('that is gone explains as well, and a grandparent explains them all', () => {
    const estate = watch({ core: null, gateway: 'core', a: 'gateway' })
    estate.until(10, 'core', 'gateway', 'a')
    estate.leave('core')
    estate.until(60)
    expect(estate.of('gateway').judged).toMatchObject({ presence: 'silent', because: 'core' })
    expect(estate.of('a').judged).toMatchObject({ presence: 'silent', because: 'core' })
  })

  test('that never spoke explains nothing', () => {
    const estate = watch({ gateway: null, a: 'gateway' })
    estate.hear('a')
    estate.until(60)
    expect(isSilent(estate.of('a').judged)).toBe(true)
  })

  test('does not take back what a child had raised before', () => {
    const estate = watch({ gateway: null, a: 'gateway' })
    estate.hear('a')
    estate.until(60, 'gateway')
    estate.until(200)
    expect(estate.of('gateway').judged.presence).toBe('silent')
    expect(isSilent(estate.of('a').judged)).toBe(true)
  })

  test('of itself, or a circle of parents, ends all the same', () => {
    const estate = watch({ a: 'b', b: 'a', c: 'c' })
    estate.hear('a', 'b', 'c')
    expect(() => estate.until(60)).not.toThrow()
    expect(['a', 'b', 'c'].map((id) => estate.of(id).judged.presence)).toEqual(['silent', 'silent', 'silent'])
  })
})

test('one dead gateway is one silent thing, whatever else is heard when', () => {
  const messages = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('a', 'b', 'c')))
  fc.assert(
    fc.property(messages, (messages) => {
      const estate = watch({ gateway: null, a: 'gateway', b: 'gateway', c: 'gateway' })
      for (let now = 1; now <= 60; now++) {
        estate.until(now, 'gateway', ...messages.filter(([at]) => at === now).map(([, id]) => id))
      }
      const before = ['a', 'b', 'c'].filter((id) => isSilent(estate.of(id).judged))
      estate.until(200)
      expect(['gateway', 'a', 'b', 'c'].filter((id) => isSilent(estate.of(id).judged))).toEqual(['gateway', ...before])
    }),
    { numRuns: 60 },
  )
})

test('when a gateway dies, each of its thousands of devices is told once', () => {
  const parents = Object.fromEntries([...Array(10_000).keys()].map((n) => [`d-${n}`, n < 10 ? null : `d-${n % 10}`]))
  const estate = watch(parents)
  estate.hear(...Object.keys(parents))
  estate.until(1)
  const devices = new Map(Object.keys(parents).map((id) => [id, estate.of(id)]))
  expect(judgePresence(devices, { since: 0, last: 30_000 }, 30_000)).toHaveLength(10_000)
})
