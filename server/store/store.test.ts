// The stores that the pipeline writes: what goes in comes out, pages join without gap, doubles change nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { iso } from '../../core/contracts/instant.ts'
import { openDatabase, type Database } from './database.ts'
import { discover, listDiscovered } from './discovered.ts'
import { findIncident, findOpenIncident, insertIncident, listIncidents, updateIncident } from './incident.ts'
import { offsetOf, saveOffset } from './offset.ts'
import { listQuarantine, setAside, trimQuarantine } from './quarantine.ts'
import { allMemories, saveMemories } from './rule-memory.ts'

let database: Database
beforeEach(async () => {
  database = await openDatabase(':memory:')
})
afterEach(() => database.close())

const subject = { type: 'device', id: 'd' } as const
const incident = (id: string, at: number): Incident => ({
  ...{ id, rule: `rule-${id}`, subject, device: 'd', site: 's', title: { 'zh-CN': '高', en: 'High' }, priority: 2 },
  ...{ lifeSafety: false, active: true, acknowledged: false, acknowledgedBy: null, acknowledgedAt: null },
  ...{ shelvedUntil: null, latched: false, historic: false, drill: false, service: false, silent: false },
  ...{ openedAt: iso(at), raisedAt: iso(at), clearedAt: null, closedAt: null, outcome: null, trips: 1, evidence: {} },
  ...{ assignee: null, ticket: null, version: 1, timeline: [{ at: iso(at), type: 'opened', by: null, data: {} }] },
})

test('a timeline is only added to, whether the incident was read with it or without', async () => {
  const { db } = database
  await insertIncident(db, incident('i1', 1000), 'e/urgent/1/0')
  const bare = (await findOpenIncident(db, 'rule-i1', subject))!
  expect(bare.timeline).toEqual([])
  const entry = (type: 'retripped' | 'cleared') => ({ at: iso(2000), type, by: null, data: {} })
  await updateIncident(db, bare, { ...bare, trips: 2, timeline: [entry('retripped')] })
  const whole = (await findIncident(db, 'i1'))!
  await updateIncident(db, whole, { ...whole, timeline: [...whole.timeline, entry('cleared')], closedAt: iso(3000) })
  expect((await findIncident(db, 'i1'))!.timeline.map((e) => e.type)).toEqual(['opened', 'retripped', 'cleared'])
  expect(await findOpenIncident(db, 'rule-i1', subject)).toBeNull()
})

test('pages of incidents join without gap or double, also when many were raised in one millisecond', async () => {
  for (let i = 0; i < 7; i++) await insertIncident(database.db, incident(`i${i}`, 5000), `e/urgent/${i}/0`)
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listIncidents(database.db, { limit: 3, sites: null, at: 0, ...(cursor && { cursor }) })
    seen.push(...page.items.map((i) => i.id))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(['i6', 'i5', 'i4', 'i3', 'i2', 'i1', 'i0'])
  expect((await listIncidents(database.db, { limit: 3, sites: [], at: 0 })).items).toEqual([])
})

test('memories are written and forgotten in bulk, whatever their keys', async () => {
  const rows = ['d', '__proto__', "o'x"].map((holder) => ({ rule: 'r', holder, doc: { since: 1, text: 'a"b' } }))
  await saveMemories(database.db, rows)
  await saveMemories(database.db, [{ rule: 'r', holder: 'd', doc: null }])
  expect(await allMemories(database.db)).toEqual(expect.arrayContaining(rows.slice(1)))
  expect(await allMemories(database.db)).toHaveLength(2)
})

test('an offset of another journal is none', async () => {
  await saveOffset(database.db, 'rules', 'bulk', 'journal-1', 42)
  expect(await offsetOf(database.db, 'rules', 'bulk', 'journal-1')).toBe(42)
  expect(await offsetOf(database.db, 'rules', 'bulk', 'journal-2')).toBe(0)
})

test('the same message is set aside once, long payloads are cut, the oldest go first', async () => {
  const message = (at: number) => ({
    id: `m${at}`,
    at,
    device: 'd',
    topic: 't',
    reason: 'r',
    payload: 'x'.repeat(5000),
  })
  for (const at of [1, 2, 3, 3]) await setAside(database.db, message(at))
  const all = await listQuarantine(database.db, 'd', { limit: 10 })
  expect(all.items.map((m) => m.id)).toEqual(['m3', 'm2', 'm1'])
  expect(all.items[0]!.payload).toHaveLength(2000)
  await trimQuarantine(database.db, 2)
  expect((await listQuarantine(database.db, 'd', { limit: 10 })).items.map((m) => m.id)).toEqual(['m3', 'm2'])
})

test('a discovery is counted, not doubled', async () => {
  for (const at of [1, 2]) await discover(database.db, { at, device: null, what: 'device', name: 'p-9', data: { at } })
  const { items } = await listDiscovered(database.db, { limit: 10 })
  expect(items).toEqual([expect.objectContaining({ name: 'p-9', count: 2, lastSeen: iso(2), data: { at: 2 } })])
})
