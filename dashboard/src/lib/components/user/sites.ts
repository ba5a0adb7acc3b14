// The sites that somebody may see, in words.
import { estate } from '#lib/estate.svelte.ts'
import { locale, t } from '#lib/locale.svelte.ts'

/** Names of the sites; `null` is every one. */
export function siteWords(sites: readonly string[] | null): string {
  if (sites === null) return t('user.sites.all')
  return sites.map((id) => estate.sites.get(id)?.name[locale.current] ?? id).join(' · ') || t('common.none')
}
