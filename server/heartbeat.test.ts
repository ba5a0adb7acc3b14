// The sign of life: once a minute, never while alarms are not judged, and its fault is known without its key.
import { expect, test } from 'vitest'
import { createHeartbeat } from './heartbeat.ts'
import { handClock } from './testing/clock.ts'

const url = 'https://watch.example.test/ping/secret-key'

test('goes out at once and every minute, and stops', async () => {
  const clock = handClock(0)
  const asked: string[] = []
  const ask = (to: string) => Promise.resolve({ ok: asked.push(to) > 0, status: 200 })
  const beat = createHeartbeat({ url, clock, alive: () => true, ask })
  await beat.start()
  clock.advance(180_000)
  expect(asked).toEqual([url, url, url, url])
  expect(beat.status()).toMatchObject({ to: 'watch.example.test', ok: true, answer: '200' })
  beat.stop()
  clock.advance(180_000)
  expect(asked).toHaveLength(4)
})

test('is silent while alarms are not judged', async () => {
  let asked = 0
  const ask = () => Promise.resolve({ ok: (asked += 1) > 0, status: 200 })
  await createHeartbeat({ url, clock: handClock(0), alive: () => false, ask }).start()
  expect(asked).toBe(0)
})

test.each([
  ['an answer that is none', () => Promise.resolve({ ok: false, status: 503 }), '503'],
  ['no answer', () => Promise.reject(new TypeError('no route to secret-key')), 'TypeError'],
])('%s is a fault, and the key stays out of it', async (_words, ask, answer) => {
  const beat = createHeartbeat({ url, clock: handClock(5), alive: () => true, ask })
  await beat.start()
  expect(beat.status()).toEqual({ to: 'watch.example.test', at: 5, ok: false, answer })
})

test('nobody outside: nothing is sent, nothing is wrong', async () => {
  const ask = () => Promise.reject(new Error('must not be asked'))
  const beat = createHeartbeat({ url: null, clock: handClock(0), alive: () => true, ask })
  await beat.start()
  expect(beat.status()).toEqual({ to: null, at: null, ok: true, answer: '' })
})
