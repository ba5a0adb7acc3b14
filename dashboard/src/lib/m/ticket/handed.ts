// What is handed in with finished work: what was written, the proof of having been there, how long it took. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Ticket } from '#core/contracts/ticket.ts'

/** A part as it is typed; `quantity` is text until it is handed in. */
type DraftPart = { name: string; quantity: string }
/** `cost` is text until it is handed in; `code`: what was read from the label of a device without a tag. */
export type Draft = { note: string; parts: DraftPart[]; cost: string; code: string }

export const emptyDraft: Draft = { note: '', parts: [], cost: '', code: '' }

export type Finish = {
  tap?: string
  code?: string
  note?: string
  parts?: { name: string; quantity: number }[]
  minutes?: number
  cost?: number
}

const numberOf = (typed: string): number => Number(typed.replace(',', '.'))
/** Whether what is typed is a price or the beginning of one: no sign, two places at most. */
export const isPrice = (typed: string): boolean => /^\d{0,9}([.,]\d{0,2})?$/.test(typed)

/** The parts as they are handed in; a line without a name is none, a line without a number is one. */
const partsOf = (draft: Pick<Draft, 'parts'>): { name: string; quantity: number }[] =>
  draft.parts
    .map(({ name, quantity }) => ({ name: name.trim(), quantity: numberOf(quantity) || 1 }))
    .filter(({ name, quantity }) => name !== '' && quantity > 0)

/** What is handed in: the draft, the proof of having been there, and how long the work took. */
export function finishOf(
  draft: Draft,
  { ticket, proof, tag, now }: { ticket: Ticket; proof: { id: string } | null; tag: string | null; now: number },
): Finish {
  const parts = partsOf(draft)
  const cameAt = epoch(ticket.arrival?.at ?? null)
  return {
    ...(proof && { tap: proof.id }),
    ...(!proof && tag === null && draft.code !== '' && { code: draft.code }),
    ...(draft.note.trim() !== '' && { note: draft.note.trim() }),
    ...(parts.length > 0 && { parts }),
    ...(/\d/.test(draft.cost) && { cost: numberOf(draft.cost) }),
    ...(cameAt !== null && { minutes: Math.max(0, Math.round((now - cameAt) / 60_000)) }),
  }
}
