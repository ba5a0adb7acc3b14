// Words of tickets: types, states, actions, the two clocks, the timeline.
import type { PauseWhy } from '../contracts/policy.ts'
import type { Ticket, TicketActionName, TicketClock, TicketState, TicketType, Verdict } from '../contracts/ticket.ts'
import type { Text, Texts } from './words.ts'

const types = {
  'ticket.type.fault': { 'zh-CN': '设备故障', en: 'Fault' },
  'ticket.type.repair': { 'zh-CN': '居民报修', en: 'Repair request' },
  'ticket.type.inspection': { 'zh-CN': '检查', en: 'Inspection' },
  'ticket.type.entrapment': { 'zh-CN': '电梯困人', en: 'Entrapment' },
  'ticket.type.complaint': { 'zh-CN': '投诉', en: 'Complaint' },
  'ticket.type.rectification': { 'zh-CN': '整改', en: 'Rectification' },
  'ticket.type.other': { 'zh-CN': '其他', en: 'Other' },
} as const satisfies Record<`ticket.type.${TicketType}`, Text>

const states = {
  'ticket.state.new': { 'zh-CN': '待派单', en: 'New' },
  'ticket.state.dispatched': { 'zh-CN': '待接单', en: 'Dispatched' },
  'ticket.state.accepted': { 'zh-CN': '已接单', en: 'Accepted' },
  'ticket.state.working': { 'zh-CN': '处理中', en: 'Working' },
  'ticket.state.waiting': { 'zh-CN': '暂停等待', en: 'Waiting' },
  'ticket.state.done': { 'zh-CN': '待验收', en: 'Done, to be verified' },
  'ticket.state.verified': { 'zh-CN': '已验收', en: 'Verified' },
  'ticket.state.closed': { 'zh-CN': '已关闭', en: 'Closed' },
  'ticket.state.cancelled': { 'zh-CN': '已取消', en: 'Cancelled' },
  'ticket.state.declined': { 'zh-CN': '没有此项服务', en: 'Not offered' },
} as const satisfies Record<`ticket.state.${TicketState}`, Text>

const actions = {
  'ticket.action.dispatch': { 'zh-CN': '派单', en: 'Dispatch' },
  'ticket.action.accept': { 'zh-CN': '接单', en: 'Accept' },
  'ticket.action.decline': { 'zh-CN': '拒单', en: 'Decline' },
  'ticket.action.start': { 'zh-CN': '开始处理', en: 'Start work' },
  'ticket.action.wait': { 'zh-CN': '暂停等待', en: 'Wait' },
  'ticket.action.resume': { 'zh-CN': '继续处理', en: 'Resume' },
  'ticket.action.finish': { 'zh-CN': '完工', en: 'Finish' },
  'ticket.action.verify': { 'zh-CN': '验收', en: 'Verify' },
  'ticket.action.reject': { 'zh-CN': '退回', en: 'Reject' },
  'ticket.action.close': { 'zh-CN': '关闭工单', en: 'Close' },
  'ticket.action.cancel': { 'zh-CN': '取消工单', en: 'Cancel ticket' },
  'ticket.action.rate': { 'zh-CN': '评价', en: 'Rate' },
  'ticket.action.callback': { 'zh-CN': '回访', en: 'Call back' },
  'ticket.action.arrive': { 'zh-CN': '到场', en: 'Arrive' },
  'ticket.action.check': { 'zh-CN': '填检查单', en: 'Answer the checklist' },
  'ticket.action.appoint': { 'zh-CN': '预约', en: 'Make an appointment' },
  'ticket.action.lease': { 'zh-CN': '领走（离线作业）', en: 'Hold for work offline' },
  'ticket.action.release': { 'zh-CN': '解除领走', en: 'Release' },
} as const satisfies Record<`ticket.action.${TicketActionName}`, Text>

