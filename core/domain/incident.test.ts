import { describe, expect, it } from 'vitest'
import { Device } from '../contracts/device.ts'
import { Incident, type IncidentAction } from '../contracts/incident.ts'
import { iso } from '../contracts/instant.ts'
import { isRefusal } from '../contracts/refusal.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided, Decision } from './decision.ts'
import { ruleOf } from './holder.fixture.ts'
import {
  actOnIncident,
  annotate,
  clear,
  linkTicket,
  markSilent,
  raise,
  returnFromShelf,
  sounds,
  suppressed,
  type RaiseFacts,
} from './incident.ts'

const t0 = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const hour = 60 * minute
const wang: Actor = { name: 'wanglei', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }
const normal = Device.parse({ id: 'p-1', site: 'hq', kind: 'pump', name: 'P1' })
const serviced: Device = { ...normal, service: { mode: 'service', reason: 'x', since: iso(t0), by: null } }
const rule = ruleOf({ id: 'over', when: { metric: 'current_a', above: 18 } })
const vital = ruleOf({ id: 'fire', lifeSafety: true, priority: 1, when: { metric: 'wet', equals: true } })

const subject = { type: 'device' as const, id: 'p-1' }
type Raise = Extract<RaiseFacts['signal'], { type: 'raise' }>
const signal = (parts: Partial<Raise> = {}): Raise => ({
  ...{ type: 'raise', subject, at: t0, historic: false, latched: false, evidence: { current_a: 20 } },
  ...parts,
})
const facts = (parts: Partial<RaiseFacts> = {}): RaiseFacts => ({
  ...{ id: 'i-1', rule, signal: signal(), site: 'hq', device: normal, at: t0 + 500 },
  ...parts,
})
const opened = (parts: Partial<RaiseFacts> = {}): Incident => raise(null, facts(parts)).next
const act = (incident: Incident, action: IncidentAction, at = t0 + minute): Decided<Incident> =>
  actOnIncident(incident, action, wang, at)
function done(decided: Decided<Incident>): Incident {
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided.next
}
const refusal = (decided: Decided<Incident>): string | null => (isRefusal(decided) ? decided.refused : null)
const words = ({ happenings }: Decision<Incident>): string[] => happenings.map(({ type }) => type)
const entries = (incident: Incident): string[] => incident.timeline.map(({ type }) => type)

describe('raising', () => {
  it('opens an incident that is valid, active, not taken, and told', () => {
    const decision = raise(null, facts())
    expect(() => Incident.parse(decision.next)).not.toThrow()
    expect(decision.next).toMatchObject({
      ...{ id: 'i-1', rule: 'over', subject, device: 'p-1', site: 'hq', priority: 2, active: true, trips: 1 },
      ...{ acknowledged: false, openedAt: iso(t0), raisedAt: iso(t0 + 500), clearedAt: null, version: 1 },
      evidence: { current_a: 20 },
    })
    expect(words(decision)).toEqual(['incident.opened'])
    expect(decision.happenings[0]!.data).toBe(decision.next)
    expect(entries(decision.next)).toEqual(['opened'])
  })

  it('carries the badges of service work and drill', () => {
    expect(opened({ device: serviced, rule: vital })).toMatchObject({ service: true, drill: false })
    expect(opened({ device: { ...normal, drill: true } })).toMatchObject({ service: false, drill: true })
    expect(opened({ device: null })).toMatchObject({ device: null, service: false, drill: false })
  })

  it('counts trips on the open one', () => {
    const decision = raise(opened(), facts({ signal: { type: 'retrip', subject, at: t0 + 1, evidence: {} } }))
    expect(decision.next).toMatchObject({ id: 'i-1', trips: 2, active: true, version: 2 })
    expect(words(decision)).toEqual(['incident.retripped'])
  })

  it('counts every trip of a chattering one without filling its timeline', () => {
    const retrip = facts({ signal: { type: 'retrip', subject, at: t0, evidence: {} } })
    let incident = opened()
    for (let trip = 0; trip < 999; trip++) incident = raise(incident, retrip).next
    expect(incident).toMatchObject({ trips: 1000, version: 1000 })
    const written = incident.timeline.filter(({ type }) => type === 'retripped').map(({ data }) => data['trips'])
    expect(written.slice(0, 11)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30])
    expect(written).toHaveLength(27)
    expect(words(raise(incident, retrip))).toEqual(['incident.retripped'])
  })

  it('makes a cleared one active again and takes the acknowledgement back, so that it sounds again', () => {
    const cleared = clear(opened({ rule: vital }), t0 + minute).next
    const taken = done(act(cleared, { action: 'acknowledge' }))
    expect(sounds(taken, t0 + minute)).toBe(false)
    const { next } = raise(
      taken,
      facts({ rule: vital, signal: signal({ at: t0 + 2 * minute, evidence: { wet: true } }) }),
    )
    expect(next).toMatchObject({ active: true, clearedAt: null, acknowledged: false, acknowledgedBy: null, trips: 2 })
    expect(next.evidence).toEqual({ wet: true })
    expect(sounds(next, t0 + 3 * minute)).toBe(true)
    expect(entries(next)).toEqual(['opened', 'cleared', 'acknowledged', 'reopened'])
  })

  it('opens a new one for a trip whose incident a person has closed', () => {
    const again = raise(null, facts({ signal: { type: 'retrip', subject, at: t0 + 1, evidence: { event: 'x' } } }))
    expect(again.next).toMatchObject({ active: true, trips: 1, latched: false })
    const overspeed = ruleOf({ when: { event: 'overspeed' } })
    const endless = raise(
      null,
      facts({ rule: overspeed, signal: { type: 'retrip', subject, at: t0 + 1, evidence: {} } }),
    )
    expect(endless.next.latched).toBe(true)
    expect(done(act(endless.next, { action: 'reset' })).active).toBe(false)
  })
})

