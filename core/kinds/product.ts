// Rules about what happens inside the product: rounds and clocks.
import { name, type KindFile } from './declare.ts'

export const productRules: KindFile['rules'] = [
  {
    id: 'checkpoint-missed',
    name: name('漏巡', 'Checkpoint missed'),
    scope: { subject: 'checkpoint' },
    priority: 3,
    when: { event: 'checkpoint_missed', until: 'checkpoint_visited' },
    raise: {
      title: name('漏巡', 'Checkpoint missed'),
      advice: name('用对讲机呼叫巡更员', 'Call the guard by radio'),
    },
  },
  {
    id: 'key-checkpoint-missed',
    name: name('重点部位漏巡', 'Key checkpoint missed'),
    scope: { subject: 'checkpoint' },
    priority: 2,
    when: { event: 'key_checkpoint_missed', until: 'checkpoint_visited' },
    raise: {
      title: name('重点部位漏巡', 'Key checkpoint missed'),
      advice: name('呼叫巡更员，另派人补巡', 'Call the guard and send somebody else there'),
    },
  },
  {
    id: 'clock-wrong',
    name: name('设备时钟偏差', 'Device clock wrong'),
    scope: { subject: 'system' },
    priority: 4,
    when: { event: 'clock_wrong', until: 'clock_right' },
    raise: {
      title: name('时钟偏差', 'Clock wrong'),
      advice: name('校准设备时间；数据已按偏差修正', 'Set its clock; its data is corrected meanwhile'),
    },
  },
]
