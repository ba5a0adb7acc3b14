// The title of an incident: that of its rule, in which `{name}` stands for what is wrong, as the event that raised it
// calls it. For what has no page of its own that could say it: a channel that does not get through.
import type { Subject } from '../contracts/incident.ts'
import { Name } from '../contracts/scalars.ts'

type Raised = { subject: Pick<Subject, 'id'>; evidence: Record<string, unknown> }

const blank = '{name}'

/** The title in both languages. An event without a name gives the id of the subject. */
export function incidentTitle(title: Name, { subject, evidence }: Raised): Name {
  if (!title['zh-CN'].includes(blank) && !title.en.includes(blank)) return title
  const told = Name.safeParse(evidence.name)
  const name = told.success ? told.data : { 'zh-CN': subject.id, en: subject.id }
  return { 'zh-CN': filled(title['zh-CN'], name['zh-CN']), en: filled(title.en, name.en) }
}

const filled = (words: string, name: string): string => words.replaceAll(blank, () => name)
