// Brings the words to the screens at build: one language, made ready, and in two areas, so that a screen loads what it
// shows. Nothing is written here: the words stay in core/texts.
import type { Plugin } from 'vite'
import type { Locale } from '../core/contracts/scalars.ts'
import { ready } from '../core/texts/ready.ts'
import { texts } from '../core/texts/texts.ts'
import { firstSources, namedIn } from './named.ts'

const asked = /^\0?\$words\/(zh-CN|en)\/(every|pages)$/

function wordsOf(locale: Locale, area: string): string {
  const isOfEvery = namedIn(firstSources().values())
  const wanted = Object.entries(texts).filter(([key]) => isOfEvery(key) === (area === 'every'))
  return JSON.stringify(Object.fromEntries(wanted.map(([key, both]) => [key, ready(both[locale], locale)])))
}

/** Answers `$words/<language>/<area>`, and puts src/lib/texts.ts in the place of core/texts/texts.ts. */
export const words: Plugin = {
  name: 'words',
  enforce: 'pre',
  resolveId: (id) => (asked.test(id) ? `\0${id}` : null),
  load(id) {
    if (id.endsWith('/core/texts/texts.ts')) return `export { isTextKey, text } from '#lib/texts.ts'`
    const [, locale, area] = asked.exec(id) ?? []
    return locale && area ? `export const words = JSON.parse(${JSON.stringify(wordsOf(locale as Locale, area))})` : null
  },
}