const sources = {
  'ticket.source.rule': { 'zh-CN': '报警自动开单', en: 'Opened by a rule' },
  'ticket.source.person': { 'zh-CN': '人工登记', en: 'Entered by a person' },
  'ticket.source.finding': { 'zh-CN': '巡更发现', en: 'Found on a round' },
  'ticket.source.plan': { 'zh-CN': '保养计划', en: 'Maintenance plan' },
  'ticket.source.recurrence': { 'zh-CN': '故障反复，自动转整改', en: 'The same trouble again and again' },
  'ticket.source.complaint': { 'zh-CN': '投诉', en: 'Complaint' },
} as const satisfies Record<`ticket.source.${Ticket['source']}`, Text>

const clocks = {
  'ticket.clock.response': { 'zh-CN': '响应时限', en: 'Response' },
  'ticket.clock.resolution': { 'zh-CN': '解决时限', en: 'Resolution' },
} as const satisfies Record<`ticket.clock.${keyof Ticket['clocks']}`, Text>

const clockStates = {
  'ticket.clock_state.running': { 'zh-CN': '计时中', en: 'Running' },
  'ticket.clock_state.paused': { 'zh-CN': '已暂停', en: 'Paused' },
  'ticket.clock_state.stopped': { 'zh-CN': '已停止', en: 'Stopped' },
} as const satisfies Record<`ticket.clock_state.${TicketClock['state']}`, Text>

const timeline = {
  'ticket.entry.reported': { 'zh-CN': '报修人扫码提交', en: 'Reported through the code on the label' },
  'ticket.entry.found': { 'zh-CN': '{by} 发现并上报', en: 'Found and reported by {by}' },
  'ticket.entry.created': { 'zh-CN': '{by} 开单', en: 'Opened by {by}' },
  'ticket.entry.dispatched': { 'zh-CN': '{by} 派单给 {to}', en: '{by} dispatched it to {to}' },
  'ticket.entry_proposed': {
    'zh-CN': '{by} 按系统建议派单给 {to}',
    en: '{by} dispatched it to {to}, as the system proposed',
  },
  'ticket.entry.accepted': { 'zh-CN': '{by} 接单', en: 'Accepted by {by}' },
  'ticket.entry.declined': { 'zh-CN': '{by} 拒单', en: 'Declined by {by}' },
  'ticket.entry.started': { 'zh-CN': '{by} 开始处理', en: '{by} started work' },
  'ticket.entry.waiting': { 'zh-CN': '{by} 暂停等待', en: '{by} is waiting' },
  'ticket.entry.resumed': { 'zh-CN': '{by} 继续处理', en: '{by} resumed work' },
  'ticket.entry.finished': { 'zh-CN': '{by} 完工', en: 'Finished by {by}' },
  'ticket.entry.verified': { 'zh-CN': '{by} 验收', en: 'Verified by {by}' },
  'ticket.entry.rejected': { 'zh-CN': '{by} 退回', en: 'Rejected by {by}' },
  'ticket.entry.closed': { 'zh-CN': '{by} 关闭工单', en: 'Closed by {by}' },
  'ticket.entry.cancelled': { 'zh-CN': '{by} 取消工单', en: 'Cancelled by {by}' },
  'ticket.entry.rated': { 'zh-CN': '评价 {score} 分', en: 'Rated {score} of 5' },
  'ticket.entry.callback': { 'zh-CN': '{by} 已回访', en: '{by} called back' },
  'ticket.entry.breached': { 'zh-CN': '{clock}已过', en: '{clock} time exceeded' },
  'ticket.entry.warned': { 'zh-CN': '{clock}将到', en: '{clock} time is running out' },
  'ticket.entry.arrived': { 'zh-CN': '{by} 到场', en: '{by} arrived' },
  'ticket.entry.checked': { 'zh-CN': '{by} 填了检查单', en: '{by} answered the checklist' },
  'ticket.entry.appointed': { 'zh-CN': '{by} 预约 {appointed}', en: '{by} made an appointment for {appointed}' },
  'ticket.entry.appointment_confirmed': {
    'zh-CN': '{by} 二次确认预约 {appointed}',
    en: '{by} confirmed the appointment for {appointed}',
  },
  'ticket.entry.appointment_missed': { 'zh-CN': '误约：{time} 没有到场', en: 'Appointment of {time} missed' },
  'ticket.entry.leased': { 'zh-CN': '{by} 领走，离线作业', en: '{by} holds it for work offline' },
  'ticket.entry.released': { 'zh-CN': '{by} 解除领走', en: 'Released by {by}' },
  'ticket.entry.lease_ended': {
    'zh-CN': '{to} 领走到期，未收到消息',
    en: '{to} held it, and its time ran out unheard',
  },
  'ticket.entry.lapsed': {
    'zh-CN': '{to} 接单后没有动静，重新派单通知',
    en: '{to} accepted and did nothing; told anew',
  },
  'ticket.entry.rectification': { 'zh-CN': '转整改工单 #{number}', en: 'To be put right for good: ticket #{number}' },
  'ticket.entry.followed': {
    'zh-CN': '同类故障又一次：工单 #{number}',
    en: 'The same trouble once more: ticket #{number}',
  },
  'ticket.entry.judged': { 'zh-CN': '系统判定：{verdict}', en: 'Verdict of the system: {verdict}' },
  'ticket.entry.rebroke': { 'zh-CN': '同一故障再次报警', en: 'The same fault again' },
  'ticket.entry.bounced': { 'zh-CN': '修后又坏，退回处理', en: 'Broke again after the repair; back to work' },
} as const satisfies Texts