describe('the past', () => {
  const past = signal({ at: t0 - hour, historic: true })

  it('is recorded with both its times, sounds nowhere and closes by itself', () => {
    const raised = raise(null, facts({ signal: past })).next
    expect(raised).toMatchObject({ active: false, historic: true, acknowledged: false, closedAt: null })
    expect(sounds(raised, t0)).toBe(false)
    const decision = clear(raised, t0 - hour + minute)
    expect(decision.next).toMatchObject({ clearedAt: iso(t0 - hour + minute), closedAt: iso(t0 + 500) })
    expect(words(decision)).toEqual(['incident.cleared', 'incident.closed'])
  })

  it('of life safety waits for a person', () => {
    const { next } = clear(raise(null, facts({ rule: vital, signal: past })).next, t0 - hour + minute)
    expect(next).toMatchObject({ historic: true, active: false, closedAt: null })
    expect(sounds(next, t0)).toBe(false)
  })

  it('on an open incident is a trip, and neither wakes nor closes it', () => {
    const open = clear(opened(), t0 + minute).next
    const counted = raise(open, facts({ signal: past })).next
    expect(counted).toMatchObject({ active: false, historic: false, trips: 2, closedAt: null })
    expect(clear(counted, t0 - hour + minute).happenings).toEqual([])
  })
})

describe('clearing', () => {
  it('closes what was taken, and waits for the taking otherwise', () => {
    const waits = clear(opened(), t0 + minute)
    expect(waits.next).toMatchObject({ active: false, clearedAt: iso(t0 + minute), closedAt: null })
    const taken = clear(done(act(opened(), { action: 'acknowledge' })), t0 + 2 * minute)
    expect(taken.next).toMatchObject({ active: false, closedAt: iso(t0 + 2 * minute) })
    expect(words(taken)).toEqual(['incident.cleared', 'incident.closed'])
  })

  it('happens once', () => {
    const cleared = clear(opened(), t0 + minute).next
    expect(clear(cleared, t0 + hour)).toEqual({ next: cleared, happenings: [] })
  })

  it('keeps a latched one open until somebody resets it', () => {
    const latching = ruleOf({ when: rule.when, raise: { title: 't', latched: true } })
    const taken = done(act(opened({ rule: latching }), { action: 'acknowledge' }))
    expect(refusal(act(taken, { action: 'reset' }))).toBe('incident_not_cleared')
    const cleared = clear(taken, t0 + minute).next
    expect(cleared).toMatchObject({ active: false, latched: true, closedAt: null })
    expect(done(act(cleared, { action: 'reset' }))).toMatchObject({ latched: false, closedAt: iso(t0 + minute) })
  })

  it('of a condition without an end is a reset, or the end that was told after all', () => {
    const endless = opened({ signal: signal({ latched: true }) })
    expect(endless).toMatchObject({ active: true, latched: true })
    const reset = done(act(done(act(endless, { action: 'acknowledge' })), { action: 'reset' }))
    expect(reset).toMatchObject({
      active: false,
      latched: false,
      clearedAt: iso(t0 + minute),
      closedAt: iso(t0 + minute),
    })
    expect(clear(endless, t0 + minute).next).toMatchObject({ active: false, latched: false, closedAt: null })
  })
})

