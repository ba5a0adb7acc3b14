// The life of a finding: one transition table, one deadline. What is put right is looked at by another person than the
// one who says so.
import type { Check, Checkpoint } from '../contracts/checkpoint.ts'
import type { Finding, FindingAction, FindingActionName, FindingEntry, FindingState } from '../contracts/finding.ts'
import { epoch, iso } from '../contracts/instant.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided, Decision } from './decision.ts'
import { change, told } from './finding-change.ts'

type Transitions = Partial<Record<Exclude<FindingActionName, 'recheck'> | 'pass' | 'fail' | 'ticket', FindingState>>

/** From each state, where an action leads; a re-check passes or fails. What is not listed is refused. */
export const findingTransitions = {
  open: { assign: 'assigned', fix: 'fixed', dismiss: 'dismissed', comment: 'open', ticket: 'open' },
  assigned: { assign: 'assigned', fix: 'fixed', dismiss: 'dismissed', comment: 'assigned', ticket: 'assigned' },
  fixed: { pass: 'closed', fail: 'assigned', comment: 'fixed' },
  closed: { comment: 'closed' },
  dismissed: { comment: 'dismissed' },
} as const satisfies Record<FindingState, Transitions>

type Step = keyof Transitions

/** Where a step leads from a state, or null when it is refused there. Buttons show what is not null. */
export const findingLeadsTo = (state: FindingState, step: Step): FindingState | null =>
  (findingTransitions[state] as Transitions)[step] ?? null

/** Whether somebody has still to do something about it. */
export const isUnsettled = ({ state }: Pick<Finding, 'state'>): boolean => state !== 'closed' && state !== 'dismissed'

const day = 86_400_000
/** Time to put a finding right, ms: a day at a key place (重点部位), a week elsewhere. */
export const timeToFix = (checkpoint: Pick<Checkpoint, 'key'> | null): number => (checkpoint?.key ? day : 7 * day)

/** What was seen, with the things it belongs to already looked up. */
export type Report = Pick<
  Finding,
  'id' | 'site' | 'device' | 'tap' | 'round' | 'check' | 'text' | 'photos' | 'voice' | 'by'
> & {
  checkpoint: Checkpoint | null
  /** The number that a check with limits was answered by. */
  value?: number | undefined
  /** When it was seen and when it was heard of, epoch ms. */
  at: number
  receivedAt: number
}

const checkOf = ({ checkpoint, check }: Report): Check | null =>
  checkpoint?.checks.find(({ id }) => id === check) ?? null

/** A new finding. Its time runs from when it was heard of: nobody can act before. */
export function reportFinding(report: Report): Decision<Finding> {
  const { checkpoint, value, at, receivedAt, ...rest } = report
  const seen = { check: report.check, ...(value === undefined ? {} : { value }), tap: report.tap }
  const finding: Finding = {
    ...rest,
    checkpoint: checkpoint?.id ?? null,
    checkName: checkOf(report)?.name ?? null,
    ...{ at: iso(at), receivedAt: iso(receivedAt), state: 'open', owner: null, overdue: false },
    dueAt: iso(receivedAt + timeToFix(checkpoint)),
    ...{ seen: 1, lastSeenAt: iso(at), fixedBy: null, closedAt: null, ticket: null, version: 1 },
    timeline: [{ at: iso(receivedAt), type: 'reported', by: report.by, data: seen }],
  }
  return { next: finding, happenings: [told(finding, 'reported', report.by, receivedAt)] }
}

/** The same check failed again. Where somebody had said that it was put right, it was not. */
export function repeatFinding(finding: Finding, report: Report): Decision<Finding> {
  const { by, receivedAt: at, tap, text, photos, value } = report
  const seen = {
    seen: finding.seen + 1,
    lastSeenAt: iso(report.at),
    photos: [...finding.photos, ...photos].slice(0, 50),
  }
  const data = { tap, ...(text === '' ? {} : { text }), ...(value === undefined ? {} : { value }) }
  if (finding.state !== 'fixed') return change(finding, { type: 'repeated', set: seen, data, by, at })
  return change(finding, { type: 'failed', set: { ...seen, ...unfixed(finding) }, data, by, at })
}

/** The check passed: who finds in order what another has put right has looked at it. Null when it settles nothing. */
export function passFinding(
  finding: Finding,
  pass: { by: string | null; tap: string; at: number },
): Decision<Finding> | null {
  const { by, tap, at } = pass
  if (finding.state !== 'fixed' || by === null || by === finding.fixedBy) return null
  return change(finding, { type: 'passed', set: { state: 'closed', closedAt: iso(at) }, data: { tap }, by, at })
}

