// Timelines in words, driven by the decisions that write them.
import { describe, expect, test } from 'vitest'
import { TimelineEntry } from '../contracts/incident.ts'
import { NewTicket, type Ticket, type TicketAction } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import { isRefusal } from '../contracts/refusal.ts'
import { openTicket } from '../domain/ticket-open.ts'
import { tickTicket } from '../domain/ticket-system.ts'
import { actOnTicket } from '../domain/ticket.ts'
import { isTextKey } from './texts.ts'
import { incidentLine, ticketLine, type TimelineContext } from './timeline.ts'

const at = Date.parse('2026-11-23T06:32:07.000Z')
const names = new Map([
  ['wanglei', '王磊'],
  ['liqian', '李倩'],
])
const zh: TimelineContext = {
  locale: 'zh-CN',
  timezone: 'Asia/Shanghai',
  nameOf: (username) => names.get(username) ?? username,
}
const en: TimelineContext = { ...zh, locale: 'en' }
const entry = (type: TimelineEntry['type'], data: Record<string, unknown> = {}, by: string | null = 'wanglei') =>
  ({ at: '2026-11-23T06:32:07.000Z', type, by, data }) as const

describe('an incident’s line', () => {
  test('says who did what, with the words given', () => {
    expect(incidentLine(entry('acknowledged'), zh)).toBe('王磊 接警')
    expect(incidentLine(entry('acknowledged', { note: '无人受困' }), zh)).toBe('王磊 接警：无人受困')
    expect(incidentLine(entry('assigned', { user: 'liqian' }), en)).toBe('王磊 assigned it to 李倩')
    expect(incidentLine(entry('closed', { outcome: 'false_alarm', note: '蒸汽' }), zh)).toBe(
      '王磊 关闭报警：误报；蒸汽',
    )
  })

  test('prints a time inside it in the zone of the site', () => {
    const shelved = entry('shelved', { reason: '施工', until: '2026-11-23T07:00:00.000Z' })
    expect(incidentLine(shelved, zh)).toBe('王磊 搁置至 2026-11-23 15:00:00 (UTC+8)：施工')
  })

  test('tells the end of a shelf from a person who takes it off', () => {
    expect(incidentLine(entry('unshelved', { returned: true }, null), zh)).toBe('搁置时间到，重新显示')
    expect(incidentLine(entry('unshelved'), zh)).toBe('王磊 取消搁置')
  })

  test('says what a late sync proved', () => {
    const learnt = { corrected: 'late_synced', tap: 't-1', by: 'chenhao', readAt: '2026-11-23T06:00:00.000Z' }
    expect(incidentLine(entry('annotated', learnt, null), zh)).toBe(
      '补传记录显示 2026-11-23 14:00:00 (UTC+8) 已到，漏巡更正',
    )
  })

  test('tells an arrival that a tap proves from one that somebody reports', () => {
    const arrived = (data: object, by = 'liqian') =>
      entry('arrived', { user: 'liqian', elapsedMs: 133_000, ...data }, by)
    expect(incidentLine(arrived({ proven: true }), zh)).toBe('李倩 到场（02:13），打卡证实')
    expect(incidentLine(arrived({ proven: true }), en)).toBe('李倩 on scene 02:13, proven by a tap')
    expect(incidentLine(arrived({ proven: false }), zh)).toBe('李倩 报告到场（02:13），未打卡')
    expect(incidentLine(arrived({ proven: false }, 'wanglei'), zh)).toBe('王磊 报告 李倩 到场（02:13），未打卡')
    expect(incidentLine(entry('sent', { user: 'liqian' }), zh)).toBe('王磊 派 李倩 前往')
  })

  test('leaves no gap for any type of entry, whoever did it', () => {
    for (const type of TimelineEntry.shape.type.options) {
      const data = { user: 'liqian', until: '2026-11-23T07:00:00.000Z', elapsedMs: 133_000 }
      for (const by of ['wanglei', null]) expect(incidentLine(entry(type, data, by), zh), type).not.toMatch(/–|\{/)
    }
  })
})

describe('a ticket’s line', () => {
  const actor: Actor = { name: 'wanglei', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }
  const asked = NewTicket.parse({ site: 'hq', type: 'complaint', title: '噪音' })
  const act = (ticket: Ticket, action: TicketAction, by = actor): Ticket => {
    const decided = actOnTicket(ticket, action, by, at)
    if (isRefusal(decided)) throw new Error(decided.refused)
    return decided.next
  }
  /** One ticket that goes every way there is, but the ends that exclude each other. */
  const walked = () => {
    let ticket = openTicket(asked, { id: 't-1', number: 218, source: 'person', at, by: 'wanglei' }).next
    const actions: TicketAction[] = [
      { action: 'dispatch', user: 'liqian' },
      { action: 'decline', reason: '不在班' },
      { action: 'dispatch', vendor: '迅达维保' },
      { action: 'accept' },
      { action: 'start' },
      { action: 'wait', reason: '等配件', why: 'parts' },
      { action: 'resume' },
      { action: 'finish', note: '已换' },
      { action: 'reject', reason: '仍响' },
      { action: 'finish' },
    ]
    for (const action of actions) ticket = act(ticket, action)
    ticket = act(ticket, { action: 'verify' }, { ...actor, name: 'liqian' })
    ticket = act(ticket, { action: 'rate', score: 4 })
    ticket = act(ticket, { action: 'callback', text: '已满意' })
    return act(ticket, { action: 'close' })
  }

  test('has words for every step', () => {
    const { timeline } = walked()
    expect(timeline.every((each) => isTextKey(`ticket.entry.${each.type}`))).toBe(true)
    expect(timeline.slice(0, 5).map((each) => ticketLine(each, zh))).toEqual([
      '王磊 开单',
      '王磊 派单给 李倩',
      '王磊 拒单：不在班',
      '王磊 派单给 迅达维保',
      '王磊 接单',
    ])
    for (const each of timeline) expect(ticketLine(each, en)).not.toMatch(/–|\{/)
  })

  test('says that the system would have it so, and calls a firm by its name', () => {
    const sent = (data: object) => ({ at: '', type: 'dispatched', by: 'wanglei', data: { ...data } })
    expect(ticketLine(sent({ user: 'liqian', proposed: true }), zh)).toBe('王磊 按系统建议派单给 李倩')
    const named = { ...en, firmOf: (id: string) => (id === 'xunda' ? 'Xunda Lifts' : id) }
    expect(ticketLine(sent({ vendor: 'xunda', proposed: true }), named)).toMatch(/Xunda Lifts.*proposed/)
    expect(ticketLine(sent({ vendor: 'xunda' }), named)).not.toMatch(/proposed/)
  })

  test('names the clock that ran out', () => {
    const ticket = openTicket(asked, { id: 't-1', number: 218, source: 'rule', at, by: null }).next
    const late = tickTicket(ticket, at + 48 * 3_600_000).next
    expect(late.timeline.slice(1).map((each) => ticketLine(each, zh))).toEqual(['响应时限已过', '解决时限已过'])
    expect(ticketLine(late.timeline[0]!, zh)).toBe('系统 开单')
  })

  test('of a step that has no words shows its own name', () => {
    expect(ticketLine({ at: '', type: 'moved', by: null, data: {} }, zh)).toBe('moved')
  })
})
