// What is being written about a ticket and was not handed in yet. It survives a closed page, and an answer of no.
import { database } from '../held.svelte.ts'
import { emptyDraft, type Draft } from './handed.ts'

const keyOf = (ticket: string): string => `draft/${ticket}`

export async function readDraft(ticket: string): Promise<Draft> {
  return { ...emptyDraft, ...((await (await database()).get('kept', keyOf(ticket))) as Partial<Draft> | undefined) }
}

export async function keepDraft(ticket: string, draft: Draft): Promise<void> {
  await (await database()).put('kept', draft, keyOf(ticket))
}

/** The server has it: nothing is left to write. */
export async function dropDraft(ticket: string): Promise<void> {
  await (await database()).delete('kept', keyOf(ticket))
}
