// Which sites somebody may see, as a form holds it: every one, or those that are ticked. Pure.
export type ScopeDraft = { scope: 'all' | 'some'; sites: string[] }

/** `null` is every site. */
export const scopeDraft = (sites: readonly string[] | null): ScopeDraft => ({
  scope: sites === null ? 'all' : 'some',
  sites: [...(sites ?? [])],
})
export const sitesOf = ({ scope, sites }: ScopeDraft): string[] | null => (scope === 'all' ? null : [...sites])
/** Some sites are at least one. */
export const owesSites = ({ scope, sites }: ScopeDraft): boolean => scope === 'some' && sites.length === 0
