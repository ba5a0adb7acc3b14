// 报警风暴: the mains fails; within a minute pumps trip, a panel runs on battery, pits fill, points report faults.
// More than ten incidents in ten minutes: the list must stay readable and nothing may be dropped.
import type { Scenario, Step } from '../scenario.ts'

const troubled = ['l2-005', 'l2-012', 'l2-019', 'l2-026', 'l2-033', 'l2-034', 'l2-040', 'l2-047']
const faults: Step[] = troubled.map((point, i) => ({
  at: `${20 + i * 3}s`,
  device: 'fp-1',
  event: 'fault',
  point,
}))
const pumps = ['pump-b1-1', 'pump-b1-2', 'pump-b2-1', 'pump-b2-2']
const restored: Step[] = troubled.map((point) => ({ at: '5s', device: 'fp-1', event: 'restored', point }))

export const alarmStorm: Scenario = {
  id: 'alarm-storm',
  name: { 'zh-CN': '报警风暴', en: 'Storm of alarms' },
  description: {
    'zh-CN': '市电中断引发连锁报警：水泵跳闸、消防主机主电故障、回路故障点、集水坑水位高，一分钟内十余条。',
    en: 'A mains failure drags others along: pumps trip, the panel runs on battery, points fail, pits fill.',
  },
  seed: 10,
  clock: '19:00:00',
  steps: [
    { at: '1s', device: 'pump-b1-1', fault: 'duty' },
    { at: '1s', device: 'pump-b2-1', fault: 'duty' },
    { at: '5s', device: 'power-main', fault: 'mains_lost' },
    { at: '6s', device: 'fp-1', fault: 'mains_lost' },
    { at: '8s', device: 'pump-b1-2', fault: 'no_start' },
    { at: '8s', device: 'pump-b1-1', fault: 'trip' },
    { at: '9s', device: 'pump-b2-2', fault: 'no_start' },
    { at: '9s', device: 'pump-b2-1', fault: 'trip' },
    { at: '10s', device: 'sump-1', fault: 'pump_failed' },
    { at: '10s', device: 'sump-1', fault: 'inflow', value: 0.8 },
    { at: '12s', device: 'b2-lift-1', fault: 'stuck', value: 9 },
    ...faults,
  ],
  undo: [
    { at: '1s', device: 'power-main', mend: 'mains_lost' },
    { at: '1s', device: 'fp-1', mend: 'mains_lost' },
    { at: '2s', device: 'pump-b1-1', mend: 'duty' },
    { at: '2s', device: 'pump-b2-1', mend: 'duty' },
    { at: '2s', device: 'pump-b1-1', mend: 'trip' },
    { at: '2s', device: 'pump-b1-2', mend: 'no_start' },
    { at: '2s', device: 'pump-b2-1', mend: 'trip' },
    { at: '2s', device: 'pump-b2-2', mend: 'no_start' },
    { at: '2s', device: 'sump-1', mend: 'inflow' },
    { at: '2s', device: 'sump-1', mend: 'pump_failed' },
    { at: '3s', device: 'b2-lift-1', mend: 'stuck' },
    ...restored,
  ],
  undoAt: '5m',
  lasts: '12m',
  expect: [
    { rule: 'power-mains-lost', subject: 'power-main', between: ['5s', '1m'], incident: 'open' },
    { rule: 'fire-mains-lost', subject: 'fp-1', between: ['6s', '1m'], incident: 'open' },
    { rule: 'pump-trip', subject: 'pump-b1-1', between: ['8s', '12s'], incident: 'open' },
    { rule: 'pump-trip', subject: 'pump-b2-1', between: ['9s', '13s'], incident: 'open' },
    { rule: 'pump-standby-not-started', subject: 'pump-b1-1', between: ['18s', '25s'], incident: 'open' },
    { rule: 'pump-standby-not-started', subject: 'pump-b2-1', between: ['19s', '25s'], incident: 'open' },
    ...pumps.map((subject) => ({
      rule: 'pump-low-pressure',
      subject,
      between: ['15s', '2m'] as const,
      incident: 'open' as const,
    })),
    { rule: 'water-high', subject: 'sump-1', between: ['30s', '3m'], incident: 'open' },
    { rule: 'water-flood', subject: 'sump-1', between: ['1m', '4m'], incident: 'open' },
    ...troubled.map((point, i) => ({
      rule: 'fire-fault',
      subject: `fp-1:${point}`,
      between: [`${20 + i * 3}s`, `${23 + i * 3}s`] as const,
      incident: 'open' as const,
    })),
    { rule: 'lift-entrapment', subject: 'b2-lift-1', between: ['12s', '3m'], incident: 'open' },
    { rule: 'power-mains-lost', subject: 'power-main', between: ['5m', '6m'], incident: 'cleared' },
  ],
}
