// Words of findings: states, actions, the timeline, and what a ticket that is opened for one is called.
import type { FindingActionName, FindingEntry, FindingState } from '../contracts/finding.ts'
import type { Text, Texts } from './words.ts'

const states = {
  'finding.state.open': { 'zh-CN': '待处理', en: 'Open' },
  'finding.state.assigned': { 'zh-CN': '整改中', en: 'Assigned' },
  'finding.state.fixed': { 'zh-CN': '待复查', en: 'Put right, to be re-checked' },
  'finding.state.closed': { 'zh-CN': '已复查', en: 'Re-checked and closed' },
  'finding.state.dismissed': { 'zh-CN': '不成立', en: 'Dismissed' },
} as const satisfies Record<`finding.state.${FindingState}`, Text>

const actions = {
  'finding.action.assign': { 'zh-CN': '指派整改', en: 'Assign' },
  'finding.action.fix': { 'zh-CN': '整改完成', en: 'Put right' },
  'finding.action.recheck': { 'zh-CN': '复查', en: 'Re-check' },
  'finding.action.dismiss': { 'zh-CN': '不成立', en: 'Dismiss' },
  'finding.action.comment': { 'zh-CN': '备注', en: 'Comment' },
} as const satisfies Record<`finding.action.${FindingActionName}`, Text>

const timeline = {
  'finding.entry.reported': { 'zh-CN': '{by} 上报隐患', en: 'Reported by {by}' },
  'finding.entry.repeated': { 'zh-CN': '{by} 再次发现', en: 'Seen again by {by}' },
  'finding.entry.assigned': { 'zh-CN': '{by} 指派给 {to}', en: '{by} assigned it to {to}' },
  'finding.entry.fixed': { 'zh-CN': '{by} 报告整改完成', en: 'Put right by {by}' },
  'finding.entry.passed': { 'zh-CN': '{by} 复查合格', en: 'Re-checked by {by}: in order' },
  'finding.entry.failed': { 'zh-CN': '{by} 复查不合格', en: 'Re-checked by {by}: not in order' },
  'finding.entry.dismissed': { 'zh-CN': '{by} 认定不成立', en: 'Dismissed by {by}' },
  'finding.entry.ticketed': { 'zh-CN': '{by} 开了工单', en: 'Ticket opened by {by}' },
  'finding.entry.mended': {
    'zh-CN': '工单 #{number} 已验收，待复查',
    en: 'Ticket #{number} verified; to be re-checked',
  },
  'finding.entry.unlinked': { 'zh-CN': '原工单已结束，可另开工单', en: 'Its ticket is over; another may be opened' },
  'finding.entry.commented': { 'zh-CN': '{by} 备注', en: '{by} noted' },
  'finding.entry.overdue': { 'zh-CN': '整改期限已过', en: 'The deadline has passed' },
} as const satisfies Record<`finding.entry.${FindingEntry['type']}`, Text>

export const findingTexts = {
  ...states,
  ...actions,
  ...timeline,
  'finding.finding': { 'zh-CN': '隐患', en: 'Finding' },
  'finding.unnamed': { 'zh-CN': '隐患', en: 'Something is not as it should be' },
  'finding.at_place': { 'zh-CN': '{place}：{what}', en: '{place}: {what}' },
} as const satisfies Texts
