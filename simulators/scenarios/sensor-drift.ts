// 传感器漂移: a motor's thermometer wanders off by degrees a minute until it crosses the limit.
import type { Scenario } from '../scenario.ts'

export const sensorDrift: Scenario = {
  id: 'sensor-drift',
  name: { 'zh-CN': '传感器漂移', en: 'Sensor drifts' },
  description: {
    'zh-CN': 'B1 生活泵 1# 电机温度读数每分钟漂移 15 ℃，直到超限；电流与振动均正常。',
    en: 'The motor temperature of domestic pump 1 drifts by 15 °C a minute until it crosses its limit.',
  },
  seed: 9,
  clock: '13:00:00',
  steps: [{ at: '10s', device: 'pump-b1-1', drift: { motor_temp_c: 15 } }],
  undo: [{ at: '1s', device: 'pump-b1-1', honest: true }],
  undoAt: '5m',
  lasts: '8m',
  expect: [
    { rule: 'pump-motor-temp', subject: 'pump-b1-1', between: ['1m', '5m'], incident: 'open' },
    { rule: 'pump-vibration', subject: 'pump-b1-1', between: ['0s', '8m'], incident: 'none' },
    { rule: 'pump-motor-temp', subject: 'pump-b1-1', between: ['5m', '7m'], incident: 'cleared' },
  ],
}
