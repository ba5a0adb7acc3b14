// ICU → a message that is ready to be said. Done once a message by the server, and for screens when they are built.
import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../contracts/scalars.ts'
import type { Cases, Message, Part } from './message.ts'

type Element =
  | { type: 0 | 1; value: string }
  | { type: 2; value: string; style?: unknown }
  | { type: 6; value: string; offset: number; pluralType?: string; options: Record<string, { value: Element[] }> }
  | { type: 7 }
/** The parser's names of what a message is made of. */
const is = { literal: 0, argument: 1, number: 2, plural: 6, pound: 7 } as const

/**
 * Makes an ICU message ready. It may hold arguments, `number` without style and `plural` without offset; throws on anything else, which
 * the tests rule out.
 */
export function ready(source: string, locale: Locale): Message {
  if (!source.includes('{')) return source
  return (new IntlMessageFormat(source, locale).getAst() as Element[]).map(partOf)
}

function partOf(element: Element): Part {
  switch (element.type) {
    case is.literal:
      return element.value
    case is.argument:
      return [element.value]
    case is.pound:
      return 0
    case is.number:
      if (!element.style) return [element.value, { other: [0] }]
      break
    case is.plural:
      if (element.offset === 0 && element.pluralType === 'cardinal') return [element.value, casesOf(element.options)]
  }
  throw new Error(`no word of a screen may hold ${JSON.stringify(element)}`)
}

const casesOf = (options: Record<string, { value: Element[] }>): Cases =>
  Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value.map(partOf)]))
