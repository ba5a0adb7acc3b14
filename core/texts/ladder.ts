// Words of notices, ladders, rosters and dispatch.
import type { Candidate, Proposal } from '../contracts/dispatch.ts'
import type { ClimbEntry, StepPreview } from '../contracts/ladder.ts'
import type { Gap } from '../contracts/roster.ts'
import type { Text, Texts } from './words.ts'

const notices = {
  'notice.title': { 'zh-CN': '【{priority}】{title}', en: '[{priority}] {title}' },
  'notice.drill': { 'zh-CN': '【演练】', en: '[Drill] ' },
  'notice.incident_first': {
    'zh-CN': '{what}，{since} 起，未接警',
    en: '{what}, since {since}, unacknowledged',
  },
  'notice.incident_again': {
    'zh-CN': '仍未接警，第 {n} 次，已 {elapsed}：{what}，{since} 起',
    en: 'Still unacknowledged, notice {n}, {elapsed}: {what}, since {since}',
  },
  'notice.ticket_warned.response': {
    'zh-CN': '{what} 工单 #{number} 快到时限：{due} 前要接单',
    en: '{what}: ticket #{number} is running out of time, to be accepted before {due}',
  },
  'notice.ticket_warned.resolution': {
    'zh-CN': '{what} 工单 #{number} 快到时限：{due} 前要修好',
    en: '{what}: ticket #{number} is running out of time, to be finished before {due}',
  },
  'notice.ticket_breached.response': {
    'zh-CN': '{what} 工单 #{number} 已超时：{due} 前应接单',
    en: '{what}: ticket #{number} is overdue, it was to be accepted before {due}',
  },
  'notice.ticket_breached.resolution': {
    'zh-CN': '{what} 工单 #{number} 已超时：{due} 前应修好',
    en: '{what}: ticket #{number} is overdue, it was to be finished before {due}',
  },
  'notice.ticket_lease_ended': {
    'zh-CN': '{what} 工单 #{number} 领走已于 {due} 到期，别人可以接单；已在处理请尽快上传',
    en: '{what}: your hold on ticket #{number} ended at {due} and others may take it; send what you have done',
  },
  'notice.ticket_rejected': {
    'zh-CN': '{what} 工单 #{number} 没有通过，{due} 退回，请接着处理',
    en: '{what}: ticket #{number} did not pass and came back at {due}, please go on with it',
  },
  'notice.ticket_bounced': {
    'zh-CN': '{what} 工单 #{number} 又出问题，{due} 退回，请接着处理',
    en: '{what}: ticket #{number} came back at {due}, the same thing is wrong again',
  },
  'notice.ticket_appointment': {
    'zh-CN': '{what} 工单 #{number} 已过约定时间 {due}，还没有到场',
    en: '{what}: ticket #{number} was agreed for {due}, and nobody has arrived',
  },
  'notice.ticket_first': {
    'zh-CN': '工单 #{number} {what}，{since} 开单，{state}',
    en: 'Ticket #{number}: {what}, opened {since}, {state}',
  },
  'notice.ticket_again': {
    'zh-CN': '仍未接单，第 {n} 次，已 {elapsed}：工单 #{number} {what}，{since} 开单',
    en: 'Still not accepted, notice {n}, {elapsed}: ticket #{number}: {what}, opened {since}',
  },
} as const satisfies Texts

const entries = {
  'climb.entry.told': { 'zh-CN': '已通知 {to}（{channel}）', en: 'Told {to} ({channel})' },
  'climb.entry.nobody': { 'zh-CN': '通知不到 {to}', en: 'Could not tell {to}' },
  'climb.entry.passed_over': { 'zh-CN': '跳过这一级', en: 'Step passed over' },
  'climb.entry.phone': { 'zh-CN': '请打电话给 {to}', en: 'Phone {to}' },
  'climb.entry.phoned': { 'zh-CN': '{by} 已打电话给 {to}', en: '{by} phoned {to}' },
  'climb.entry.stopped': { 'zh-CN': '升级停止', en: 'Escalation stopped' },
  'climb.entry.resumed': { 'zh-CN': '升级重新开始', en: 'Escalation begins anew' },
} as const satisfies Record<`climb.entry.${ClimbEntry['what']}`, Text>

