// Words of the simulator page.
import type { Texts } from './words.ts'

export const pagesSimulatorTexts = {
  'nav.simulator': { 'zh-CN': '模拟', en: 'Simulate' },
  'simulator.title': { 'zh-CN': '模拟器', en: 'Simulators' },
  'simulator.facts': { 'zh-CN': '{n} 台模拟设备，随机种子 {seed}', en: '{n} simulated devices, seed {seed}' },
  'simulator.speed': { 'zh-CN': '速度', en: 'Speed' },
  'simulator.speed.n': { 'zh-CN': '{n} 倍', en: '{n}×' },
  'simulator.start': { 'zh-CN': '开始', en: 'Start' },
  'simulator.stop': { 'zh-CN': '停止并恢复正常', en: 'Stop and put things right' },
  'simulator.stop_all': { 'zh-CN': '全部停止', en: 'Stop all' },
  'simulator.running': { 'zh-CN': '运行 {clock}', en: 'running {clock}' },
  'simulator.started': { 'zh-CN': '已开始：{name}', en: 'Started: {name}' },
  'simulator.stopped': { 'zh-CN': '已停止：{name}', en: 'Stopped: {name}' },
  'simulator.scenarios': { 'zh-CN': '场景', en: 'Scenarios' },
  'simulator.note': {
    'zh-CN': '场景在演示设备上真的发生：报警会响，工单会开。',
    en: 'Scenarios really happen on the demo devices: alarms sound and tickets open.',
  },
  'simulator.none.title': { 'zh-CN': '这里没有模拟器', en: 'There are no simulators here' },
  'simulator.none.body': {
    'zh-CN': '模拟器只在演示模式下运行。用 npm start 启动演示；连接真实设备时不需要它。',
    en: 'Simulators run in demo mode only. Start the demo with npm start; real devices do not need them.',
  },
} as const satisfies Texts
