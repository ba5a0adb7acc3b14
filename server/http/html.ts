// Text on its way into HTML.

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A value as text or as the value of a quoted attribute. */
export const escape = (value: unknown): string => String(value).replaceAll(/[&<>"']/g, (sign) => escapes[sign]!)

/** Parts of a page, in which only what is already HTML is left as it is. */
export type Html = { html: string }

/** HTML from a template; every value that is no {@link Html} is escaped, null and false are nothing, lists are joined. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Html => ({
  html: strings.map((part, i) => (i === 0 ? '' : shown(values[i - 1])) + part).join(''),
})

function shown(value: unknown): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(shown).join('')
  return typeof value === 'object' && 'html' in value ? (value as Html).html : escape(value)
}
