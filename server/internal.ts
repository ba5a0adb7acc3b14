// Events inside the product (a checkpoint missed, a clock wrong) and the rules that listen to them. They are rare, so
// what these rules remember is read and written inside the transaction that causes the event.
import type { Kysely, Transaction } from 'kysely'
import type { Explanation } from '../core/contracts/api/rule.ts'
import type { Subject } from '../core/contracts/incident.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'

import { explain, inputsOf, step, type RuleInput, type RuleMemory } from '../core/domain/rule.ts'
import { createDueHeap } from './due.ts'
import type { Estate } from './estate.ts'
import { settle } from './raise.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { subjectKey } from './store/incident.ts'
import { findMemory, saveMemories, type MemoryRow } from './store/rule-memory.ts'
import type { Records } from './store/schema.ts'
import { findTicket } from './store/ticket.ts'
import { findUser } from './store/user.ts'

export type InternalEvent = {
  /** What is wrong, or what ends it: a rule names its end as `until`. */
  name:
    | 'checkpoint_missed'
    | 'key_checkpoint_missed'
    | 'checkpoint_visited'
    | 'guard_lost'
    | 'guard_heard'
    | 'clock_wrong'
    | 'clock_right'
    | 'reader_untested'
    | 'reader_tested'
    | 'call_unanswered'
    | 'call_answered'
    | 'challenge_unanswered'
    | 'challenge_answered'
    | 'sos'
    | 'finding_overdue'
    | 'finding_caught_up'
    | 'channel_failed'
    | 'channel_works'
    | 'ticket_breached'
    | 'urgent_ticket_breached'
    | 'ticket_caught_up'
  subject: Subject
  data: Record<string, unknown>
  site: string
  device: string | null
  at: number
  cause: string
}
/** Kept beside the memory: what a tick needs to know of the subject. */
type Kept = { m: RuleMemory | null; due: number | null; site: string; device: string | null; subject: Subject }
type Waiting = { rule: string; holder: string }

export type Internals = {
  /** Tells the rules; gives what came of it. */
  tell(tx: Transaction<Records>, event: InternalEvent): Promise<NewHappening[]>
  /** Lets time come to `at` for rules that wait for something to hold. */
  tick(tx: Transaction<Records>, at: number, cause: string): Promise<NewHappening[]>
  /** Why such a rule stands as it does for a subject (`{type}:{id}`); null when there is no such rule or subject. */
  explain(db: Kysely<Records>, rule: string, subject: string, at: number): Promise<Explanation | null>
}

const listens = (rule: Rule, event: InternalEvent): boolean =>
  rule.enabled &&
  (rule.scope.sites?.includes(event.site) ?? true) &&
  rule.scope.subject !== 'device' &&
  inputsOf(rule).events.has(event.name)

/** `memories` are all rows that are kept; those of devices are passed by. */
export function createInternals(estate: Estate, memories: readonly MemoryRow[]): Internals {
  // Only a hint of when to look: the row itself decides, so a rolled-back transaction leaves nothing wrong behind.
  const waiting = createDueHeap<Waiting>()
  for (const { rule, holder, doc } of memories) {
    const due = holder.includes(':') ? (doc as Kept).due : null
    if (due !== null) waiting.add(due, { rule, holder })
  }

  async function run(tx: Transaction<Records>, rule: Rule, kept: Kept, input: RuleInput, cause: string) {
    const { site, subject } = kept
    const done = step(rule, kept.m, input, { device: kept.device, latest: () => null })
    const holder = subjectKey(subject)
    const doc = done.memory === null ? null : { ...kept, m: done.memory, due: done.due }
    await saveMemories(tx, [{ rule: rule.id, holder, doc }])
    if (done.due !== null) waiting.add(done.due, { rule: rule.id, holder })
    const device = estate.devices.get(kept.device ?? '') ?? null
    const told: NewHappening[] = []
    for (const signal of done.signals)
      told.push(...(await settle(tx, { rule, signal, site, device, at: input.at, cause })))
    return told
  }

  return {
    async tell(tx, event) {
      const { name, subject, data, at, site, device, cause } = event
      const told: NewHappening[] = []
      for (const rule of estate.rules.values()) {
        if (!listens(rule, event)) continue
        const known = (await findMemory(tx, rule.id, subjectKey(subject))) as Kept | null
        const kept = { due: null, m: known?.m ?? null, site, device, subject }
        const input: RuleInput = { type: 'internal', at, name, subject, on: true, data }
        told.push(...(await run(tx, rule, kept, input, cause)))
      }
      return told
    },
    async tick(tx, at, cause) {
      const told: NewHappening[] = []
      for (let next = waiting.take(at); next !== null; next = waiting.take(at)) {
        const rule = estate.rules.get(next.rule)
        const kept = (await findMemory(tx, next.rule, next.holder)) as Kept | null
        if (!rule?.enabled || kept === null || kept.due === null || kept.due > at) continue
        told.push(...(await run(tx, rule, kept, { type: 'tick', at }, cause)))
      }
      return told
    },
    async explain(db, id, subject, at) {
      const rule = estate.rules.get(id)
      if (!rule?.enabled || rule.scope.subject === 'device') return null
      const kept = (await findMemory(db, id, subject)) as Kept | null
      if (kept === null && !(await isThere(db, estate, rule, subject))) return null
      return explain(rule, kept?.m ?? null, at, subject, { device: kept?.device ?? null, latest: () => null })
    },
  }
}

/** Whether a subject of which nothing is remembered is one that the rule would hear of. */
async function isThere(db: Kysely<Records>, estate: Estate, rule: Rule, subject: string): Promise<boolean> {
  const [type, id = ''] = subject.split(':')
  const site = await siteOf(db, estate, rule.scope.subject, type, id)
  return site === null || (site !== undefined && (rule.scope.sites?.includes(site) ?? true))
}

/** The site of a subject; null is a person, who may be heard of anywhere, undefined is nothing that we know. */
async function siteOf(db: Kysely<Records>, estate: Estate, scope: Rule['scope']['subject'], type = '', id = '') {
  if (scope === 'checkpoint') return type === 'checkpoint' ? (await findCheckpoint(db, id))?.site : undefined
  if (scope === 'ticket') return type === 'ticket' ? (await findTicket(db, id))?.site : undefined
  if (scope === 'user') return type === 'user' && (await findUser(db, id)) ? null : undefined
  return type === 'device' ? estate.devices.get(id)?.site : undefined
}
