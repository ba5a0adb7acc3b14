// 泵跳闸自动切换: the duty pump trips on overload, the standby takes over within seconds.
import type { Scenario } from '../scenario.ts'

export const pumpTrip: Scenario = {
  id: 'pump-trip',
  name: { 'zh-CN': '生活泵跳闸，自动切换', en: 'Pump trip with changeover' },
  description: {
    'zh-CN': 'B1 生活泵 1# 过载跳闸，2# 泵自动投入，出口压力短时下降后恢复。',
    en: 'Domestic pump 1 trips on overload; pump 2 takes over and the pressure recovers after a dip.',
  },
  seed: 3,
  clock: '07:30:00',
  steps: [
    // The pumps take turns from day to day: the one that trips must be on duty.
    { at: '1s', device: 'pump-b1-1', fault: 'duty' },
    { at: '10s', device: 'pump-b1-1', fault: 'trip' },
  ],
  undo: [
    { at: '1s', device: 'pump-b1-1', mend: 'duty' },
    { at: '1s', device: 'pump-b1-1', mend: 'trip' },
  ],
  undoAt: '3m',
  lasts: '4m',
  expect: [
    { rule: 'pump-trip', subject: 'pump-b1-1', between: ['10s', '13s'], incident: 'open' },
    { rule: 'pump-standby-not-started', subject: 'pump-b1-1', between: ['0s', '4m'], incident: 'none' },
    { rule: 'pump-low-pressure', subject: 'pump-b1-1', between: ['0s', '4m'], incident: 'none' },
    { rule: 'pump-trip', subject: 'pump-b1-2', between: ['0s', '4m'], incident: 'none' },
  ],
}
