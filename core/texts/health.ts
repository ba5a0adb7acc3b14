// Words of the health page: its parts, their states and what a fault means to the operator.
import type { Health } from '../contracts/api/health.ts'
import type { Text, Texts } from './words.ts'

const states = {
  'health.state.ok': { 'zh-CN': '正常', en: 'Working' },
  'health.state.degraded': { 'zh-CN': '部分降级', en: 'Degraded' },
  'health.state.failed': { 'zh-CN': '故障', en: 'Failed' },
  'health.state.starting': { 'zh-CN': '正在启动', en: 'Starting' },
} as const satisfies Record<`health.state.${Health['state']}`, Text>

const parts = {
  'health.part.listeners': { 'zh-CN': '设备接入', en: 'Device listeners' },
  'health.part.journal': { 'zh-CN': '消息日志', en: 'Journal' },
  'health.part.records': { 'zh-CN': '业务记录库', en: 'Records' },
  'health.part.readings': { 'zh-CN': '读数库', en: 'Readings store' },
  'health.part.rules': { 'zh-CN': '规则', en: 'Rules' },
  'health.part.pipeline': { 'zh-CN': '报警处理', en: 'Alarm processing' },
  'health.part.disk': { 'zh-CN': '磁盘空间', en: 'Disk space' },
  'health.part.devices': { 'zh-CN': '设备通信', en: 'Device communication' },
  'health.part.clocks': { 'zh-CN': '设备时钟', en: 'Device clocks' },
  'health.part.notices': { 'zh-CN': '通知', en: 'Notices' },
  'health.part.ladders': { 'zh-CN': '升级通知', en: 'Escalation' },
  'health.part.people': { 'zh-CN': '人员通知渠道', en: 'Ways to tell people' },
  'health.part.address': { 'zh-CN': '链接地址', en: 'Address of links' },
  'health.part.heartbeat': { 'zh-CN': '对外心跳', en: 'Heartbeat to the outside' },
  'health.part.backup': { 'zh-CN': '备份', en: 'Backup' },
} as const satisfies Texts

const meaning = {
  'health.meaning.listeners': {
    'zh-CN': '设备连不上，收不到新数据和报警。',
    en: 'Devices cannot connect; no new data or alarms arrive.',
  },
  'health.meaning.journal': {
    'zh-CN': '消息不能落盘，设备会重发；请检查磁盘。',
    en: 'Messages cannot be put on disk; devices send again. Check the disk.',
  },
  'health.meaning.records': {
    'zh-CN': '报警照常上屏，但标为未入库；接警和工单暂不能保存。',
    en: 'Alarms still show, marked as not recorded; acknowledgements and tickets cannot be saved.',
  },
  'health.meaning.readings': {
    'zh-CN': '报警不受影响；历史曲线暂停更新，恢复后自动补上。',
    en: 'Alarms are not affected; history charts stand still and catch up afterwards.',
  },
  'health.meaning.rules': {
    'zh-CN': '规则没有载入，不会产生新报警。',
    en: 'Rules are not loaded; no new incidents are raised.',
  },
  'health.meaning.pipeline': {
    'zh-CN': '报警处理落后，屏幕上的内容是旧的。',
    en: 'Alarm processing lags behind; what screens show is old.',
  },
  'health.meaning.disk': {
    'zh-CN': '磁盘快满，请尽快清理或扩容。',
    en: 'The disk is nearly full. Make room soon.',
  },
  'health.meaning.devices': {
    'zh-CN': '有设备失联，状态未知，请查看设备列表。',
    en: 'Some devices are not heard and their state is unknown. See the device list.',
  },
  'health.meaning.clocks': {
    'zh-CN': '有设备时钟不准，请校时。',
    en: 'Some device clocks are wrong. Set them right.',
  },
  'health.meaning.notices': {
    'zh-CN': '有渠道发不出去或有通知发送失败，相关人员可能没收到；请看通知列表，必要时打电话。',
    en: 'A channel does not get through or notices were given up; people may not know. See the list and phone if need be.',
  },
  'health.meaning.ladders': {
    'zh-CN': '有未接的报警或工单不会再通知任何人，请立即处理并打电话通知。',
    en: 'Nobody will be told any more of some incidents or tickets that nobody has taken. Take them up and phone now.',
  },
  'health.meaning.heartbeat': {
    'zh-CN': '对外心跳发不出去；系统整体停机时，外面的人不会知道。',
    en: 'The heartbeat does not get out; if the whole system stops, nobody outside will notice.',
  },
  'health.meaning.people': {
    'zh-CN': '有人没有任何能用的通知渠道，出事时通知不到，只能打电话。',
    en: 'Some people have no channel that works: when something happens, they can only be phoned.',
  },
  'health.meaning.address': {
    'zh-CN': '通知里的链接指向本机，别的电脑和手机打不开。',
    en: 'Links in notices lead to this machine alone; no other computer or phone can open them.',
  },
  'health.meaning.backup': {
    'zh-CN': '还没有备份，请执行一次备份。',
    en: 'There is no backup yet. Make one.',
  },
} as const satisfies Record<`health.meaning.${PartName}`, Text>

type PartName = keyof typeof parts extends `health.part.${infer Part}` ? Part : never

export const healthTexts = {
  ...states,
  ...parts,
  ...meaning,
  'health.since': { 'zh-CN': '自 {time} 起', en: 'since {time}' },
} as const satisfies Texts
