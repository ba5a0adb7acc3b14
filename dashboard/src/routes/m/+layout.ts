// The words of the pages, before one is shown.
import { locale } from '#lib/locale.svelte.ts'

export const load = () => locale.need('pages')
