// 水位: the level of a sump pit or tank. In a pump or power room (tags `pump_room`, `power_room`) a flood endangers life.
import { counter, flag, name, number, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'water_level',
  name: name('水位', 'Water level'),
  drawing: 'tank',
  interval: '30s',
  metrics: [
    number('level_m', name('水位', 'Level'), {
      unit: 'm',
      decimals: 2,
      range: [0, 2.5],
      normal: [null, 1.4],
      key: true,
    }),
    flag('pump_running', name('排水泵', 'Sump pump'), name('运行', 'Running'), name('停止', 'Stopped'), true),
    counter('pump_starts_total', name('启泵次数', 'Pump starts')),
  ],
}

export const waterLevel: KindFile = {
  kind,
  rules: [
    {
      id: 'water-high',
      name: name('集水坑水位高', 'Sump level high'),
      scope: { kind: 'water_level' },
      priority: 2,
      when: { metric: 'level_m', above: 1.5, clear: 1.2 },
      for: '5s',
      keepFor: '10s',
      raise: {
        title: name('水位高', 'Level high'),
        advice: name('到现场手动启动排水泵', 'Go there and start the sump pump by hand'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'water-flood',
      name: name('机房水淹', 'Plant room flooding'),
      lifeSafety: true,
      scope: { kind: 'water_level', tags: ['pump_room', 'power_room'] },
      priority: 1,
      // No ticket of its own: the water passed the high level before, and that one is open.
      when: { metric: 'level_m', above: 2, clear: 1.8 },
      for: '5s',
      keepFor: '10s',
      raise: {
        title: name('水淹', 'Flooding'),
        advice: name(
          '有触电危险：先断电再进入，关闭来水阀门',
          'Danger of electrocution: cut the power before entering, shut the valve',
        ),
      },
    },
    silence(kind, name('水位计', 'Level sensor'), name('到现场查看水位', 'Look at the water there')),
  ],
}
