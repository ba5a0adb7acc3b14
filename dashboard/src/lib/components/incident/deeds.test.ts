// Which buttons an incident has, by its state and by permission; checked against the decisions of the domain.
import { describe, expect, it } from 'vitest'
import type { Incident } from '#core/contracts/incident.ts'
import { isRefusal } from '#core/contracts/refusal.ts'
import { actOnIncident } from '#core/domain/incident.ts'
import { may } from '#core/domain/permission.ts'
import { deedsOf, needsWords } from './deeds.ts'

const fresh = {
  active: true,
  acknowledged: false,
  shelvedUntil: null,
  latched: false,
  lifeSafety: false,
  closedAt: null,
  ticket: null,
}
const anything = () => true

describe('deeds', () => {
  it('begin with taking it', () => {
    expect(deedsOf(fresh, anything)).toEqual(['acknowledge', 'ticket', 'assign', 'shelve', 'comment'])
  })
  it('never offer to shelve life safety', () => {
    expect(deedsOf({ ...fresh, lifeSafety: true }, anything)).not.toContain('shelve')
  })
  it('unlatch only what has cleared or has no end of its own', () => {
    const latched = { ...fresh, acknowledged: true, latched: true }
    expect(deedsOf(latched, anything)).not.toContain('reset')
    expect(deedsOf({ ...latched, active: false }, anything)[0]).toBe('reset')
    expect(deedsOf({ ...latched, endless: true }, anything)[0]).toBe('reset')
  })
  it('leave notes alone when it is closed', () => {
    expect(deedsOf({ ...fresh, active: false, acknowledged: true, closedAt: 'x' }, anything)).toEqual(['comment'])
  })
  it('follow the role', () => {
    expect(deedsOf(fresh, (permission) => may('viewer', permission))).toEqual([])
    expect(deedsOf(fresh, (permission) => may('technician', permission))).toEqual(['ticket', 'comment'])
  })
  it('are never refused by the domain for the state', () => {
    const actor = { name: 'li', role: 'operator', sites: null, locale: 'en', type: 'user' } as const
    const bodies = {
      acknowledge: {},
      assign: { user: 'li' },
      comment: { text: 'x' },
      shelve: { for: '15m', reason: 'x' },
      unshelve: {},
      reset: {},
      close: { outcome: 'real' },
    } as const
    const flags = [true, false]
    for (const active of flags)
      for (const acknowledged of flags)
        for (const latched of flags)
          for (const endless of flags)
            for (const lifeSafety of flags)
              for (const closedAt of [null, '2026-11-23T08:00:00.000Z'])
                for (const shelvedUntil of [null, '2026-11-23T09:00:00.000Z']) {
                  const state = { ...fresh, active, acknowledged, latched, endless, lifeSafety, closedAt, shelvedUntil }
                  const incident = { id: 'i', version: 1, timeline: [], ...state } as unknown as Incident
                  for (const deed of deedsOf(state, anything)) {
                    if (deed === 'ticket') continue
                    const decided = actOnIncident(incident, { action: deed, ...bodies[deed] } as never, actor, 0)
                    expect(isRefusal(decided), `${deed} on ${JSON.stringify(state)}`).toBe(false)
                  }
                }
  })
})

it('asks what was seen for priority 1 that waits, and for nothing else', () => {
  expect(needsWords({ ...fresh, priority: 1 })).toBe(true)
  expect(needsWords({ ...fresh, priority: 2 })).toBe(false)
  expect(needsWords({ ...fresh, priority: 1, acknowledged: true })).toBe(false)
})
