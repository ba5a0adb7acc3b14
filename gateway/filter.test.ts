import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFilter, isTopic, isWild, matches } from './filter.ts'

describe('isFilter', () => {
  it.each(['fm/v1/#', '+/a', 'a/+/b', 'a', '#', '+'])('takes %s', (filter) => expect(isFilter(filter)).toBe(true))
  it.each(['a#', 'ab/+e', 'a/#/b', '$SYS/#', '$share/g/a', '', 'a\0b', 'a\ud800', 'a\n', '/'.repeat(10), '#/a'])(
    'refuses %j',
    (filter) => expect(isFilter(filter)).toBe(false),
  )
})

describe('isTopic', () => {
  it.each(['a/+', '#', '$a', 'a\u0000', '\ud83d', 'x'.repeat(513), 'a/'.repeat(10), '\ufffd'])('refuses %j', (topic) =>
    expect(isTopic(topic)).toBe(false),
  )
})

describe('matches', () => {
  const level = fc.stringMatching(/^[a-c]{0,2}$/)
  const pattern = (filter: string) =>
    new RegExp(
      `^${filter
        .split('/')
        .map((part) => (part === '+' ? '[^/]*' : part))
        .join('/')
        .replace(/\/?#$/, '(/.*)?')}$`,
    )
  it('agrees with the specification written as a regular expression', () => {
    const filters = fc.tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
    const topics = fc.array(level, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(filters, topics, ([parts, isOpen], topic) => {
        const filter = [...parts, ...(isOpen ? ['#'] : [])]
        expect(matches(filter, topic)).toBe(pattern(filter.join('/')).test(topic.join('/')))
        expect(isWild(filter.join('/'))).toBe(isOpen || parts.includes('+'))
      }),
    )
  })
  it('never matches $ from a wildcard at the front', () => {
    expect(matches(['#'], ['$SYS', 'x'])).toBe(false)
    expect(matches(['+', 'x'], ['$SYS', 'x'])).toBe(false)
  })
})