describe('people', () => {
  it('take it, once, with what they found', () => {
    const taken = done(act(opened(), { action: 'acknowledge', note: '在看' }))
    expect(taken).toMatchObject({ acknowledged: true, acknowledgedBy: 'wanglei', acknowledgedAt: iso(t0 + minute) })
    expect(taken.timeline.at(-1)).toMatchObject({ type: 'acknowledged', by: 'wanglei', data: { note: '在看' } })
    expect(act(taken, { action: 'acknowledge', version: 1 })).toEqual({ next: taken, happenings: [] })
  })

  it('close a cleared one by taking it', () => {
    const decided = act(clear(opened(), t0 + 1000).next, { action: 'acknowledge' })
    expect(done(decided)).toMatchObject({ acknowledged: true, closedAt: iso(t0 + minute), outcome: null })
    expect(isRefusal(decided) ? [] : words(decided)).toEqual(['incident.acknowledged', 'incident.closed'])
  })

  it('say what a life-safety incident was before it closes', () => {
    const open = opened({ rule: vital })
    expect(refusal(act(open, { action: 'close', outcome: 'real' }))).toBe('incident_not_cleared')
    const cleared = clear(open, t0 + 1000).next
    expect(refusal(act(cleared, { action: 'close', outcome: 'real' }))).toBe('incident_not_acknowledged')
    const taken = done(act(cleared, { action: 'acknowledge' }))
    expect(taken.closedAt).toBeNull()
    expect(refusal(act(taken, { action: 'close' }))).toBe('outcome_required')
    const closed = done(act(taken, { action: 'close', outcome: 'false_alarm', note: '烟雾' }))
    expect(closed).toMatchObject({ outcome: 'false_alarm', closedAt: iso(t0 + minute) })
    expect(act(closed, { action: 'close', outcome: 'real' })).toEqual({ next: closed, happenings: [] })
    const latched = { ...taken, latched: true }
    expect(refusal(act(latched, { action: 'close', outcome: 'real' }))).toBe('incident_latched')
  })

  it('shelve for a while, at most a day, and it returns by itself', () => {
    const shelf = (action: { for?: string; until?: string }) =>
      act(opened(), { action: 'shelve', reason: 'r', ...action }, t0)
    const shelved = done(shelf({ for: '15m' }))
    expect(shelved.shelvedUntil).toBe(iso(t0 + 15 * minute))
    expect(sounds(shelved, t0 + minute)).toBe(false)
    expect(sounds(shelved, t0 + 15 * minute)).toBe(true)
    expect(returnFromShelf(shelved, t0 + 14 * minute).happenings).toEqual([])
    const back = returnFromShelf(shelved, t0 + 15 * minute)
    expect(back.next).toMatchObject({ shelvedUntil: null, version: 3 })
    expect(back.next.timeline.at(-1)).toMatchObject({ type: 'unshelved', by: null })
    expect(done(shelf({ until: iso(t0 + 24 * hour) })).shelvedUntil).toBe(iso(t0 + 24 * hour))
    expect(refusal(shelf({ until: iso(t0 + 24 * hour + 1) }))).toBe('shelve_too_long')
    expect(refusal(shelf({ for: '2d' }))).toBe('shelve_too_long')
    expect(refusal(shelf({ until: iso(t0) }))).toBe('shelve_in_past')
    expect(refusal(shelf({ for: '0s' }))).toBe('shelve_in_past')
    expect(done(act(shelved, { action: 'unshelve' })).shelvedUntil).toBeNull()
  })

  it('find it as they want it already', () => {
    const assigned = done(act(opened(), { action: 'assign', user: 'liqian' }))
    const until = iso(t0 + hour)
    const shelved = done(act(assigned, { action: 'shelve', until, reason: 'r' }))
    const reset = done(act(opened({ signal: signal({ latched: true }) }), { action: 'reset' }))
    const same: [Incident, IncidentAction][] = [
      [assigned, { action: 'assign', user: 'liqian', version: 1 }],
      [assigned, { action: 'unshelve' }],
      [shelved, { action: 'shelve', until, reason: 'r' }],
      [reset, { action: 'reset' }],
    ]
    for (const [incident, action] of same) expect(act(incident, action)).toEqual({ next: incident, happenings: [] })
  })

  it('are refused what is stale, closed or never latched', () => {
    const open = opened()
    expect(act(open, { action: 'assign', user: 'liqian', version: 7 })).toMatchObject({
      refused: 'stale_version',
      params: { version: 1 },
    })
    expect(refusal(act(open, { action: 'reset' }))).toBe('not_latched')
    expect(refusal(act(open, { action: 'close' }))).toBe('incident_not_cleared')
    const closed = done(act(clear(open, t0 + 1).next, { action: 'acknowledge' }))
    const late: IncidentAction[] = [
      { action: 'assign', user: 'x' },
      { action: 'shelve', for: '1h', reason: 'r' },
      { action: 'reset' },
    ]
    for (const action of late) expect(refusal(act(closed, action))).toBe('incident_closed')
    expect(entries(done(act(closed, { action: 'comment', text: '事后补记' }))).at(-1)).toBe('commented')
    const missed = clear(raise(null, facts({ signal: signal({ historic: true }) })).next, t0 + 1).next
    expect(refusal(act(missed, { action: 'acknowledge' }))).toBe('incident_closed')
  })
})

