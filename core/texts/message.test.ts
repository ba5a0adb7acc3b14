// What a screen says is what ICU says: every word of the product, in both languages, with values as they come.
import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { say } from './message.ts'
import { ready } from './ready.ts'
import { texts } from './texts.ts'

const locales = ['zh-CN', 'en'] as const
const argumentsOf = (source: string): string[] =>
  [...source.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1] ?? '')

describe.each(locales)('in %s', (locale) => {
  const withArguments = Object.entries(texts).filter(([, words]) => words[locale].includes('{'))

  test.each(withArguments)('%s reads as ICU has it', (_key, words) => {
    const source = words[locale]
    const icu = new IntlMessageFormat(source, locale)
    const message = ready(source, locale)
    const names = argumentsOf(source)
    const value = fc.oneof(fc.constantFrom(0, 1, 2, 1234, 0.5, -3), fc.string())
    const counted = fc.constantFrom(0, 1, 2, 3, 11, 21, 1000, 1_234_567)
    const drawn = fc.record(
      Object.fromEntries(
        names.map((name) => [
          name,
          new RegExp(`\\{\\s*${name}\\s*,\\s*(?:plural|number)`).test(source) ? counted : value,
        ]),
      ),
    )
    fc.assert(
      fc.property(drawn, (params) => say(message, locale, params) === String(icu.format(params))),
      { numRuns: 20 },
    )
  })
})

test('what is missing shows as a dash, in a count as well', () => {
  expect(say(ready('{name}：{n} 项', 'zh-CN'), 'zh-CN', { name: null })).toBe('–：– 项')
  expect(say(ready('{n, plural, one {# step} other {# steps}}', 'en'), 'en', {})).toBe('– steps')
})

test('a number that is named has words of its own; the others are counted as the language writes them', () => {
  const message = ready('{n, plural, =0 {none} one {# step of {of}} other {# steps of {of}}}', 'en')
  expect([0, 1, 1200].map((n) => say(message, 'en', { n, of: 'it' }))).toEqual([
    'none',
    '1 step of it',
    '1,200 steps of it',
  ])
})

test('a message may hold nothing that a screen cannot say', () => {
  expect(() => ready('{share, number, percent}', 'en')).toThrow('no word of a screen')
  expect(() => ready('{sex, select, male {he} other {they}}', 'en')).toThrow('no word of a screen')
  expect(() => ready('{n, plural, offset:1 one {#} other {#}}', 'en')).toThrow('no word of a screen')
})
