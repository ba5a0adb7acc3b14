// Where the page is of what a notice is about. Pure but for the router's addresses.
import { resolve } from '$app/paths'
import type { Notice } from '#core/contracts/notice.ts'
import { incidentHref } from '#lib/links.ts'

/** The address of the page; null when the notice is about nothing that has one. */
export function aboutHref(about: Notice['about']): string | null {
  if (about === null) return null
  const { type, id } = about
  if (type === 'incident') return incidentHref(id)
  if (type === 'ticket') return resolve('/(console)/tickets/[id]', { id })
  return type === 'finding' ? resolve('/(console)/findings/[id]', { id }) : null
}
