import { describe, expect, test } from 'vitest'
import { Checkpoint } from '../contracts/checkpoint.ts'
import type { Finding, FindingAction, FindingState } from '../contracts/finding.ts'
import { iso } from '../contracts/instant.ts'
import { isRefusal } from '../contracts/refusal.ts'
import type { Actor } from '../contracts/user.ts'
import {
  actOnFinding,
  findingLeadsTo,
  findingTransitions,
  isCaughtUp,
  overdueAt,
  passFinding,
  repeatFinding,
  reportFinding,
  tickFinding,
  type Report,
} from './finding.ts'
import { ticketOfFinding } from './finding-ticket.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2026, 10, 23, 6)
const checkpoint = (key: boolean) =>
  Checkpoint.parse({
    id: 'cp-1',
    site: 'hq',
    name: 'Room',
    key,
    code: 'ABCDEF',
    checks: [{ id: 'valve', name: 'Valve' }],
  })
const report = (more: Partial<Report> = {}): Report => ({
  ...{ id: 'finding-1', site: 'hq', device: null, tap: 't-1', round: null, check: 'valve', text: '', photos: [] },
  ...{ voice: null, by: 'guard', checkpoint: checkpoint(false), at: start - hour, receivedAt: start, ...more },
})
const person = (name: string): Actor => ({ name, role: 'operator', sites: null, locale: 'en', type: 'user' })
const desk = person('desk')

/** Walks a finding along actions by people; any refusal fails the test. */
function walk(finding: Finding, steps: [FindingAction, Actor?][], at = start): Finding {
  return steps.reduce((now, [action, actor = desk]) => {
    const decided = actOnFinding(now, action, actor, at)
    if (isRefusal(decided)) throw new Error(decided.refused)
    return decided.next
  }, finding)
}
const fresh = (more?: Partial<Report>) => reportFinding(report(more)).next
const assign: FindingAction = { action: 'assign', owner: 'tech' }
const fix: FindingAction = { action: 'fix', note: 'closed the valve' }
const passes: FindingAction = { action: 'recheck', ok: true }
const fails: FindingAction = { action: 'recheck', ok: false }
const inState = (state: FindingState): Finding => {
  const ways: Record<FindingState, [FindingAction, Actor?][]> = {
    open: [],
    assigned: [[assign]],
    fixed: [[fix, person('tech')]],
    closed: [[fix, person('tech')], [passes]],
    dismissed: [[{ action: 'dismiss', reason: 'as it should be' }]],
  }
  return walk(fresh(), ways[state])
}

test('a day to put it right at a key place, a week elsewhere, from when it was heard of', () => {
  expect(fresh().dueAt).toBe(iso(start + 7 * day))
  expect(fresh({ checkpoint: checkpoint(true) }).dueAt).toBe(iso(start + day))
  expect(fresh()).toMatchObject({ state: 'open', checkName: { en: 'Valve' }, at: iso(start - hour), seen: 1 })
})

describe('every action in every state', () => {
  const actions = [assign, fix, passes, fails, { action: 'dismiss', reason: 'no' }, { action: 'comment', text: 'hm' }]
  const cases = (Object.keys(findingTransitions) as FindingState[]).flatMap((state) =>
    (actions as FindingAction[]).map((action) => ({ state, action })),
  )
  test.each(cases)('$state, $action.action $action.ok', ({ state, action }) => {
    const step = action.action === 'recheck' ? (action.ok ? 'pass' : 'fail') : action.action
    const before = inState(state)
    const decided = actOnFinding(before, action, desk, start + hour)
    const leads = findingLeadsTo(state, step)
    const repeated = (state === 'closed' && step === 'pass') || (state === 'dismissed' && step === 'dismiss')
    const again = state === 'assigned' && step === 'assign'
    if (repeated || again) expect(decided).toEqual({ next: before, happenings: [] })
    else if (leads === null) expect(decided).toMatchObject({ refused: 'finding_transition' })
    else expect(decided).toMatchObject({ next: { state: leads, version: before.version + 1 }, happenings: [{}] })
  })
})

