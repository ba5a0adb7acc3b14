// The ladders that come with the product. Who is told first is whoever is on duty; the last step is always a telephone.
import { Ladder, type LadderStep } from '../contracts/ladder.ts'
import type { z } from 'zod'
import { name } from './declare.ts'

type Step = z.input<typeof LadderStep>
const supervisor = { role: 'supervisor' } as const
const phone: Step = { after: '2m', who: supervisor, does: 'phone' }

const ladders: z.input<typeof Ladder>[] = [
  {
    id: 'critical',
    name: name('危急报警', 'Critical incidents'),
    priorities: [1],
    resumeAfter: '15m',
    steps: [
      { who: { duty: 'guard' } },
      { who: { duty: 'operator' }, repeat: { times: 5, every: '1m' } },
      { after: '2m', who: supervisor, repeat: { times: 2, every: '1m' } },
      { after: '3m', who: { role: 'admin' } },
      { ...phone, after: '1m' },
    ],
  },
  {
    id: 'high',
    name: name('高级报警', 'High incidents'),
    priorities: [2],
    resumeAfter: '30m',
    steps: [
      { who: { duty: 'operator' }, repeat: { times: 3, every: '2m' } },
      { after: '5m', who: supervisor },
      { ...phone, after: '10m' },
    ],
  },
  {
    id: 'medium',
    name: name('中级报警', 'Medium incidents'),
    priorities: [3],
    resumeAfter: '4h',
    steps: [
      { after: '10m', who: { duty: 'operator' } },
      { after: '30m', who: supervisor, window: { start: '08:00', end: '20:00', days: [1, 2, 3, 4, 5, 6, 7] } },
      { ...phone, after: '1h' },
    ],
  },
  {
    id: 'trapped',
    name: name('电梯困人工单', 'Entrapment tickets'),
    tickets: ['entrapment'],
    resumeAfter: '10m',
    steps: [
      { who: { assignee: true }, repeat: { times: 2, every: '1m' } },
      { after: '2m', who: supervisor },
      { ...phone, after: '1m' },
    ],
  },
  {
    id: 'fault',
    name: name('故障和报修工单', 'Faults and repair requests'),
    tickets: ['fault', 'repair', 'complaint'],
    resumeAfter: '1h',
    steps: [
      { who: { assignee: true }, repeat: { times: 1, every: '5m' } },
      { after: '10m', who: supervisor },
      { ...phone, after: '10m' },
    ],
  },
  {
    id: 'other-work',
    name: name('其他工单', 'Other tickets'),
    tickets: ['inspection', 'rectification', 'other'],
    resumeAfter: '24h',
    steps: [
      { who: { assignee: true } },
      { after: '2h', who: supervisor, window: { start: '08:00', end: '20:00', days: [1, 2, 3, 4, 5, 6, 7] } },
      { ...phone, after: '4h' },
    ],
  },
]

/** The shipped ladders, the most urgent first. */
export const shippedLadders: readonly Ladder[] = ladders.map((ladder) => Ladder.parse(ladder))

/** The skill that work on a device of a kind asks for; a device's attribute `skill` says otherwise for itself. */
export const skillOfKind: ReadonlyMap<string, string> = new Map([
  ['elevator', 'lift'],
  ['pump', 'electrical'],
  ['power', 'electrical'],
  ['lighting', 'electrical'],
  ['fire_panel', 'fire'],
  ['access_door', 'weak-current'],
  ['camera', 'weak-current'],
  ['patrol_reader', 'weak-current'],
  ['water_level', 'plumbing'],
  ['leak', 'plumbing'],
])
