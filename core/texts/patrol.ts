// Words of patrols: rounds and their visits, taps with what they prove, flags and reasons.
import type { Round, Visit } from '../contracts/round.ts'
import type { Tap } from '../contracts/tap.ts'
import type { Text, Texts } from './words.ts'

const visits = {
  'visit.state.due': { 'zh-CN': '待巡', en: 'To do' },
  'visit.state.on_time': { 'zh-CN': '按时', en: 'On time' },
  'visit.state.early': { 'zh-CN': '早到', en: 'Early' },
  'visit.state.late': { 'zh-CN': '迟到', en: 'Late' },
  'visit.state.missed': { 'zh-CN': '漏巡', en: 'Missed' },
  'visit.state.late_synced': { 'zh-CN': '补传', en: 'Synced late' },
} as const satisfies Record<`visit.state.${Visit['state']}`, Text>

const rounds = {
  'round.state.scheduled': { 'zh-CN': '未开始', en: 'Scheduled' },
  'round.state.under_way': { 'zh-CN': '进行中', en: 'Under way' },
  'round.state.complete': { 'zh-CN': '已完成', en: 'Complete' },
  'round.state.incomplete': { 'zh-CN': '未完成', en: 'Incomplete' },
} as const satisfies Record<`round.state.${Round['state']}`, Text>

const places = {
  'tap.place.signed': { 'zh-CN': '加密标签', en: 'Signed tag' },
  'tap.place.uid': { 'zh-CN': '仅卡号', en: 'UID only' },
  'tap.place.code': { 'zh-CN': '扫码或手输', en: 'Typed or scanned code' },
} as const satisfies Record<`tap.place.${NonNullable<Tap['place']>}`, Text>

const times = {
  'tap.time.live': { 'zh-CN': '实时', en: 'Live' },
  'tap.time.bounded': { 'zh-CN': '前后有据', en: 'Bounded by live reads' },
  'tap.time.unproven': { 'zh-CN': '时间无法证明', en: 'Time not proven' },
} as const satisfies Record<`tap.time.${NonNullable<Tap['time']>}`, Text>

const people = {
  'tap.person.session': { 'zh-CN': '本人登录', en: 'Own session' },
  'tap.person.badge': { 'zh-CN': '工卡', en: 'Badge' },
  'tap.person.shared': { 'zh-CN': '公用设备', en: 'Shared device' },
  'tap.person.unknown': { 'zh-CN': '身份未知', en: 'Person unknown' },
} as const satisfies Record<`tap.person.${Tap['person']}`, Text>

const grades = {
  'tap.grade.A': { 'zh-CN': 'A 级：加密标签，实时', en: 'A: signed tag, live' },
  'tap.grade.B': { 'zh-CN': 'B 级：加密标签，时间前后有据', en: 'B: signed tag, time bounded' },
  'tap.grade.C': { 'zh-CN': 'C 级：加密标签，时间无法证明', en: 'C: signed tag, time not proven' },
  'tap.grade.D': { 'zh-CN': 'D 级：仅卡号', en: 'D: UID only' },
  'tap.grade.E': { 'zh-CN': 'E 级：扫码或手输', en: 'E: typed or scanned code' },
} as const satisfies Record<`tap.grade.${NonNullable<Tap['grade']>}`, Text>

const labels = {
  'checkpoint.labels': { 'zh-CN': '巡更点标签', en: 'Checkpoint labels' },
  'checkpoint.label': { 'zh-CN': '扫码或输编号打卡', en: 'Scan or type to tap' },
} as const satisfies Texts

