// 水浸: a leak sensor on the floor. In a pump or power room (tags `pump_room`, `power_room`) water endangers life.
import { flag, name, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'leak',
  name: name('水浸', 'Leak sensor'),
  interval: '60s',
  metrics: [flag('wet', name('水浸', 'Water'), name('有水', 'Wet'), name('正常', 'Dry'), true)],
}

export const leak: KindFile = {
  kind,
  rules: [
    {
      id: 'leak-detected',
      name: name('水浸', 'Leak detected'),
      // Water in a plant room is the other rule's: one fault, one incident.
      scope: { kind: 'leak', without: ['pump_room', 'power_room'] },
      priority: 3,
      when: { metric: 'wet', equals: true },
      keepFor: '10s',
      raise: {
        title: name('水浸', 'Leak'),
        advice: name('到现场查漏，关闭就近阀门', 'Find the leak and shut the nearest valve'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'leak-flood',
      name: name('机房进水', 'Water in a plant room'),
      lifeSafety: true,
      scope: { kind: 'leak', tags: ['pump_room', 'power_room'] },
      priority: 1,
      when: { metric: 'wet', equals: true },
      keepFor: '10s',
      raise: {
        title: name('机房进水', 'Water in the plant room'),
        advice: name('有触电危险：先断电再进入', 'Danger of electrocution: cut the power before entering'),
        ticket: { type: 'fault' },
      },
    },
    silence(kind, name('水浸探头', 'Leak sensor'), name('到现场查看', 'Look at the place')),
  ],
}
