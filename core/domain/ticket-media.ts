// The photos and spoken notes of a ticket: what the reporter or the finder sent, and what the checklist and later entries
// show; each once, oldest first.
import type { CheckAnswer } from '../contracts/policy.ts'
import type { Name } from '../contracts/scalars.ts'
import type { Ticket } from '../contracts/ticket.ts'

type Entry = Ticket['timeline'][number]
/** `check`: the step of the checklist that it was taken for; null for any other. */
export type Medium = { file: string; kind: 'photo' | 'voice'; entry: Entry; check: Name | null }

type Shown = Pick<Ticket, 'timeline' | 'checks'>

/** Everything that can be looked at or listened to. */
export function mediaOf({ timeline, checks }: Shown): Medium[] {
  const labels = new Map(checks.map(({ item }) => [item.id, item.label]))
  const found = timeline.flatMap((entry) => mediaOfEntry(entry, labels))
  const seen = new Set<string>()
  return found.filter(({ file }) => !seen.has(file) && seen.add(file))
}

function mediaOfEntry(entry: Entry, labels: ReadonlyMap<string, Name>): Medium[] {
  const { photos, voice, items } = entry.data
  const answers = Array.isArray(items) ? (items as CheckAnswer[]) : []
  return [
    ...filesIn(photos).map((file): Medium => ({ file, kind: 'photo', entry, check: null })),
    ...filesIn([voice]).map((file): Medium => ({ file, kind: 'voice', entry, check: null })),
    ...answers.flatMap(({ id, photos: taken }) =>
      filesIn(taken).map((file): Medium => ({ file, kind: 'photo', entry, check: labels.get(id) ?? null })),
    ),
  ]
}

const filesIn = (said: unknown): string[] =>
  Array.isArray(said) ? said.filter((file: unknown): file is string => typeof file === 'string' && file !== '') : []