const verdicts = {
  'ticket.verdict.awaits_reset': {
    'zh-CN': '这种报警不会自己消除：现场看好后由监控室“解除保持”，再开始观察',
    en: 'This incident does not clear by itself: once it is seen to be well, the control room unlatches it, and the watch begins',
  },
  'ticket.verdict.watching': { 'zh-CN': '观察中', en: 'Watching' },
  'ticket.verdict.proposed_good': { 'zh-CN': '已恢复正常运转，建议验收', en: 'Healthy and moving: proposed as fixed' },
  'ticket.verdict.not_healthy': { 'zh-CN': '没有修好，报警仍在', en: 'Not fixed: the alarm still stands' },
  'ticket.verdict.not_moving': { 'zh-CN': '读数不动，不能作数', en: 'Readings do not move: no proof' },
  'ticket.verdict.silent': { 'zh-CN': '没有数据，不能作数', en: 'No data: no proof' },
  'ticket.verdict.not_watched': { 'zh-CN': '设备没有遥测，系统不判定', en: 'No telemetry to judge by' },
} as const satisfies Record<`ticket.verdict.${Verdict['state'] | 'awaits_reset'}`, Text>

const pauses = {
  'ticket.pause.parts': { 'zh-CN': '等配件', en: 'Waiting for parts' },
  'ticket.pause.access': { 'zh-CN': '进不了现场', en: 'No access' },
  'ticket.pause.caller': { 'zh-CN': '报修人改约', en: 'The caller put it off' },
  'ticket.pause.vendor': { 'zh-CN': '等外单位', en: 'Waiting for the vendor' },
  'ticket.pause.weather': { 'zh-CN': '天气原因', en: 'Weather' },
  'ticket.pause.shutdown': { 'zh-CN': '等停机停电窗口', en: 'Waiting for a shutdown' },
  'ticket.pause.other': { 'zh-CN': '其他原因', en: 'Another reason' },
} as const satisfies Record<`ticket.pause.${PauseWhy}`, Text>

const board = {
  'tickets.board.meant': { 'zh-CN': '工单 #{number}：{step}？', en: 'Ticket #{number}: {step}?' },
  'tickets.board.meant.body': { 'zh-CN': '“{title}”将移到“{to}”。', en: '“{title}” moves to “{to}”.' },
} as const satisfies Texts

const lapse = {
  'ticket.lapse.lapsed': { 'zh-CN': '接单后没动静', en: 'Accepted, then nothing' },
  'ticket.lapse.missed': { 'zh-CN': '误约', en: 'Appointment missed' },
  'ticket.lapse.lease_ended': { 'zh-CN': '领走到期', en: 'Hold ran out' },
  'ticket.lapse.warned': { 'zh-CN': '快到时限', en: 'Near its limit' },
} as const satisfies Texts

