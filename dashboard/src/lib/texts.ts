// The words on this screen: what core/texts/texts.ts is to the server. Only what a page needs is loaded, in the shown
// language, before the page is shown; the build puts this file in the place of that one.
import type { Locale } from '#core/contracts/scalars.ts'
import { say, type Message, type TextParams } from '#core/texts/message.ts'
import type { TextKey } from '#core/texts/texts.ts'

/** `every`: what the frame, the sign-in and the wall say. `pages`: all the other words. */
export type Area = 'every' | 'pages'

const shelves = {
  'zh-CN': { every: () => import('$words/zh-CN/every'), pages: () => import('$words/zh-CN/pages') },
  en: { every: () => import('$words/en/every'), pages: () => import('$words/en/pages') },
} as const
const known: Record<Locale, Map<string, Message>> = { 'zh-CN': new Map(), en: new Map() }

/** Loads areas in a language; what was loaded is not asked for again. Rejects when they cannot be had. */
export async function learn(locale: Locale, areas: readonly Area[]): Promise<void> {
  const books = await Promise.all(areas.map((area) => shelves[locale][area]()))
  for (const { words } of books) for (const [key, message] of Object.entries(words)) known[locale].set(key, message)
}

/**
 * Whether a word that came from outside (a health part, a ticket entry) has a text.
 * @public asked for by the name of the file whose place this one takes
 */
export const isTextKey = (key: string): key is TextKey => known['zh-CN'].has(key) || known.en.has(key)

/** The words of a key in a language that was learned; a dash, and a line in the console, when they were not. */
export function text(locale: Locale, key: TextKey, params: TextParams = {}): string {
  const message = known[locale].get(key)
  if (message === undefined) console.error(`no words for ${key}`)
  return say(message ?? '–', locale, params)
}
