// The life of an incident written out by hand: every action in every condition that it can be in, what it comes to or
// why it is refused. It is compared with what the product does, never read from the product's own decisions.
import { describe, expect, it } from 'vitest'
import type { Incident, IncidentAction } from '../contracts/incident.ts'
import { incidentActions } from '../contracts/incident.ts'
import { isRefusal, refusalStatus } from '../contracts/refusal.ts'
import type { RefusalCode } from '../contracts/refusal.ts'
import type { Actor } from '../contracts/user.ts'
import { ruleOf } from './holder.fixture.ts'
import { actOnIncident, clear, raise } from './incident.ts'

// =: it is so already, nothing changes. same: a new version in the same condition. A code: it is refused with that.
// "taken" is acknowledged; vital: life safety; endless: an event that has no end of its own.
const life = `
                      | acknowledge           | assign          | comment | shelve                        | unshelve | reset                | close                     | close as real
active                | active taken          | same            | same    | active shelved                | =        | not_latched          | incident_not_cleared      | incident_not_cleared
active taken          | =                     | same            | same    | active taken shelved          | =        | not_latched          | incident_not_cleared      | incident_not_cleared
active shelved        | active taken shelved  | same            | same    | same                          | active   | not_latched          | incident_not_cleared      | incident_not_cleared
cleared               | closed                | same            | same    | cleared shelved               | =        | not_latched          | incident_not_acknowledged | incident_not_acknowledged
latched active        | active taken latched  | same            | same    | active latched shelved        | =        | incident_not_cleared | incident_not_cleared      | incident_not_cleared
latched active taken  | =                     | same            | same    | active taken latched shelved  | =        | incident_not_cleared | incident_not_cleared      | incident_not_cleared
latched cleared       | cleared taken latched | same            | same    | cleared latched shelved       | =        | cleared              | incident_not_acknowledged | incident_not_acknowledged
latched cleared taken | =                     | same            | same    | cleared taken latched shelved | =        | closed               | incident_latched          | incident_latched
endless               | active taken latched  | same            | same    | active latched shelved        | =        | cleared              | incident_not_cleared      | incident_not_cleared
endless taken         | =                     | same            | same    | active taken latched shelved  | =        | closed               | incident_not_cleared      | incident_not_cleared
vital                 | active taken          | same            | same    | life_safety_shelve            | =        | not_latched          | incident_not_cleared      | incident_not_cleared
vital cleared         | cleared taken         | same            | same    | life_safety_shelve            | =        | not_latched          | incident_not_acknowledged | incident_not_acknowledged
vital cleared taken   | =                     | same            | same    | life_safety_shelve            | =        | not_latched          | outcome_required          | closed
closed                | =                     | incident_closed | same    | incident_closed               | =        | incident_closed      | =                         | =
`
const [head, ...rows] = life
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
const pressed = head!.slice(1)
const cells = rows.flatMap(([condition, ...found]) => found.map((cell, n) => [condition!, pressed[n]!, cell] as const))

const t0 = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const wang: Actor = { name: 'wanglei', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }
const actions: Record<string, IncidentAction> = {
  acknowledge: { action: 'acknowledge' },
  assign: { action: 'assign', user: 'lina' },
  comment: { action: 'comment', text: '已派人' },
  shelve: { action: 'shelve', for: '1h', reason: '等配件' },
  unshelve: { action: 'unshelve' },
  reset: { action: 'reset' },
  close: { action: 'close' },
  'close as real': { action: 'close', outcome: 'real' },
}

const subject = { type: 'device' as const, id: 'p-1' }
function opened(word: string): Incident {
  const parts = { when: { metric: 'current_a', above: 18 }, lifeSafety: word === 'vital' }
  const raised = { title: 't', latched: word === 'latched' }
  const latched = word === 'endless'
  const signal = { type: 'raise' as const, subject, at: t0, historic: false, latched, evidence: {} }
  const facts = { id: 'i-1', rule: ruleOf({ ...parts, raise: raised }), signal, site: 'hq', device: null, at: t0 }
  return raise(null, facts).next
}
function press(incident: Incident, name: string, at: number): Incident {
  const decided = actOnIncident(incident, actions[name]!, wang, t0 + at * minute)
  if (isRefusal(decided)) throw new Error(`${name}: ${decided.refused}`)
  return decided.next
}
/** The incident brought to a condition by what happens in life. */
function incidentIn(condition: string): Incident {
  const words = condition.split(' ')
  let incident = opened(words[0]!)
  if (words.includes('cleared') || words.includes('closed')) incident = clear(incident, t0 + minute).next
  if (words.includes('taken') || words.includes('closed')) incident = press(incident, 'acknowledge', 2)
  return words.includes('shelved') ? press(incident, 'shelve', 3) : incident
}
const conditionOf = ({ closedAt, active, acknowledged, latched, shelvedUntil }: Incident): string => {
  const words = [
    active ? 'active' : 'cleared',
    acknowledged && 'taken',
    latched && 'latched',
    shelvedUntil && 'shelved',
  ]
  return closedAt === null ? words.filter(Boolean).join(' ') : 'closed'
}

describe('the life of an incident', () => {
  it('is written out for every action in every condition', () => {
    const asked = Object.values(actions).map(({ action }) => action)
    expect([...new Set(asked)].sort()).toEqual(Object.keys(incidentActions).sort())
    expect(pressed).toEqual(Object.keys(actions))
    expect(cells).toHaveLength(14 * 8)
  })

  it.each(cells)('%s, %s: %s', (condition, name, cell) => {
    const incident = incidentIn(condition)
    const decided = actOnIncident(incident, actions[name]!, wang, t0 + 10 * minute)
    if (cell === '=') return expect(decided).toEqual({ next: incident, happenings: [] })
    if (isRefusal(decided)) return expect(decided).toEqual({ refused: cell, params: {} })
    expect(conditionOf(decided.next)).toBe(cell === 'same' ? conditionOf(incident) : cell)
    expect(decided.next.version).toBeGreaterThan(incident.version)
  })

  it.each([
    ['stale_version', 409],
    ['incident_closed', 409],
    ['incident_not_cleared', 409],
    ['incident_not_acknowledged', 409],
    ['incident_latched', 409],
    ['not_latched', 409],
    ['outcome_required', 409],
    ['life_safety_shelve', 409],
    ['shelve_in_past', 422],
    ['shelve_too_long', 422],
  ] satisfies [RefusalCode, number][])('says no with %s as %i', (code, status) =>
    expect(refusalStatus(code)).toBe(status),
  )

  it('says no to what was decided on an old form, and to a shelf in the past or for more than a day', () => {
    const act = (action: IncidentAction) => actOnIncident(incidentIn('active'), action, wang, t0 + 10 * minute)
    expect(act({ action: 'acknowledge', version: 7 })).toEqual({ refused: 'stale_version', params: { version: 1 } })
    expect(act({ action: 'shelve', for: '25h', reason: 'r' })).toEqual({
      ...{ refused: 'shelve_too_long', params: { hours: 24 } },
    })
    const past = new Date(t0).toISOString()
    expect(act({ action: 'shelve', until: past, reason: 'r' })).toEqual({ refused: 'shelve_in_past', params: {} })
  })
})