/**
 * Performs an action, or says why not (`finding_transition`, `finding_same_person`, `finding_due_in_past`,
 * `stale_version`). One that is done already changes nothing.
 */
export function actOnFinding(finding: Finding, action: FindingAction, actor: Actor, at: number): Decided<Finding> {
  if (isDone(finding, action, actor)) return { next: finding, happenings: [] }
  const step = action.action === 'recheck' ? (action.ok ? 'pass' : 'fail') : action.action
  const refusal = forbidden(finding, action, step, actor, at)
  if (refusal) return refusal
  const state = findingLeadsTo(finding.state, step)!
  const set = { ...effect(finding, action, actor, at), state }
  return change(finding, { type: words[step], set, data: detail(action), by: actor.name, at })
}

const words = {
  assign: 'assigned',
  fix: 'fixed',
  pass: 'passed',
  fail: 'failed',
  dismiss: 'dismissed',
  comment: 'commented',
  ticket: 'ticketed',
} as const satisfies Record<Step, FindingEntry['type']>

function isDone(finding: Finding, action: FindingAction, actor: Actor): boolean {
  const { state, owner, dueAt, fixedBy } = finding
  switch (action.action) {
    case 'assign':
      return (
        state === 'assigned' && owner === action.owner && (action.dueAt === undefined || sameTime(action.dueAt, dueAt))
      )
    case 'fix':
      return state === 'fixed' && fixedBy === actor.name
    case 'recheck':
      return action.ok && state === 'closed'
    case 'dismiss':
      return state === 'dismissed'
    case 'comment':
      return false
  }
}

const sameTime = (a: string, b: string): boolean => epoch(a) === epoch(b)

function forbidden(finding: Finding, action: FindingAction, step: Step, actor: Actor, at: number): Refusal | null {
  if (action.version !== undefined && action.version !== finding.version)
    return refuse('stale_version', { version: finding.version })
  if (findingLeadsTo(finding.state, step) === null)
    return refuse('finding_transition', { state: finding.state, action: action.action })
  if (action.action === 'recheck' && finding.fixedBy === actor.name) return refuse('finding_same_person')
  const early = action.action === 'assign' && action.dueAt !== undefined && epoch(action.dueAt) <= at
  return early ? refuse('finding_due_in_past') : null
}

/** What an action sets besides the state. */
function effect(finding: Finding, action: FindingAction, actor: Actor, at: number): Partial<Finding> {
  switch (action.action) {
    case 'assign': {
      const dueAt = action.dueAt === undefined ? finding.dueAt : iso(epoch(action.dueAt))
      return { owner: action.owner, dueAt, overdue: finding.overdue && epoch(dueAt) <= at }
    }
    case 'fix':
      return { fixedBy: actor.name, photos: [...finding.photos, ...(action.photos ?? [])].slice(0, 50) }
    case 'recheck':
      return action.ok ? { closedAt: iso(at) } : unfixed(finding)
    case 'dismiss':
      return { closedAt: iso(at) }
    case 'comment':
      return {}
  }
}

/** Back to whoever said that it was put right, unless somebody owns it. The deadline stays, and is late anew. */
const unfixed = ({ owner, fixedBy }: Finding): Partial<Finding> => ({
  ...{ state: 'assigned', owner: owner ?? fixedBy, fixedBy: null, overdue: false },
})

/** What the person said, for the timeline. */
const detail = (action: FindingAction): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(action).filter(([key, value]) => !['action', 'version'].includes(key) && value !== undefined),
  )

/** Whether its deadline still counts: nobody is late with what waits for a re-check. */
/** Whether it still waits to be put right. */
export const isRunning = ({ state }: Finding): boolean => state === 'open' || state === 'assigned'

/** Time has come to `at`: a deadline that passed is marked once, and told. */
export function tickFinding(finding: Finding, at: number): Decision<Finding> {
  const due = overdueAt(finding)
  if (due === null || due > at) return { next: finding, happenings: [] }
  return change(finding, { type: 'overdue', set: { overdue: true }, data: { dueAt: finding.dueAt }, by: null, at })
}

/** The next instant at which {@link tickFinding} has something to do, epoch ms; null when there is none. */
export const overdueAt = (finding: Finding): number | null =>
  isRunning(finding) && !finding.overdue ? epoch(finding.dueAt) : null

/** Whether a finding that was late is so no longer, so that its incident may clear. */
export const isCaughtUp = (before: Finding, next: Finding): boolean =>
  before.overdue && isRunning(before) && !(next.overdue && isRunning(next))
