// 巡更员失联: the guard of the basement route is out of reach; what he reads is sent when he is back.
import type { Scenario } from '../scenario.ts'

export const guardLost: Scenario = {
  id: 'guard-lost',
  name: { 'zh-CN': '巡更员失联', en: 'Guard out of contact' },
  description: {
    'zh-CN':
      '陈浩走进没有信号的地下室；约 8 分钟没有消息后系统报失联，要用对讲机呼叫，到时限的点先记漏巡。停止后记录补传，失联和漏巡随即更正。',
    en: 'Chen Hao walks out of reach. After about 8 minutes without a word he is out of contact: call by radio; stops whose time is over count as missed. Stopped, his reads arrive and correct both.',
  },
  seed: 6,
  // The round of 02:00 has just begun; its first four stops are key places.
  clock: '02:00:30',
  steps: [
    { at: '5s', device: 'reader-1', mute: true },
    { at: '5s', device: 'reader-1', fault: 'out_of_reach' },
  ],
  undo: [
    { at: '1s', device: 'reader-1', mute: false },
    { at: '2s', device: 'reader-1', mend: 'out_of_reach' },
  ],
  undoAt: '10m',
  lasts: '16m',
  expect: [
    { rule: 'guard-lost', subject: 'chenhao', between: ['7m', '8m'], incident: 'open' },
    { rule: 'guard-lost', subject: 'chenhao', between: ['10m', '10m30s'], incident: 'cleared' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-1', between: ['5m', '6m30s'], incident: 'open' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-1', between: ['10m', '10m30s'], incident: 'cleared' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-2', between: ['8m', '9m30s'], incident: 'open' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-2', between: ['10m', '10m30s'], incident: 'cleared' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-3', between: ['0s', '16m'], incident: 'none' },
  ],
}
