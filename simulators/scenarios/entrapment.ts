// 困人: a car with two people sticks between the 12th and the 13th floor of building 3.
import type { Scenario } from '../scenario.ts'

export const entrapment: Scenario = {
  id: 'entrapment',
  name: { 'zh-CN': '电梯困人', en: 'Passengers trapped' },
  description: {
    'zh-CN': '3号楼2#梯载两人运行时停在12F–13F之间；解困后就近平层开门。',
    en: 'Lift 2 of building 3 sticks between 12F and 13F with two people; once freed it levels and opens.',
  },
  seed: 1,
  clock: '14:29:00',
  steps: [{ at: '10s', device: 'b3-lift-2', fault: 'stuck', value: 12 }],
  undo: [{ at: '1s', device: 'b3-lift-2', mend: 'stuck' }],
  undoAt: '4m',
  lasts: '6m',
  expect: [
    { rule: 'lift-entrapment', subject: 'b3-lift-2', between: ['10s', '2m30s'], incident: 'open' },
    { rule: 'lift-entrapment', subject: 'b3-lift-2', between: ['4m', '4m30s'], incident: 'cleared' },
    { rule: 'elevator-silent', subject: 'b3-lift-2', between: ['0s', '6m'], incident: 'none' },
  ],
}
