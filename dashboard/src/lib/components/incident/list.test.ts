// The order of the incident list, and what stays put while somebody works in it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Incident } from '#core/contracts/incident.ts'
import { fits, foldedRows, isUnder, keepOrder, plainRows, takenTogether, type Row } from './list.ts'

const incident = (id: string, set: Partial<Incident> = {}): Incident => ({
  id,
  rule: 'pump-trip',
  subject: { type: 'device', id: set.device ?? 'pump-1' },
  device: 'pump-1',
  site: 'demo',
  title: { 'zh-CN': '水泵跳闸', en: 'Pump tripped' },
  priority: 2,
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
  openedAt: '2026-11-23T08:00:00.000Z',
  raisedAt: '2026-11-23T08:00:00.000Z',
  clearedAt: null,
  closedAt: null,
  outcome: null,
  trips: 1,
  evidence: {},
  assignee: null,
  ticket: null,
  version: 1,
  timeline: [],
  ...set,
})
const ids = (rows: readonly Row[]) => rows.map((row) => row.incident.id)
const later = (s: number) => new Date(Date.parse('2026-11-23T08:00:00.000Z') + s * 1000).toISOString()
const none = { words: '', priority: '', building: '' }

describe('the list', () => {
  it('puts unacknowledged first, then priority, then newest', () => {
    const rows = plainRows([
      incident('taken', { acknowledged: true, priority: 1 }),
      incident('old', { openedAt: later(1) }),
      incident('new', { openedAt: later(2) }),
      incident('critical', { priority: 1 }),
    ])
    expect(ids(rows)).toEqual(['critical', 'new', 'old', 'taken'])
  })

  it('keeps shelved ones under their own tab', () => {
    const shelved = incident('a', { shelvedUntil: later(900) })
    expect(isUnder('open', shelved)).toBe(false)
    expect(isUnder('unacknowledged', shelved)).toBe(false)
    expect(isUnder('shelved', shelved)).toBe(true)
    expect(isUnder('unacknowledged', incident('b', { acknowledged: true }))).toBe(false)
  })

  it('narrows by priority, building and every word', () => {
    const one = incident('a')
    const known = '2号楼 生活泵 Pump pump-1'
    expect(fits(one, none, null, known)).toBe(true)
    expect(fits(one, { ...none, priority: '1' }, null, known)).toBe(false)
    expect(fits(one, { ...none, building: 'b2' }, 'b2', known)).toBe(true)
    expect(fits(one, { ...none, building: 'b2' }, null, known)).toBe(false)
    expect(fits(one, { ...none, words: 'PUMP-1 2号' }, null, known)).toBe(true)
    expect(fits(one, { ...none, words: 'pump 3号' }, null, known)).toBe(false)
  })
})

describe('first-out groups', () => {
  const devices = new Map<string, { parent: string | null; group: string | null }>()
  const first = incident('first', { acknowledged: true })
  const after = incident('after', { openedAt: later(10), priority: 3 })
  const apart = incident('apart', { device: 'lift-1', priority: 3 })

  it('show what folded only when unfolded, indented under the first', () => {
    expect(ids(foldedRows([first, after], devices, new Set()))).toEqual(['first'])
    const rows = foldedRows([first, after], devices, new Set(['first']))
    expect(rows.map(({ incident: { id }, depth, folded }) => [id, depth, folded])).toEqual([
      ['first', 0, 1],
      ['after', 1, 0],
    ])
  })

  it('stand where their most urgent incident would', () => {
    // The first one has been taken, but what came after it has not: the group must not sink below others.
    const urgent = incident('urgent', { openedAt: later(10), priority: 2 })
    expect(ids(foldedRows([first, urgent, apart], devices, new Set()))).toEqual(['first', 'apart'])
  })
})

describe('while somebody works in the list', () => {
  it('rows stay, new ones wait aside, critical ones and life safety come at once', () => {
    const rows = plainRows([
      incident('a', { acknowledged: true }),
      incident('b'),
      incident('new', { openedAt: later(5) }),
      incident('fire', { priority: 1 }),
      incident('gas', { priority: 2, lifeSafety: true }),
    ])
    const { shown, aside } = keepOrder(rows, ['a', 'b'])
    expect(ids(shown)).toEqual(['fire', 'gas', 'a', 'b'])
    expect(ids(aside)).toEqual(['new'])
  })

  it('keeps a group together and its order, also when it is unfolded meanwhile', () => {
    const first = incident('first')
    const [one, two] = [incident('one', { openedAt: later(5) }), incident('two', { openedAt: later(9) })]
    const apart = incident('apart', { device: 'lift-1', subject: { type: 'device', id: 'lift-1' }, priority: 3 })
    const unfolded = foldedRows([first, one, two, apart], new Map(), new Set(['first']))
    expect(ids(keepOrder(unfolded, ['apart', 'first']).shown)).toEqual(['apart', 'first', 'two', 'one'])
    // `two` has been taken and would sink, but stays where it stands
    const taken = foldedRows([first, one, { ...two, acknowledged: true }, apart], new Map(), new Set(['first']))
    expect(ids(keepOrder(taken, ['apart', 'first', 'two', 'one']).shown)).toEqual(['apart', 'first', 'two', 'one'])
  })

  it('nothing is ever lost or doubled', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }),
        (present, before) => {
          const rows = plainRows(
            present.map((n) => incident(`i${n}`, { priority: ((n % 4) + 1) as Incident['priority'] })),
          )
          const { shown, aside } = keepOrder(
            rows,
            [...new Set(before)].map((n) => `i${n}`),
          )
          expect([...ids(shown), ...ids(aside)].toSorted()).toEqual(ids(rows).toSorted())
          expect(aside.every((row) => row.incident.priority !== 1)).toBe(true)
        },
      ),
    )
  })

  it('follows the order again when nobody does', () => {
    const rows = plainRows([incident('a', { acknowledged: true }), incident('b')])
    expect(keepOrder(rows, null)).toEqual({ shown: rows, aside: [] })
  })
})

it('takes together only what is shown, waiting, and neither critical nor life safety', () => {
  const rows = plainRows([
    incident('a'),
    incident('taken', { acknowledged: true }),
    incident('critical', { priority: 1 }),
    incident('gas', { lifeSafety: true }),
    incident('shelved', { shelvedUntil: later(900) }),
  ])
  expect(takenTogether(rows).map(({ id }) => id)).toEqual(['a'])
})