const whyNot = {
  'ladder.why.nobody_on_duty': { 'zh-CN': '现在没有人当班', en: 'Nobody is on duty now' },
  'ladder.why.nobody': { 'zh-CN': '没有符合条件的人', en: 'There is nobody of that kind' },
  'ladder.why.no_channel': { 'zh-CN': '没有可用的通知渠道', en: 'No channel reaches them' },
  'ladder.why.no_phone': { 'zh-CN': '没有登记电话', en: 'No telephone number is known' },
  'ladder.why.outside_hours': { 'zh-CN': '不在这一级的时段内', en: 'Outside the hours of this step' },
  'ladder.why.not_enough_open': { 'zh-CN': '未接报警不够多', en: 'Too few incidents are open' },
} as const satisfies Record<`ladder.why.${NonNullable<StepPreview['why']>}`, Text>

const again = {
  'ladder.why.lapsed': { 'zh-CN': '接手后一直没有动静', en: 'Nothing was done by whoever had taken it' },
  'ladder.why.audit': { 'zh-CN': '系统自查补上', en: 'Set right by the auditor' },
  'ladder.resume_after': {
    'zh-CN': '有人接手后多久没有动静就重新通知（如 30m、4h；不填则从不）',
    en: 'Begins anew once whoever has it does nothing for (30m, 4h; empty: never)',
  },
  'climb.resumes': {
    'zh-CN': '到 {time} 还没有动静就重新通知',
    en: 'Told anew unless something is done before {time}',
  },
  'ladder.resumes': {
    'zh-CN': '有人接手后 {span} 没有动静，从头再通知',
    en: 'Begins anew once nothing is done for {span} by whoever has taken it',
  },
} as const satisfies Texts

const gaps = {
  'roster.gap.nobody': { 'zh-CN': '没有排人', en: 'Nobody is on it' },
  'roster.gap.too_few': { 'zh-CN': '还缺 {missing} 人', en: '{missing} more needed' },
  'roster.gap.no_skill': { 'zh-CN': '缺少具备所需技能的人', en: 'Nobody with the skill that is needed' },
  'roster.gap.expired': { 'zh-CN': '{user} 的证书已于 {on} 到期', en: 'The certificate of {user} ran out on {on}' },
  'roster.gap.expires': { 'zh-CN': '{user} 的证书将于 {on} 到期', en: 'The certificate of {user} runs out on {on}' },
  'roster.gap.swap_open': { 'zh-CN': '{user} 申请换班，尚未批准', en: '{user} asked for a swap; not approved yet' },
} as const satisfies Record<`roster.gap.${Gap['what']}`, Text>

const reasons = {
  'dispatch.why.warranty': { 'zh-CN': '在保修期内', en: 'Under warranty' },
  'dispatch.why.contract': { 'zh-CN': '由厂家维保', en: 'Under a contract' },
  'dispatch.why.assigned': { 'zh-CN': '已派给此人', en: 'Has it already' },
  'dispatch.why.on_duty': { 'zh-CN': '当班', en: 'On duty' },
  'dispatch.why.on_post': { 'zh-CN': '在岗', en: 'On post' },
  'dispatch.why.skill': { 'zh-CN': '具备技能', en: 'Has the skill' },
  'dispatch.why.no_skill': { 'zh-CN': '没有登记所需技能', en: 'The skill is not recorded' },
  'dispatch.why.few_tickets': { 'zh-CN': '手上工单少', en: 'Has few tickets' },
  'dispatch.why.busy': { 'zh-CN': '手上工单多', en: 'Has many tickets' },
} as const satisfies Record<`dispatch.why.${Candidate['why'][number]}`, Text>

const noneWhy = {
  'dispatch.none.nobody_on_duty': { 'zh-CN': '没有维修人员当班', en: 'No technician is on duty' },
  'dispatch.none.nobody': { 'zh-CN': '没有维修人员', en: 'There is no technician' },
} as const satisfies Record<`dispatch.none.${NonNullable<Proposal['whyNone']>}`, Text>

export const ladderTexts = {
  ...notices,
  ...entries,
  ...whyNot,
  ...again,
  ...gaps,
  ...reasons,
  ...noneWhy,
} as const satisfies Texts
