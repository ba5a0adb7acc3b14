// 传感器卡死: the level of a pit stands still on the screen while the water rises. No limit is crossed, so nothing is
// raised by the level itself: what gives it away is that the value has stopped moving.
import type { Scenario } from '../scenario.ts'

export const sensorStuck: Scenario = {
  id: 'sensor-stuck',
  name: { 'zh-CN': '传感器卡死', en: 'Sensor stuck' },
  description: {
    'zh-CN': '地库集水坑 4 水位读数不再变化，实际水位在涨；读数正常不等于设备正常。',
    en: 'The level of sump 4 stands still while the water rises: a healthy figure is no proof of a healthy machine.',
  },
  seed: 8,
  clock: '15:00:00',
  steps: [
    { at: '5s', device: 'sump-4', hold: ['level_m'] },
    { at: '10s', device: 'sump-4', fault: 'pump_failed' },
    { at: '10s', device: 'sump-4', fault: 'inflow', value: 0.6 },
  ],
  undo: [
    { at: '1s', device: 'sump-4', mend: 'inflow' },
    { at: '1s', device: 'sump-4', mend: 'pump_failed' },
    { at: '5m', device: 'sump-4', honest: true },
  ],
  undoAt: '4m',
  lasts: '10m',
  expect: [
    { rule: 'water-high', subject: 'sump-4', between: ['0s', '10m'], incident: 'none' },
    { rule: 'water_level-silent', subject: 'sump-4', between: ['0s', '10m'], incident: 'none' },
  ],
}
