// Words of what a guard does beside walking: on post, called, sent somewhere.
import type { Call } from '../contracts/call.ts'
import type { Errand, NearestGuard } from '../contracts/errand.ts'
import type { Text, Texts } from './words.ts'

const calls = {
  'call.type.safety': { 'zh-CN': '平安呼叫', en: 'Safety call' },
  'call.type.challenge': { 'zh-CN': '抽查打卡', en: 'Challenge' },
} as const satisfies Record<`call.type.${Call['type']}`, Text>

const states = {
  'call.state.waiting': { 'zh-CN': '等待应答', en: 'Waiting' },
  'call.state.answered': { 'zh-CN': '已应答', en: 'Answered' },
  'call.state.unanswered': { 'zh-CN': '无应答', en: 'Unanswered' },
  'call.state.answered_late': { 'zh-CN': '应答超时', en: 'Answered late' },
  'call.state.cancelled': { 'zh-CN': '已取消', en: 'Cancelled' },
} as const satisfies Record<`call.state.${Call['state']}`, Text>

const arrivals = {
  'errand.arrival.tap': { 'zh-CN': '打卡证实', en: 'Proven by a tap' },
  'errand.arrival.told': { 'zh-CN': '口头报告，未打卡', en: 'Reported, no tap' },
} as const satisfies Record<`errand.arrival.${NonNullable<Errand['arrival']>}`, Text>

const duties = {
  'duty.on_post': { 'zh-CN': '在岗', en: 'On post' },
  'duty.on_roster': { 'zh-CN': '当班，未打卡到岗', en: 'On the roster, not clocked in' },
} as const satisfies Record<`duty.${NearestGuard['duty']}`, Text>

export const guardTexts = {
  ...calls,
  ...states,
  ...arrivals,
  ...duties,
  'call.reason.random': { 'zh-CN': '随机抽查', en: 'Random challenge' },
  'call.reason.spot_tap': {
    'zh-CN': '此处多次打卡的时间无法证明，请现在打一次卡',
    en: 'Times of several taps here are not proven; please tap now',
  },
  'call.entry_answered_late': { 'zh-CN': '{time} 应答，已超时', en: 'Answered at {time}, too late' },
  'errand.entry_arrived_self': {
    'zh-CN': '{to} 报告到场（{elapsed}），未打卡',
    en: '{to} reported on scene {elapsed}, no tap',
  },
  'errand.entry_arrived_told': {
    'zh-CN': '{by} 报告 {to} 到场（{elapsed}），未打卡',
    en: '{by} reported {to} on scene {elapsed}, no tap',
  },
} as const satisfies Texts
