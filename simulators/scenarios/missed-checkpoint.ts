// 漏巡: the guard of the basement route passes by the garage entrance, a key place.
import type { Scenario } from '../scenario.ts'

export const missedCheckpoint: Scenario = {
  id: 'missed-checkpoint',
  name: { 'zh-CN': '漏巡', en: 'Missed checkpoint' },
  description: {
    'zh-CN': '陈浩巡更时漏过下一个巡更点；超过时限与宽限后系统判为漏巡。',
    en: 'Chen Hao passes by the next checkpoint; after window and grace the server counts it as missed.',
  },
  seed: 6,
  // The round of 02:00 has just begun: its first stop, due until 02:04 with two minutes' grace, comes next.
  clock: '02:00:30',
  steps: [{ at: '5s', device: 'reader-1', fault: 'skip', value: 1 }],
  undo: [{ at: '1s', device: 'reader-1', mend: 'skip' }],
  undoAt: '8m',
  lasts: '12m',
  expect: [
    { rule: 'key-checkpoint-missed', subject: 'cp-a-1', between: ['5m', '6m30s'], incident: 'open' },
    { rule: 'key-checkpoint-missed', subject: 'cp-a-2', between: ['0s', '12m'], incident: 'none' },
    { rule: 'checkpoint-missed', subject: 'cp-a-5', between: ['0s', '12m'], incident: 'none' },
  ],
}
