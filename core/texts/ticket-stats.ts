// Words of the figures of tickets.
import type { Texts } from './words.ts'

export const ticketStatsTexts = {
  'tickets.stats.title': { 'zh-CN': '工单统计', en: 'Ticket figures' },
  'tickets.stats.span': { 'zh-CN': '受理时间', en: 'Received in' },
  'tickets.stats.days': { 'zh-CN': '近 {n} 天', en: 'Last {n} days' },
  'tickets.stats.total': { 'zh-CN': '全部', en: 'All' },
  'tickets.stats.devices': { 'zh-CN': '按设备', en: 'By device' },
  'tickets.stats.people': { 'zh-CN': '按维修人', en: 'By technician' },
  'tickets.stats.people.note': {
    'zh-CN': '数字只供了解，本人可见，不作为考核的唯一依据。有疑问请对照工单时间线。',
    en: 'Everybody sees the own figures. They decide nothing by themselves: where in doubt, the timelines of the tickets count.',
  },
  'tickets.stats.vendors': { 'zh-CN': '按维保单位', en: 'By vendor' },
  'tickets.stats.name': { 'zh-CN': '名称', en: 'Name' },
  'tickets.stats.count': { 'zh-CN': '工单', en: 'Tickets' },
  'tickets.stats.response': { 'zh-CN': '响应', en: 'Response' },
  'tickets.stats.resolution': { 'zh-CN': '修复（计时）', en: 'Repair (counted)' },
  'tickets.stats.waited': { 'zh-CN': '修复（含暂停）', en: 'Repair (with pauses)' },
  'tickets.stats.bounces': { 'zh-CN': '返修', en: 'Bounced' },
  'tickets.stats.median': { 'zh-CN': '中位', en: 'Median' },
  'tickets.stats.p90': { 'zh-CN': '90% 内', en: '90th' },
  'tickets.stats.kept': { 'zh-CN': '按时', en: 'In time' },
  'tickets.stats.none': { 'zh-CN': '这段时间没有工单', en: 'No tickets in this time' },
  'tickets.stats.rating': { 'zh-CN': '近 30 天满意率', en: 'Satisfied, last 30 days' },
  'tickets.stats.rating.none': { 'zh-CN': '近 30 天没有评价', en: 'No ratings in the last 30 days' },
  'tickets.stats.rating.of': {
    'zh-CN': '{n} 份评价，目标 {target}',
    en: '{n, plural, one {# rating} other {# ratings}}, {target} promised',
  },
  'tickets.stats.rating.below': { 'zh-CN': '未达标', en: 'Below the target' },
} as const satisfies Texts