test('who put it right may not re-check it; anybody else may', () => {
  const fixed = inState('fixed')
  expect(actOnFinding(fixed, passes, person('tech'), start)).toMatchObject({ refused: 'finding_same_person' })
  expect(actOnFinding(fixed, fails, person('tech'), start)).toMatchObject({ refused: 'finding_same_person' })
  expect(walk(fixed, [[passes]]).state).toBe('closed')
})

test('a re-check that fails gives it back to its owner, or to who said that it was put right', () => {
  expect(walk(inState('fixed'), [[fails]])).toMatchObject({ state: 'assigned', owner: 'tech', fixedBy: null })
  const owned = walk(fresh(), [[{ action: 'assign', owner: 'boss' }], [fix, person('tech')], [fails]])
  expect(owned).toMatchObject({ state: 'assigned', owner: 'boss' })
})

test('a deadline that passes is marked once, and not while it waits for a re-check', () => {
  const finding = fresh()
  expect(tickFinding(finding, start + 7 * day - 1).happenings).toEqual([])
  const late = tickFinding(finding, start + 7 * day)
  expect(late.next).toMatchObject({ overdue: true, state: 'open' })
  expect(late.happenings.map(({ type }) => type)).toEqual(['finding.overdue'])
  expect(tickFinding(late.next, start + 8 * day).happenings).toEqual([])
  expect(overdueAt(inState('fixed'))).toBeNull()
})

test('it is late no longer when it is put right, settled, or given more time; a failed re-check makes it late again', () => {
  const late = tickFinding(fresh(), start + 8 * day).next
  const at = start + 8 * day
  const fixed = walk(late, [[fix, person('tech')]], at)
  expect(isCaughtUp(late, fixed)).toBe(true)
  expect(isCaughtUp(late, walk(late, [[{ ...assign, dueAt: iso(at + day) }]], at))).toBe(true)
  expect(isCaughtUp(late, walk(late, [[assign]], at))).toBe(false)
  const refused = actOnFinding(late, { ...assign, dueAt: iso(at) }, desk, at)
  expect(refused).toMatchObject({ refused: 'finding_due_in_past' })
  const failed = walk(fixed, [[fails]], at)
  expect(tickFinding(failed, at + 1).happenings).toHaveLength(1)
})

test('the same check failing again is counted; where it was said to be put right, it was not', () => {
  const again = report({
    id: 'finding-2',
    photos: ['photo-0002'],
    at: start + hour,
    receivedAt: start + hour,
    by: 'other',
  })
  const counted = repeatFinding(inState('assigned'), again).next
  expect(counted).toMatchObject({ id: 'finding-1', state: 'assigned', seen: 2, photos: ['photo-0002'] })
  expect(repeatFinding(inState('fixed'), again).next).toMatchObject({ state: 'assigned', owner: 'tech', seen: 2 })
})

test('a check that another person finds in order closes what was put right, and nothing else', () => {
  const pass = { by: 'guard', tap: 't-9', at: start + day }
  expect(passFinding(inState('fixed'), pass)?.next).toMatchObject({ state: 'closed', closedAt: iso(start + day) })
  expect(passFinding(inState('fixed'), { ...pass, by: 'tech' })).toBeNull()
  expect(passFinding(inState('fixed'), { ...pass, by: null })).toBeNull()
  expect(passFinding(inState('open'), pass)).toBeNull()
})

test('one ticket a finding, more urgent at a key place', () => {
  const title = { 'zh-CN': '阀', en: 'Valve' }
  expect(ticketOfFinding(fresh(), checkpoint(true), title)).toMatchObject({ priority: 2, type: 'repair', title })
  expect(ticketOfFinding({ ...fresh(), ticket: 't-1' }, null, title)).toBeNull()
  expect(ticketOfFinding(inState('closed'), null, title)).toMatchObject({ refused: 'finding_transition' })
})
