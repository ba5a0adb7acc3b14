// No provider ever counts more than it allows, however long messages are on their way; and every notice of a burst is
// named in exactly one letter that fits.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewNotice, Notice } from '../../core/contracts/notice.ts'
import { noticeId } from '../store/notice.ts'
import { nextLetter } from './fold.ts'
import { createLimiter } from './limit.ts'

describe('the limiter', () => {
  test('whatever the delays on the way, no window of the provider holds too many', () => {
    const wish = fc.record({ wait: fc.nat(6000), there: fc.nat(3000), back: fc.nat(3000), urgent: fc.boolean() })
    const limits = [
      { count: 3, ms: 10_000 },
      { count: 2, ms: 1000 },
    ]
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 120 }), (wishes) => {
        const limiter = createLimiter(limits)
        const arrivals: number[] = []
        const returns: { at: number; release: (at: number) => void }[] = []
        let now = 0
        for (const { wait, there, back, urgent } of wishes) {
          now += wait
          for (const due of returns.splice(0).sort((one, other) => one.at - other.at))
            if (due.at <= now) due.release(due.at)
            else returns.push(due)
          if (limiter.free(urgent, now) < 1) continue
          arrivals.push(now + there)
          returns.push({ at: now + there + back, release: limiter.take() })
        }
        for (const { count, ms } of limits)
          for (const end of arrivals)
            expect(arrivals.filter((at) => at > end - ms && at <= end).length).toBeLessThanOrEqual(count)
      }),
      { numRuns: 500 },
    )
  })

  test('what is not urgent leaves half of it to what is', () => {
    const limiter = createLimiter([{ count: 20, ms: 60_000 }])
    for (let n = 0; n < 10; n++) limiter.take()(0)
    expect([limiter.free(false, 1), limiter.free(true, 1)]).toEqual([0, 10])
  })

  test('what left before a restart counts', () => {
    const limiter = createLimiter([{ count: 2, ms: 60_000 }])
    limiter.note(0)
    expect([limiter.free(true, 59_000), limiter.free(true, 61_000)]).toEqual([1, 2])
  })
})

const at = '2026-11-23T06:00:00.000Z'
const notice = (n: number, more: Partial<NewNotice & Notice> = {}): Notice => ({
  ...{ key: `k${n}`, id: noticeId(`k${n}`), site: 'hq', channel: 'c', to: null, priority: 2, about: null },
  ...{
    locale: 'zh-CN',
    title: `题 ${n}`,
    text: `B1 生活泵 ${n}#，电流 18.6 A，自 14:02 起`,
    link: '/',
    state: 'waiting',
  },
  ...{ attempts: 0, nextAt: at, createdAt: at, sentAt: null, answer: null, fault: null, digest: null },
  ...more,
})
const room = { free: 4, most: 32, mostBytes: 2000, base: 'https://wk.example' }

describe('the next letter', () => {
  test('goes alone while there is room for its like', () => {
    const due = [notice(1), notice(2)]
    expect(nextLetter(due, room, at)).toEqual({ notice: due[0], folds: [] })
  })

  test('none leaves without room', () => {
    expect(nextLetter([notice(1)], { ...room, free: 0 }, at)).toBeNull()
    expect(nextLetter([], room, at)).toBeNull()
  })

  test('a digest names each of its notices, counts them in the language of the reader, and leads to the list', () => {
    const due = Array.from({ length: 12 }, (_, n) => notice(n, { locale: 'en', priority: n === 0 ? 1 : 3 }))
    const letter = nextLetter(due, room, at)!
    expect(letter.folds).toEqual(due)
    expect(letter.notice).toMatchObject({ title: 'Watchkeeper: 12 notices in one', priority: 1, about: null })
    expect(letter.notice.link).toBe('https://wk.example/incidents')
    expect(letter.notice.text.split('\n')[0]).toMatch(/^■ 题 0 · B1/)
    expect(letter.notice.text.split('\n')).toHaveLength(12)
  })

  test('what was tried, is for somebody else, or is a digest itself is not folded', () => {
    const mine = [notice(1), notice(2)]
    const others = [
      notice(3, { attempts: 1 }),
      notice(4, { to: 'li' }),
      notice(5, { key: 'digest:x' }),
      notice(6, { locale: 'en' }),
    ]
    expect(nextLetter([...mine, ...others], { ...room, free: 1 }, at)!.folds).toEqual(mine)
    expect(nextLetter([others[0]!, ...mine], { ...room, free: 1 }, at)).toEqual({ notice: others[0], folds: [] })
  })

  test('a burst leaves in letters that fit, each notice in one', () => {
    const title = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(fc.array(title, { minLength: 3, maxLength: 150 }), (titles) => {
        let due = titles.map((words, n) => notice(n, { title: `${n} ${words}` }))
        const left = new Set<string>()
        while (due.length > 0) {
          const letter = nextLetter(due, { ...room, free: 1 }, at)!
          const gone = letter.folds.length > 0 ? letter.folds : [letter.notice]
          for (const { key } of gone) {
            expect(left.has(key)).toBe(false)
            left.add(key)
          }
          if (letter.folds.length > 0) expect(Buffer.byteLength(letter.notice.text)).toBeLessThanOrEqual(1600)
          due = due.filter(({ key }) => !left.has(key))
        }
        expect(left.size).toBe(titles.length)
      }),
      { numRuns: 50 },
    )
  })

  test('the same notices make the same digest, so that a repeat can be known', () => {
    const due = [notice(1), notice(2), notice(3)]
    const tight = { ...room, free: 1 }
    expect(nextLetter(due, tight, at)!.notice.key).toBe(nextLetter(due, tight, at)!.notice.key)
    expect(nextLetter(due.slice(1), tight, at)!.notice.key).not.toBe(nextLetter(due, tight, at)!.notice.key)
  })
})
