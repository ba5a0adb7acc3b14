// Words of incidents: states, modifiers, actions, outcomes, the timeline.
import type { IncidentActionName, Incident, Outcome, Subject, TimelineEntry } from '../contracts/incident.ts'
import type { Text, Texts } from './words.ts'

const outcomes = {
  'incident.outcome.real': { 'zh-CN': '真实火警', en: 'Real' },
  'incident.outcome.false_alarm': { 'zh-CN': '误报', en: 'False alarm' },
  'incident.outcome.test': { 'zh-CN': '测试', en: 'Test' },
  'incident.outcome.unknown': { 'zh-CN': '未查明', en: 'Unknown' },
} as const satisfies Record<`incident.outcome.${Outcome}`, Text>

/** A life-safety incident that is no fire (a trapped passenger) is not a “real fire”. */
const outcomesBesideFire = {
  'incident.outcome_plain.real': { 'zh-CN': '属实', en: 'Real' },
} as const

const actions = {
  'incident.action.acknowledge': { 'zh-CN': '接警', en: 'Acknowledge' },
  'incident.action.assign': { 'zh-CN': '指派', en: 'Assign' },
  'incident.action.comment': { 'zh-CN': '备注', en: 'Comment' },
  'incident.action.shelve': { 'zh-CN': '搁置', en: 'Shelve' },
  'incident.action.unshelve': { 'zh-CN': '取消搁置', en: 'Unshelve' },
  'incident.action.reset': { 'zh-CN': '解除保持', en: 'Unlatch' },
  'incident.action.close': { 'zh-CN': '关闭报警', en: 'Close' },
} as const satisfies Record<`incident.action.${IncidentActionName}`, Text>

const subjects = {
  'incident.subject.device': { 'zh-CN': '设备', en: 'Device' },
  'incident.subject.point': { 'zh-CN': '点位', en: 'Point' },
  'incident.subject.checkpoint': { 'zh-CN': '巡更点', en: 'Checkpoint' },
  'incident.subject.round': { 'zh-CN': '巡更', en: 'Round' },
  'incident.subject.post': { 'zh-CN': '岗位', en: 'Post' },
  'incident.subject.ticket': { 'zh-CN': '工单', en: 'Ticket' },
  'incident.subject.user': { 'zh-CN': '人员', en: 'Person' },
  'incident.subject.channel': { 'zh-CN': '通知渠道', en: 'Channel' },
  'incident.subject.finding': { 'zh-CN': '隐患', en: 'Finding' },
  'incident.subject.system': { 'zh-CN': '系统', en: 'System' },
} as const satisfies Record<`incident.subject.${Subject['type']}`, Text>

const timeline = {
  'incident.entry.opened': { 'zh-CN': '触发报警', en: 'Raised' },
  'incident.entry.retripped': { 'zh-CN': '再次触发', en: 'Tripped again' },
  'incident.entry.cleared': { 'zh-CN': '已恢复', en: 'Cleared' },
  'incident.entry.reopened': { 'zh-CN': '恢复后又触发，重新报警', en: 'Active again' },
  'incident.entry.acknowledged': { 'zh-CN': '{by} 接警', en: 'Acknowledged by {by}' },
  'incident.entry.lapsed': {
    'zh-CN': '{to} 接警后没有动静，重新通知',
    en: '{to} acknowledged and did nothing; told anew',
  },
  'incident.entry.assigned': { 'zh-CN': '{by} 指派给 {to}', en: '{by} assigned it to {to}' },
  'incident.entry.commented': { 'zh-CN': '{by} 备注', en: '{by} noted' },
  'incident.entry.shelved': { 'zh-CN': '{by} 搁置至 {until}', en: 'Shelved by {by} until {until}' },
  'incident.entry.unshelved': { 'zh-CN': '{by} 取消搁置', en: 'Unshelved by {by}' },
  'incident.entry.reset': { 'zh-CN': '{by} 解除保持', en: 'Unlatched by {by}' },
  'incident.entry.ticket': { 'zh-CN': '已开工单', en: 'Ticket opened' },
  'incident.entry.silent': { 'zh-CN': '设备失联，状态未知', en: 'Device silent, state unknown' },
  'incident.entry.heard': { 'zh-CN': '设备恢复通信', en: 'Device heard again' },
  'incident.entry.annotated': { 'zh-CN': '补充记录', en: 'Record amended' },
  'incident.entry.sent': { 'zh-CN': '{by} 派 {to} 前往', en: '{by} sent {to}' },
  'incident.entry.recalled': { 'zh-CN': '{by} 召回 {to}', en: '{by} called {to} back' },
  'incident.entry.arrived': {
    'zh-CN': '{to} 到场（{elapsed}），打卡证实',
    en: '{to} on scene {elapsed}, proven by a tap',
  },
  'incident.entry.closed': { 'zh-CN': '{by} 关闭报警', en: 'Closed by {by}' },
} as const satisfies Record<`incident.entry.${TimelineEntry['type']}`, Text>