const desk = {
  'ticket.check.answer': { 'zh-CN': '填写', en: 'Answer' },
  'ticket.check.again': { 'zh-CN': '改填', en: 'Change' },
  'ticket.check.answer_of': { 'zh-CN': '填写：{step}', en: 'Answer: {step}' },
  'ticket.check.again_of': { 'zh-CN': '改填：{step}', en: 'Change: {step}' },
  'ticket.check.at_least': { 'zh-CN': '应不低于 {min} {unit}', en: 'should be at least {min} {unit}' },
  'ticket.check.at_most': { 'zh-CN': '应不高于 {max} {unit}', en: 'should be at most {max} {unit}' },
  'ticket.check.desk': { 'zh-CN': '监控室代记', en: 'written down by the desk' },
  'ticket.check.about': {
    'zh-CN': '现场电话报来的，由您代记，记在您名下。',
    en: 'What was phoned in from the place; it is recorded as your entry.',
  },
  'ticket.check.reading': { 'zh-CN': '读数 {unit}', en: 'Reading {unit}' },
  'ticket.check.told_by': { 'zh-CN': '{name} 电话报来', en: 'Phoned in by {name}' },
  'ticket.check.passed': { 'zh-CN': '记为合格', en: 'Record as passed' },
  'ticket.check.not_passed': { 'zh-CN': '记为不合格', en: 'Record as failed' },
  'ticket.check.outside': {
    'zh-CN': '读数不在范围内，只能记为不合格',
    en: 'Out of range: it can only be recorded as failed',
  },
  'ticket.check.add_photo': { 'zh-CN': '附照片', en: 'Attach a photo' },
  'ticket.check.photo_owed': { 'zh-CN': '这一步要有照片', en: 'This step needs a photo' },
  'ticket.check.no_photo': { 'zh-CN': '这个文件不是照片', en: 'This file is no photo' },
} as const satisfies Texts

const media = {
  'ticket.media': { 'zh-CN': '照片和录音', en: 'Photos and voice notes' },
  'ticket.media.open': { 'zh-CN': '放大：{caption}', en: 'Enlarge: {caption}' },
  'ticket.media.count': { 'zh-CN': '第 {n} 张，共 {all} 张', en: '{n} of {all}' },
  'ticket.media.before': { 'zh-CN': '上一张', en: 'Previous' },
  'ticket.media.after': { 'zh-CN': '下一张', en: 'Next' },
  'ticket.media.voice': { 'zh-CN': '录音', en: 'Voice note' },
  'ticket.media.away': { 'zh-CN': '照片没有加载出来，联网后再看', en: 'Not loaded: it needs a network' },
} as const satisfies Texts

const watched = {
  'ticket.watched.above': { 'zh-CN': '上限 {limit}', en: 'at most {limit}' },
  'ticket.watched.below': { 'zh-CN': '下限 {limit}', en: 'at least {limit}' },
  'ticket.watched.within': { 'zh-CN': '在限内', en: 'within' },
  'ticket.watched.beyond': { 'zh-CN': '超限', en: 'BEYOND' },
  'ticket.watched.age': { 'zh-CN': '{time}前的读数', en: '{time} old' },
  'ticket.watched.left': { 'zh-CN': '还要观察 {left}', en: '{left} to go' },
} as const satisfies Texts

export const ticketTexts = {
  ...verdicts,
  ...watched,
  ...media,
  ...desk,
  ...lapse,
  ...board,
  ...pauses,
  ...types,
  ...states,
  ...actions,
  ...sources,
  ...clocks,
  ...clockStates,
  ...timeline,
  'ticket.rectification_of': {
    'zh-CN': '整改：{device}（{type}，30 天内第 {n} 次）',
    en: 'Put right for good: {device} ({type}, {n} times in 30 days)',
  },
  'ticket.ticket': { 'zh-CN': '工单', en: 'Ticket' },
  'ticket.number': { 'zh-CN': '工单 #{number}', en: 'Ticket #{number}' },
  'ticket.due': { 'zh-CN': '剩 {time}', en: '{time} left' },
  'ticket.overdue': { 'zh-CN': '超时 {time}', en: '{time} overdue' },
  'ticket.breached': { 'zh-CN': '超时', en: 'Overdue' },
  'ticket.in_time': { 'zh-CN': '按时', en: 'In time' },
} as const satisfies Texts
