// A message made ready to be said: what a screen loads instead of ICU and its parser. It is plain data, so that the build
// can write it down.
import type { Locale } from '../contracts/scalars.ts'

export type TextParams = Readonly<Record<string, string | number | null | undefined>>

/**
 * Words as they are; an argument by its name; or a choice by a number, with the words for `=0`, `one`, `other` … in which
 * `0` stands for the number itself as the language writes it.
 */
export type Part = string | 0 | readonly [name: string] | readonly [name: string, cases: Cases]
export type Cases = Readonly<Record<string, readonly Part[]>>
/** A message without arguments is its words. */
export type Message = string | readonly Part[]

const missing = '–'
const rules = new Map<Locale, Intl.PluralRules>()
const numbers = new Map<Locale, Intl.NumberFormat>()

function kept<T>(known: Map<Locale, T>, locale: Locale, make: () => T): T {
  const value = known.get(locale) ?? make()
  known.set(locale, value)
  return value
}
const ruleOf = (locale: Locale, n: number): string => kept(rules, locale, () => new Intl.PluralRules(locale)).select(n)
const written = (locale: Locale, n: number): string =>
  kept(numbers, locale, () => new Intl.NumberFormat(locale)).format(n)

/** Says a message. An argument that is missing or null shows as a dash: a screen with a gap is better than none. */
export const say = (message: Message, locale: Locale, params: TextParams): string =>
  typeof message === 'string' ? message : sayParts(message, locale, params, null)

function sayParts(parts: readonly Part[], locale: Locale, params: TextParams, counted: number | null): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if (part === 0) return counted === null ? missing : written(locale, counted)
      const value = params[part[0]] ?? missing
      return part.length === 1 ? String(value) : sayCase(part[1], value, locale, params)
    })
    .join('')
}

function sayCase(cases: Cases, value: string | number, locale: Locale, params: TextParams): string {
  const n = Number(value)
  if (Number.isNaN(n)) return sayParts(cases['other'] ?? [], locale, params, null)
  return sayParts(cases[`=${n}`] ?? cases[ruleOf(locale, n)] ?? cases['other'] ?? [], locale, params, n)
}