type Modifier = Extract<keyof Incident, 'latched' | 'historic' | 'drill' | 'service' | 'silent'>
const badges = {
  'incident.badge.latched': { 'zh-CN': '保持', en: 'Latched' },
  'incident.badge.historic': { 'zh-CN': '补记', en: 'Historic' },
  'incident.badge.drill': { 'zh-CN': '演练', en: 'Drill' },
  'incident.badge.service': { 'zh-CN': '检修', en: 'In service' },
  'incident.badge.silent': { 'zh-CN': '失联', en: 'Not heard' },
} as const satisfies Record<`incident.badge.${Modifier}`, Text>

export const incidentTexts = {
  ...outcomes,
  ...outcomesBesideFire,
  ...actions,
  ...subjects,
  ...timeline,
  ...badges,
  'incident.entry_returned': { 'zh-CN': '搁置时间到，重新显示', en: 'Back from the shelf' },
  'incident.incident': { 'zh-CN': '报警', en: 'Incident' },
  'incident.list': { 'zh-CN': '报警列表', en: 'Incidents' },
  'incident.first_out': { 'zh-CN': '首警', en: 'First-out' },
  'incident.folded': { 'zh-CN': '随后 {n} 条', en: '{n, plural, one {# more after it} other {# more after it}}' },
  'incident.flood': {
    'zh-CN': '10 分钟内新报警 {n} 条，已按首警分组，没有丢弃任何一条',
    en: '{n, plural, one {# new incident} other {# new incidents}} in 10 minutes: grouped by first-out, none dropped',
  },
  'incident.trips': { 'zh-CN': '触发 {n} 次', en: '{n, plural, one {tripped once} other {tripped # times}}' },
  'incident.state.active': { 'zh-CN': '报警中', en: 'Active' },
  'incident.state.cleared': { 'zh-CN': '已恢复', en: 'Cleared' },
  'incident.state.acknowledged': { 'zh-CN': '已接警', en: 'Acknowledged' },
  'incident.state.unacknowledged': { 'zh-CN': '未接警', en: 'Unacknowledged' },
  'incident.state.cleared_unacknowledged': { 'zh-CN': '已恢复未接警', en: 'Cleared, unacknowledged' },
  'incident.state.shelved': { 'zh-CN': '已搁置', en: 'Shelved' },
  'incident.state.closed': { 'zh-CN': '已关闭', en: 'Closed' },
  'incident.state.open': { 'zh-CN': '未关闭', en: 'Open' },
  'incident.shelved_until': { 'zh-CN': '搁置至 {time}', en: 'Shelved until {time}' },
  'incident.unrecorded': { 'zh-CN': '未入库', en: 'Not recorded' },
  'incident.mute_console': { 'zh-CN': '本机静音', en: 'Mute this console' },
  'incident.all_normal': { 'zh-CN': '全部正常', en: 'All normal' },
  'incident.limit_above': { 'zh-CN': '上限 {limit}', en: 'limit {limit}' },
  'incident.limit_below': { 'zh-CN': '下限 {limit}', en: 'limit {limit}' },
} as const satisfies Texts
