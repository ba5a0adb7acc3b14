// Whether a step of the checklist may be answered, by the very rules of the server. Pure.
import { isRefusal } from '#core/contracts/refusal.ts'
import type { CheckAnswer, CheckItem } from '#core/contracts/policy.ts'
import type { TicketCheck } from '#core/contracts/ticket.ts'
import { checksRefused } from '#core/domain/ticket-check.ts'

/** `missing`: a number or photo is owed. `outside`: it can stand only as not good. `whole`: either answer may be given. */
type Standing = 'missing' | 'outside' | 'whole'

export function standing(item: CheckItem, value: number | null, photos: number): Standing {
  const said = { ...(value !== null && { value }), photos: Array.from({ length: photos }, (_, i) => `photo-${i}`) }
  const refuses = (ok: boolean) => isRefused(item, { id: item.id, ok, ...said })
  if (refuses(false)) return 'missing'
  return refuses(true) ? 'outside' : 'whole'
}

function isRefused(item: CheckItem, answer: CheckAnswer): boolean {
  const alone: TicketCheck = { item, ok: null, answer: null, by: null, at: null }
  return isRefusal(checksRefused([alone], [answer]))
}

/** The step that must be answered before any other; null when none is left. */
export const firstOf = (checks: readonly TicketCheck[]): TicketCheck | null =>
  checks.find(({ item, ok }) => item.first && ok === null) ?? null

/** The steps in the order in which they are done. */
export const inOrder = (checks: readonly TicketCheck[]): TicketCheck[] =>
  checks.toSorted((a, b) => Number(b.item.first) - Number(a.item.first))
