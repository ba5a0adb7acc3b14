// 12F 火警: two smoke detectors of one floor, ten seconds apart. Each is an incident of its own and sounds again.
import type { Scenario, Step } from '../scenario.ts'

const lifts = ['b1-lift-1', 'b1-lift-2', 'b1-lift-3']
const recalled: Step[] = lifts.map((device) => ({ at: '25s', device, fault: 'recall' }))
const released: Step[] = lifts.map((device) => ({ at: '5s', device, mend: 'recall' }))

export const fire12f: Scenario = {
  id: 'fire-12f',
  name: { 'zh-CN': '1号楼 12F 火警', en: 'Fire on 12F of building 1' },
  description: {
    'zh-CN': '12层走道感烟先报警，10秒后电梯前室感烟报警，主机联动启动消防泵与排烟风机，客梯迫降首层。',
    en: 'The corridor detector on 12F first, ten seconds later the lift lobby; the panel starts pump and fans and recalls the lifts.',
  },
  seed: 2,
  clock: '02:11:00',
  steps: [
    { at: '10s', device: 'fp-1', event: 'alarm', point: 'l2-043' },
    { at: '20s', device: 'fp-1', event: 'alarm', point: 'l2-044' },
    { at: '24s', device: 'fp-1', event: 'started', point: 'l2-046' },
    { at: '24s', device: 'fire-pump-1', fault: 'run' },
    ...recalled,
    { at: '30s', device: 'fp-1', event: 'feedback', point: 'l2-046' },
  ],
  undo: [
    { at: '1s', device: 'fire-pump-1', mend: 'run' },
    { at: '1s', device: 'fp-1', event: 'restored', point: 'l2-043' },
    { at: '2s', device: 'fp-1', event: 'restored', point: 'l2-044' },
    { at: '2s', device: 'fp-1', event: 'restored', point: 'l2-046' },
    { at: '3s', device: 'fp-1', event: 'reset' },
    ...released,
  ],
  undoAt: '3m',
  lasts: '4m',
  expect: [
    { rule: 'fire-alarm', subject: 'fp-1:l2-043', between: ['10s', '12s'], incident: 'open' },
    { rule: 'fire-alarm', subject: 'fp-1:l2-044', between: ['20s', '22s'], incident: 'open' },
    { rule: 'fire-alarm', subject: 'fp-1:l2-043', between: ['3m', '3m10s'], incident: 'cleared' },
    { rule: 'fire-alarm', subject: 'fp-1:l2-044', between: ['3m', '3m10s'], incident: 'cleared' },
    { rule: 'fire-fault', subject: 'fp-1:l2-043', between: ['0s', '4m'], incident: 'none' },
  ],
}
