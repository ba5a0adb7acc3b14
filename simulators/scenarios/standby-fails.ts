// 备泵未启动: the duty pump trips and the standby does not start; the building loses its pressure.
import type { Scenario } from '../scenario.ts'

export const standbyFails: Scenario = {
  id: 'standby-fails',
  name: { 'zh-CN': '备用泵未启动，水压下降', en: 'Standby pump does not start' },
  description: {
    'zh-CN': '2号楼加压泵 1# 跳闸，备用泵未投入，水压持续下降。',
    en: 'Booster pump 1 of building 2 trips, the standby does not start and the pressure falls.',
  },
  seed: 4,
  clock: '07:30:00',
  steps: [
    { at: '1s', device: 'pump-b2-1', fault: 'duty' },
    { at: '5s', device: 'pump-b2-2', fault: 'no_start' },
    { at: '10s', device: 'pump-b2-1', fault: 'trip' },
  ],
  undo: [
    { at: '1s', device: 'pump-b2-1', mend: 'duty' },
    { at: '1s', device: 'pump-b2-2', mend: 'no_start' },
    { at: '20s', device: 'pump-b2-1', mend: 'trip' },
  ],
  undoAt: '4m',
  lasts: '7m',
  expect: [
    { rule: 'pump-trip', subject: 'pump-b2-1', between: ['10s', '13s'], incident: 'open' },
    { rule: 'pump-standby-not-started', subject: 'pump-b2-1', between: ['19s', '25s'], incident: 'open' },
    // Both pumps measure the pressure of the same pipe.
    { rule: 'pump-low-pressure', subject: 'pump-b2-1', between: ['15s', '2m'], incident: 'open' },
    { rule: 'pump-low-pressure', subject: 'pump-b2-2', between: ['15s', '2m'], incident: 'open' },
    { rule: 'pump-standby-not-started', subject: 'pump-b2-1', between: ['4m', '4m30s'], incident: 'cleared' },
    { rule: 'pump-low-pressure', subject: 'pump-b2-1', between: ['4m', '6m'], incident: 'cleared' },
  ],
}
