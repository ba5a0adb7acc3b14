// A single-page application: the server hands out one page, everything else happens in the browser.
import { locale } from '#lib/locale.svelte.ts'

export const ssr = false
export const prerender = false

/** No page is shown before its words are here. */
export const load = () => locale.need('every')
