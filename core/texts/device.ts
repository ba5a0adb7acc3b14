// Words of devices: presence, service work, points of panels and what they report.
import type { Device, Discovered, Point, Presence } from '../contracts/device.ts'
import type { Text, Texts } from './words.ts'

const presence = {
  'presence.online': { 'zh-CN': '在线', en: 'Online' },
  'presence.silent': { 'zh-CN': '失联', en: 'Not heard' },
  'presence.offline': { 'zh-CN': '离线', en: 'Offline' },
  'presence.unknown': { 'zh-CN': '未上线', en: 'Never heard' },
} as const satisfies Record<`presence.${Presence}`, Text>

const service = {
  'device.service.normal': { 'zh-CN': '正常使用', en: 'In normal use' },
  'device.service.service': { 'zh-CN': '检修', en: 'In service work' },
  'device.service.out_of_service': { 'zh-CN': '停用', en: 'Out of service' },
} as const satisfies Record<`device.service.${NonNullable<Device['service']>['mode']}`, Text>

const points = {
  'point.type.smoke': { 'zh-CN': '感烟', en: 'Smoke' },
  'point.type.heat': { 'zh-CN': '感温', en: 'Heat' },
  'point.type.manual': { 'zh-CN': '手报', en: 'Manual call point' },
  'point.type.module': { 'zh-CN': '模块', en: 'Module' },
  'point.type.isolator': { 'zh-CN': '隔离器', en: 'Isolator' },
  'point.type.gas': { 'zh-CN': '可燃气', en: 'Gas' },
  'point.type.other': { 'zh-CN': '其他', en: 'Other' },
} as const satisfies Record<`point.type.${Point['type']}`, Text>

/** The words of Chinese panels, in their order first: 火警, 监管, 屏蔽, 故障. */
const pointStates = {
  'point.state.alarm': { 'zh-CN': '火警', en: 'Fire alarm' },
  'point.state.supervisory': { 'zh-CN': '监管', en: 'Supervisory' },
  'point.state.disabled': { 'zh-CN': '屏蔽', en: 'Disabled' },
  'point.state.fault': { 'zh-CN': '故障', en: 'Fault' },
  'point.state.pre_alarm': { 'zh-CN': '预警', en: 'Pre-alarm' },
  'point.state.started': { 'zh-CN': '启动', en: 'Started' },
  'point.state.feedback': { 'zh-CN': '反馈', en: 'Feedback' },
  'point.state.delayed': { 'zh-CN': '延时', en: 'Delayed' },
  'point.state.test': { 'zh-CN': '测试', en: 'Test' },
  'point.state.restored': { 'zh-CN': '恢复', en: 'Restored' },
  'point.state.normal': { 'zh-CN': '正常', en: 'Normal' },
} as const satisfies Texts

const discovered = {
  'discovered.device': { 'zh-CN': '未登记的设备', en: 'Unregistered device' },
  'discovered.metric': { 'zh-CN': '未声明的测点', en: 'Undeclared metric' },
  'discovered.meta': { 'zh-CN': '设备自述', en: 'Self-description' },
} as const satisfies Record<`discovered.${Discovered['what']}`, Text>

export const deviceTexts = {
  ...presence,
  ...service,
  ...points,
  ...pointStates,
  ...discovered,
  'device.device': { 'zh-CN': '设备', en: 'Device' },
  'device.kind': { 'zh-CN': '设备类型', en: 'Kind' },
  'device.silent_for': { 'zh-CN': '失联 {time}', en: 'Not heard for {time}' },
  'device.silent_because': { 'zh-CN': '上级设备 {name} 失联', en: 'Behind {name}, which is not heard' },
  'device.clock_wrong': { 'zh-CN': '设备时钟偏差 {time}', en: 'Device clock is off by {time}' },
} as const satisfies Texts
