import { describe, expect, it } from 'vitest'
import type { Incident } from '#core/contracts/incident.ts'
import { byUrgency, countByPriority, foremost, markState, sounding, worstByDevice } from './incidents.ts'

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id,
  rule: 'rule',
  subject: { type: 'device', id: 'd' },
  device: 'd',
  site: 's',
  title: { 'zh-CN': id, en: id },
  priority: 3,
  lifeSafety: false,
  active: true,
  acknowledged: false,
  acknowledgedBy: null,
  acknowledgedAt: null,
  shelvedUntil: null,
  latched: false,
  historic: false,
  drill: false,
  service: false,
  silent: false,
  openedAt: '2026-11-23T06:00:00.000Z',
  raisedAt: '2026-11-23T06:00:00.000Z',
  clearedAt: null,
  closedAt: null,
  outcome: null,
  trips: 1,
  evidence: {},
  assignee: null,
  ticket: null,
  version: 1,
  timeline: [],
  ...more,
})
const taken = { acknowledged: true }
const ids = (incidents: readonly Incident[]) => incidents.map(({ id }) => id)

describe('the order of the list', () => {
  it('puts unacknowledged first, then priority, then what still holds, then newest', () => {
    const list = [
      incident('taken-1', { ...taken, priority: 1 }),
      incident('old-3', { openedAt: '2026-11-23T05:00:00.000Z' }),
      incident('new-3', { openedAt: '2026-11-23T07:00:00.000Z' }),
      incident('over-2', { priority: 2, active: false, openedAt: '2026-11-23T08:00:00.000Z' }),
      incident('open-2', { priority: 2 }),
      incident('shelved-1', { priority: 1, shelvedUntil: '2026-11-23T09:00:00.000Z' }),
    ]
    expect(ids(list.toSorted(byUrgency))).toEqual(['open-2', 'over-2', 'new-3', 'old-3', 'taken-1', 'shelved-1'])
  })
})

describe('the one in the band', () => {
  it('keeps people in danger on top of a minor newcomer', () => {
    expect(foremost([incident('trapped', { ...taken, priority: 1 }), incident('lamp', { priority: 4 })])?.id).toBe(
      'trapped',
    )
  })
  it('lets an unattended loss of service go before danger that somebody has', () => {
    expect(foremost([incident('trapped', { ...taken, priority: 1 }), incident('pump', { priority: 2 })])?.id).toBe(
      'pump',
    )
  })
  it('never lets what is over hide what is going on', () => {
    const over = incident('leak', { priority: 1, active: false })
    expect(foremost([over, incident('pump', { priority: 2 })])?.id).toBe('pump')
    expect(foremost([over, incident('lamp', { priority: 4 })])?.id).toBe('leak')
  })
  it('leaves out shelved ones and those that are over', () => {
    const over = incident('over', { ...taken, active: false })
    expect(foremost([incident('shelved', { priority: 2, shelvedUntil: '2026-11-23T09:00:00.000Z' }), over])).toBeNull()
  })
})

describe('marks and counts', () => {
  it.each([
    [{ active: true, acknowledged: false }, 'unacknowledged'],
    [{ active: true, acknowledged: true }, 'acknowledged'],
    [{ active: false, acknowledged: false }, 'cleared'],
    [{ active: false, acknowledged: true }, 'done'],
    [{ shelvedUntil: '2026-11-23T09:00:00.000Z' }, 'shelved'],
  ] as const)('%o is drawn as %s', (more, state) => expect(markState(incident('i', more))).toBe(state))

  it('counts shelved ones apart', () => {
    const counts = countByPriority([
      incident('a', { priority: 1 }),
      incident('b', { ...taken, priority: 1 }),
      incident('c', { priority: 1, shelvedUntil: '2026-11-23T09:00:00.000Z' }),
    ])
    expect(counts[1]).toEqual({ open: 2, unacknowledged: 1 })
    expect(counts.shelved).toBe(1)
  })

  it('marks a device by its most urgent incident', () => {
    const worst = worstByDevice([incident('low', { priority: 4 }), incident('high', { ...taken, priority: 2 })])
    expect(worst.get('d')?.id).toBe('high')
  })
})

describe('what a console sounds', () => {
  const none = new Set<string>()
  it('sounds what nobody has, most urgent first', () => {
    expect(ids(sounding([incident('three'), incident('one', { priority: 1 })], none))).toEqual(['one', 'three'])
  })
  it.each([
    ['taken', taken],
    ['shelved', { shelvedUntil: '2026-11-23T09:00:00.000Z' }],
    ['historic', { historic: true }],
    ['priority 4', { priority: 4 }],
    ['cleared', { active: false }],
  ] as const)('is silent for one that is %s', (_name, more) =>
    expect(sounding([incident('i', more)], none)).toEqual([]),
  )
  it('goes on for life safety that cleared before anybody took it', () => {
    expect(sounding([incident('fire', { priority: 1, lifeSafety: true, active: false })], none)).toHaveLength(1)
  })
  it('is hushed one by one: a new alarm sounds again', () => {
    expect(ids(sounding([incident('old'), incident('new')], new Set(['old'])))).toEqual(['new'])
  })
})
