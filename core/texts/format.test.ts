// Times and values as the duty room writes them; an incident as a sentence.
import { describe, expect, test } from 'vitest'
import type { Incident } from '../contracts/incident.ts'
import { Metric } from '../contracts/metric.ts'
import {
  formatClock,
  formatDate,
  formatDateTime,
  formatDuration,
  formatTime,
  formatValue,
  zoneLabel,
} from './format.ts'
import { sentence, type SentenceContext } from './sentence.ts'

const at = Date.parse('2026-11-23T06:32:07.000Z')
const minute = 60_000

describe('times', () => {
  test('stand in the zone of the site, which is printed', () => {
    expect(formatDateTime(at, 'Asia/Shanghai')).toBe('2026-11-23 14:32:07 (UTC+8)')
    expect(formatDateTime(at, 'America/St_Johns')).toBe('2026-11-23 03:02:07 (UTC-3:30)')
    expect(formatTime(Date.parse('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe('00:00:00')
    expect(formatDate(Date.parse('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-23')
  })

  test('the zone’s offset is the one of that day', () => {
    expect(zoneLabel(Date.parse('2026-07-01T00:00:00Z'), 'Europe/Berlin')).toBe('UTC+2')
    expect(zoneLabel(Date.parse('2026-12-01T00:00:00Z'), 'Europe/Berlin')).toBe('UTC+1')
  })
})

describe('durations', () => {
  test.each([
    [0, '0 秒', '0 s', '00:00'],
    [59_999, '59 秒', '59 s', '00:59'],
    [8 * minute + 30_000, '8 分钟', '8 min', '08:30'],
    [2 * minute + 14_000, '2 分钟', '2 min', '02:14'],
    [192 * minute, '3 小时 12 分钟', '3 h 12 min', '3:12:00'],
    [60 * minute, '1 小时', '1 h', '1:00:00'],
    [1440 * minute, '1 天', '1 day', '24:00:00'],
    [(2 * 1440 + 245) * minute, '2 天 4 小时', '2 days 4 h', '52:05:00'],
    [-5000, '0 秒', '0 s', '00:00'],
  ])('%d ms', (ms, zh, en, clock) => {
    expect(formatDuration('zh-CN', ms)).toBe(zh)
    expect(formatDuration('en', ms)).toBe(en)
    expect(formatClock(ms)).toBe(clock)
  })
})

test('values keep their decimals and take their unit after a space, without thousands or 万', () => {
  expect(formatValue('zh-CN', 0.1849, 2, 'MPa')).toBe('0.18 MPa')
  expect(formatValue('en', 0.2, 2, 'MPa')).toBe('0.20 MPa')
  expect(formatValue('zh-CN', 123456, 0, '')).toBe('123456')
})

describe('an incident as a sentence', () => {
  const incident: Incident = {
    ...{ id: 'i-1', rule: 'low', subject: { type: 'device', id: 'p-1' }, device: 'p-1', site: 'hq' },
    ...{ title: { 'zh-CN': '压力低', en: 'Pressure low' }, priority: 2, lifeSafety: false, active: true },
    ...{ acknowledged: false, acknowledgedBy: null, acknowledgedAt: null, shelvedUntil: null, latched: false },
    ...{ historic: false, drill: false, service: false, silent: false, openedAt: new Date(at).toISOString() },
    ...{ raisedAt: new Date(at).toISOString(), clearedAt: null, closedAt: null, outcome: null, trips: 1 },
    ...{ evidence: { outlet_pressure_mpa: 0.18 }, assignee: null, ticket: null, version: 1, timeline: [] },
  }
  const pressure = Metric.parse({
    ...{ name: 'outlet_pressure_mpa', label: '出口压力', type: 'number', unit: 'MPa', decimals: 2 },
  })
  const context: SentenceContext = {
    locale: 'zh-CN',
    place: { 'zh-CN': '2号楼', en: 'Building 2' },
    thing: { 'zh-CN': '生活泵 1#', en: 'Domestic pump 1' },
    metrics: [pressure],
    when: { metric: 'outlet_pressure_mpa', below: 0.25 },
    at: at + 8 * minute,
  }

  test('is place, thing, state, number with its limit, since', () => {
    expect(sentence(incident, context)).toBe('2号楼 生活泵 1# 压力低 0.18 MPa（下限 0.25），8 分钟')
    expect(sentence(incident, { ...context, locale: 'en' })).toBe(
      'Building 2, Domestic pump 1: Pressure low 0.18 MPa (limit 0.25), 8 min',
    )
  })

  test('does not say the place twice', () => {
    const thing = { 'zh-CN': '2号楼生活泵', en: 'Building 2 pump' }
    expect(sentence(incident, { ...context, thing })).toBe('2号楼生活泵 压力低 0.18 MPa（下限 0.25），8 分钟')
  })

  test('leaves out what is not known', () => {
    const bare = { ...context, place: null, metrics: [], when: null, at: null }
    expect(sentence(incident, bare)).toBe('生活泵 1# 压力低')
    expect(sentence(incident, { ...bare, thing: null })).toBe('压力低')
    expect(sentence(incident, { ...context, when: null, at: null })).toBe('2号楼 生活泵 1# 压力低 0.18 MPa')
  })

  test('finds the limit inside a condition of several parts', () => {
    const when = { all: [{ silent: 2 }, { any: [{ metric: 'outlet_pressure_mpa', above: 0.1 }] }] }
    expect(sentence(incident, { ...context, when, at: null })).toContain('0.18 MPa（上限 0.10）')
  })
})
