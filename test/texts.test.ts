// Both languages hold the same: keys, arguments, sense. And the words of the duty room are law.
import { readdirSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { isTextKey, text, texts, type TextKey } from '../core/texts/texts.ts'
import type { Texts } from '../core/texts/words.ts'

type Element = { type: number; value?: unknown; options?: Record<string, { value: Element[] }>; children?: Element[] }
const [literal, pound] = [0, 7]

/** Every argument that a message takes, found by the formatter's own parser. */
function argumentsIn(elements: Element[]): string[] {
  return elements.flatMap((element) => {
    const inner = Object.values(element.options ?? {}).flatMap((option) => argumentsIn(option.value))
    const own = element.type === literal || element.type === pound ? [] : [String(element.value)]
    return [...own, ...inner, ...argumentsIn(element.children ?? [])]
  })
}
const argumentsOf = (source: string, locale: string) => [
  ...new Set(argumentsIn(new IntlMessageFormat(source, locale).getAst())),
]

const entries = Object.entries(texts) as [TextKey, (typeof texts)[TextKey]][]

const folder = new URL('../core/texts/', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
  .map((file) => file.slice(0, -3))
const dictionaries = await Promise.all(
  names.map(async (file) => {
    const { href } = new URL(`${file}.ts`, folder)
    return { file, module: (await import(/* @vite-ignore */ href)) as Record<string, unknown> }
  }),
)
const words = dictionaries.flatMap(({ file, module }) =>
  Object.entries(module)
    .filter(([name]) => name.endsWith('Texts'))
    .map(([, dictionary]) => ({ file, dictionary: dictionary as Texts })),
)

describe('every text', () => {
  test.each(['zh-CN', 'en'] as const)('in %s is there and is a message', (locale) => {
    for (const [key, words] of entries) {
      expect(words[locale].trim(), key).not.toBe('')
      expect(() => argumentsOf(words[locale], locale), key).not.toThrow()
    }
  })

  test('takes the same arguments in both languages', () => {
    for (const [key, words] of entries) {
      expect(argumentsOf(words.en, 'en').sort(), key).toEqual(argumentsOf(words['zh-CN'], 'zh-CN').sort())
    }
  })

  test('in English has no Chinese in it, not even a full stop', () => {
    // A language is named in its own words, whatever the rest is in.
    const others = entries.filter(([key]) => !key.startsWith('user.language.') && key !== 'reporter.other')
    for (const [key, words] of others) expect(words.en, key).not.toMatch(/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u)
  })

  test('of every file is merged, and a key that stands in two files says the same in both', () => {
    expect(words.length).toBeGreaterThan(8)
    for (const { file, dictionary } of words) {
      for (const [key, words] of Object.entries(dictionary)) {
        expect(texts[key as TextKey], `${file} ${key}`).toEqual(words)
      }
    }
  })

  test('keeps to the words of the duty room', () => {
    for (const [key, words] of entries) {
      expect(words['zh-CN'], key).not.toMatch(/告警|首发|漏检|复核/)
      // These are what a panel does to itself; whatever we do has another name
      if (/屏蔽|消音|复位/.test(words['zh-CN'])) expect(key).toMatch(/^(point|fire|panel|kind|refusal\.panel_command$)/)
    }
  })
})

describe('text', () => {
  test('fills in, counts, and leaves names of numbers alone', () => {
    expect(text('zh-CN', 'ticket.number', { number: 12180 })).toBe('工单 #12180')
    expect(text('en', 'incident.trips', { n: 1 })).toBe('tripped once')
    expect(text('en', 'incident.trips', { n: 7 })).toBe('tripped 7 times')
  })

  test('shows a dash where an argument is missing', () => {
    expect(text('en', 'refusal.id_taken')).toBe('The id – is taken. Choose another one.')
    expect(text('zh-CN', 'incident.entry.assigned', { by: '王磊', user: null })).toBe('王磊 指派给 –')
  })

  test('takes what was handed in as words, never as a message', () => {
    expect(text('en', 'refusal.id_taken', { id: '{by, plural}' })).toBe(
      'The id {by, plural} is taken. Choose another one.',
    )
  })

  test('knows its keys, and nothing that an object has by birth', () => {
    expect(isTextKey('priority.1')).toBe(true)
    for (const key of ['priority.5', '__proto__', 'constructor', 'toString']) expect(isTextKey(key)).toBe(false)
  })
})