describe('what is not people', () => {
  it('marks silence and hearing once each', () => {
    const silent = markSilent(opened(), true, t0 + 1)
    expect(words(silent)).toEqual(['incident.silent'])
    expect(silent.next).toMatchObject({ silent: true, active: true })
    expect(markSilent(silent.next, true, t0 + 2).happenings).toEqual([])
    expect(entries(markSilent(silent.next, false, t0 + 3).next).at(-1)).toBe('heard')
  })

  it('joins its ticket once and takes notes for ever', () => {
    const linked = linkTicket(opened(), 't-1', null, t0)
    expect(linked.next.ticket).toBe('t-1')
    expect(linkTicket(linked.next, 't-1', null, t0).happenings).toEqual([])
    expect(annotate(linked.next, { lateSync: 'tap-1' }, t0).next.timeline.at(-1)).toMatchObject({
      type: 'annotated',
      data: { lateSync: 'tap-1' },
    })
  })
})

describe('what must sound', () => {
  it('is what nobody has taken', () => {
    expect(sounds(opened(), t0)).toBe(true)
    expect(sounds(clear(opened(), t0 + 1).next, t0 + 1)).toBe(false)
    expect(sounds(clear(opened({ rule: vital }), t0 + 1).next, t0 + 1)).toBe(true)
    expect(sounds(done(act(opened(), { action: 'acknowledge' })), t0 + hour)).toBe(false)
    expect(sounds({ ...opened(), priority: 4 }, t0)).toBe(false)
    expect(sounds({ ...opened(), closedAt: iso(t0) }, t0)).toBe(false)
  })
})

describe('life safety', () => {
  const quiet = (device: Device | null) => suppressed(rule, device)

  it('is not suppressed by any mode of any device; all else is by service work and by being out of service', () => {
    for (const mode of ['normal', 'service', 'out_of_service'] as const) {
      const device: Device = { ...normal, service: { mode, reason: 'x', since: iso(t0), by: null } }
      expect(suppressed(vital, device)).toBe(false)
      expect(quiet(device)).toBe(mode !== 'normal')
    }
    expect(quiet(normal)).toBe(false)
    expect(quiet(null)).toBe(false)
  })

  it('sounds under every modifier there is, alone and together', () => {
    const flags = ['drill', 'service', 'silent', 'latched', 'endless'] as const
    const shelved = [null, iso(t0 + 24 * hour)]
    for (let mask = 0; mask < 2 ** flags.length; mask++) {
      for (const shelvedUntil of shelved) {
        for (const priority of [1, 2, 3, 4] as const) {
          const set = Object.fromEntries(flags.map((flag, i) => [flag, (mask & (1 << i)) !== 0]))
          const incident = { ...opened({ rule: vital, device: serviced }), ...set, shelvedUntil, priority }
          expect(sounds(incident, t0 + minute)).toBe(true)
        }
      }
    }
  })

  it('cannot be shelved, nor close without a person who says what it was', () => {
    const open = opened({ rule: vital })
    expect(refusal(act(open, { action: 'shelve', for: '15m', reason: 'r' }))).toBe('life_safety_shelve')
    const taken = done(act(open, { action: 'acknowledge' }))
    expect(clear(taken, t0 + hour).next.closedAt).toBeNull()
    const latched = done(act(opened({ rule: vital, signal: signal({ latched: true }) }), { action: 'acknowledge' }))
    expect(done(act(latched, { action: 'reset' })).closedAt).toBeNull()
  })
})
