// The checklist of a ticket: what may be answered, and what is still open.
import { iso } from '../contracts/instant.ts'
import type { CheckAnswer, CheckItem } from '../contracts/policy.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'
import type { TicketCheck } from '../contracts/ticket.ts'

/** Required steps that nobody has answered. */
export const unanswered = (checks: readonly TicketCheck[]): number =>
  checks.filter(({ item, ok }) => item.required && ok === null).length

/** Whether all of it was answered just so already, by the same person: sent again by a phone that heard no answer. */
export const isAnswered = (checks: readonly TicketCheck[], answers: readonly CheckAnswer[], by: string): boolean =>
  answers.every((answer) =>
    checks.some((check) => check.by === by && JSON.stringify(check.answer) === JSON.stringify(answer)),
  )

/** Why answers cannot be taken; `check` names the step by its id. */
export function checksRefused(checks: readonly TicketCheck[], answers: readonly CheckAnswer[]): Refusal | null {
  for (const answer of answers) {
    const item = checks.find((check) => check.item.id === answer.id)?.item
    const refusal = item ? answerRefused(item, answer) : refuse('check_unknown', { check: answer.id })
    if (refusal) return refusal
  }
  const first = checks.find(({ item, ok }) => item.first && ok === null)?.item.id
  return first === undefined || answers.some(({ id }) => id === first) ? null : refuse('check_first', { check: first })
}

function answerRefused({ id, kind, min, max, photo }: CheckItem, answer: CheckAnswer): Refusal | null {
  const { value, ok } = answer
  if (kind === 'number' && value === undefined) return refuse('check_needs_number', { check: id })
  const out = value !== undefined && ((min !== null && value < min) || (max !== null && value > max))
  if (kind === 'number' && ok && out)
    return refuse('check_out_of_range', { check: id, value: value, min: min ?? '–', max: max ?? '–' })
  return photo && !answer.photos?.length ? refuse('check_needs_photo', { check: id }) : null
}

/** The checklist with the answers in it; an answer given again replaces the one before. */
export const answerChecks = (
  checks: readonly TicketCheck[],
  answers: readonly CheckAnswer[],
  by: string,
  at: number,
): TicketCheck[] =>
  checks.map((check) => {
    const answer = answers.find(({ id }) => id === check.item.id)
    return answer ? { item: check.item, ok: answer.ok, answer, by, at: iso(at) } : check
  })
