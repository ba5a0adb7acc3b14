// 集水坑溢水: the pit's pump fails and water comes in faster than ever.
import type { Scenario } from '../scenario.ts'

export const sumpOverflow: Scenario = {
  id: 'sump-overflow',
  name: { 'zh-CN': '集水坑溢水', en: 'Sump overflows' },
  description: {
    'zh-CN': '配电房集水坑 3 排水泵故障，水位快速上涨，水浸探头报警。',
    en: 'The pump of sump 3 in the switch room fails, the water rises fast and the leak sensor gets wet.',
  },
  seed: 5,
  clock: '16:00:00',
  steps: [
    { at: '10s', device: 'sump-3', fault: 'pump_failed' },
    { at: '10s', device: 'sump-3', fault: 'inflow', value: 0.8 },
    { at: '3m', device: 'leak-3', fault: 'wet' },
  ],
  undo: [
    { at: '1s', device: 'sump-3', mend: 'inflow' },
    { at: '1s', device: 'sump-3', mend: 'pump_failed' },
    { at: '2m', device: 'leak-3', mend: 'wet' },
  ],
  undoAt: '5m',
  lasts: '12m',
  expect: [
    { rule: 'water-high', subject: 'sump-3', between: ['30s', '3m'], incident: 'open' },
    { rule: 'water-flood', subject: 'sump-3', between: ['1m', '4m'], incident: 'open' },
    { rule: 'leak-flood', subject: 'leak-3', between: ['3m', '4m'], incident: 'open' },
    { rule: 'leak-detected', subject: 'leak-3', between: ['0s', '12m'], incident: 'none' },
    { rule: 'water-flood', subject: 'sump-3', between: ['5m', '9m'], incident: 'cleared' },
    { rule: 'water-high', subject: 'sump-3', between: ['5m', '11m'], incident: 'cleared' },
    { rule: 'leak-flood', subject: 'leak-3', between: ['7m', '9m'], incident: 'cleared' },
  ],
}