const flags = {
  'tap.flag.clock_skew': { 'zh-CN': '时钟不准', en: 'Clock skew' },
  'tap.flag.scan_spam': { 'zh-CN': '短时间打卡过多', en: 'Many taps in a short time' },
  'tap.flag.impossible_walk': { 'zh-CN': '步行来不及', en: 'Impossible walk' },
  'tap.flag.two_people': { 'zh-CN': '两人使用同一次打卡', en: 'Same tap from two people' },
  'tap.flag.counter_contradicts': { 'zh-CN': '标签计数与所报时间不符', en: 'Tag counter contradicts the time' },
  'tap.flag.sensor_contradicts': { 'zh-CN': '现场传感器没有感应到人', en: 'The room’s sensor saw nobody' },
  'tap.flag.tag_tampered': { 'zh-CN': '标签有拆动痕迹', en: 'The tag was tampered with' },
  'tap.flag.tag_unused': { 'zh-CN': '有标签，但凭编号打卡', en: 'Code used although a tag hangs there' },
} as const satisfies Record<`tap.flag.${Tap['flags'][number]}`, Text>

const statuses = {
  'tap.status.accepted': { 'zh-CN': '打卡成功', en: 'Recorded' },
  'tap.status.duplicate': { 'zh-CN': '已打过卡', en: 'Recorded before' },
  'tap.status.refused': { 'zh-CN': '打卡无效', en: 'Refused' },
} as const satisfies Record<`tap.status.${Tap['status']}`, Text>

const reasons = {
  'tap.reason.bad_mac': {
    'zh-CN': '标签签名不对，请重新贴一次；仍不行请报告主管。',
    en: 'The signature of the tag is wrong. Tap again; if it stays, tell the supervisor.',
  },
  'tap.reason.replayed': {
    'zh-CN': '这次读卡已经用过，请在现场重新贴标签。',
    en: 'This read of the tag was used before. Hold the phone to the tag again on the spot.',
  },
  'tap.reason.unknown_tag': {
    'zh-CN': '这个标签没有登记，请告诉主管。',
    en: 'This tag is not registered. Tell the supervisor.',
  },
  'tap.reason.unknown_code': {
    'zh-CN': '没有这个点位码，请核对后重新输入。',
    en: 'There is no checkpoint with this code. Check it and type it again.',
  },
  'tap.reason.lrp_unsupported': {
    'zh-CN': '标签用的是暂不支持的 LRP 模式，请换用 AES 模式的标签。',
    en: 'The tag works in LRP mode, which is not supported yet. Use a tag in AES mode.',
  },
  'tap.reason.malformed': {
    'zh-CN': '读到的标签数据不完整，请重新贴一次。',
    en: 'The data of the tag are not complete. Tap again.',
  },
  'tap.reason.signed_tag_needs_signature': {
    'zh-CN': '这个巡更点要求加密打卡，只读卡号不算，请用手机打开标签里的链接。',
    en: 'This checkpoint has a signed tag; its UID alone is no proof. Open the link of the tag with a phone.',
  },
  'tap.reason.signature_unsupported': {
    'zh-CN': '本版本还不能验证加密标签，请用点位码打卡。',
    en: 'This version cannot verify signed tags yet. Use the code of the checkpoint.',
  },
} as const satisfies Record<`tap.reason.${NonNullable<Tap['reason']>}`, Text>

export const patrolTexts = {
  ...visits,
  ...labels,
  ...rounds,
  ...places,
  ...times,
  ...people,
  ...grades,
  ...flags,
  ...statuses,
  ...reasons,
  'patrol.round': { 'zh-CN': '巡更', en: 'Round' },
  'patrol.route': { 'zh-CN': '巡更路线', en: 'Route' },
  'patrol.checkpoint': { 'zh-CN': '巡更点', en: 'Checkpoint' },
  'patrol.key_place': { 'zh-CN': '重点部位', en: 'Key place' },
  'patrol.out_of_order': { 'zh-CN': '错序', en: 'Out of order' },
  'patrol.was_offline': {
    'zh-CN': '补传记录显示 {time} 仍在巡更，只是离线',
    en: 'A late sync shows that the guard was walking at {time}, only offline',
  },
  'patrol.corrected': {
    'zh-CN': '补传记录显示 {time} 已到，漏巡更正',
    en: 'A late sync shows the visit at {time}; the miss is corrected',
  },
} as const satisfies Texts
