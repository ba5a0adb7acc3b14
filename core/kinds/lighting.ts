// 照明: a lighting circuit of common areas.
import { counter, flag, name, number, silence, switched, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'lighting',
  name: name('照明', 'Lighting'),
  interval: '60s',
  silencePriority: 4,
  metrics: [
    flag('on', name('照明', 'Light'), name('开', 'On'), name('关', 'Off'), true),
    number('power_kw', name('功率', 'Power'), { unit: 'kW', decimals: 2, range: [0, 20], key: true }),
    number('lamps_out', name('坏灯数', 'Lamps out'), { decimals: 0, range: [0, 20], normal: [0, 0], key: true }),
    counter('runtime_h', name('点亮时间', 'Burning time'), { unit: 'h', decimals: 1 }),
  ],
  commands: [switched('switch', name('开关灯', 'Switch'), 'on', name('开', 'On'), name('关', 'Off'))],
}

export const lighting: KindFile = {
  kind,
  rules: [
    {
      id: 'lighting-lamps-out',
      name: name('灯具损坏', 'Lamps out'),
      scope: { kind: 'lighting' },
      priority: 4,
      when: { metric: 'lamps_out', above: 0 },
      for: '1m',
      keepFor: '1m',
      raise: {
        title: name('灯具损坏', 'Lamps out'),
        advice: name('随坏随修，派工单更换', 'Mend as it breaks: the ticket is open'),
        ticket: { type: 'repair', title: name('更换灯具', 'Change lamps') },
      },
    },
    silence(kind, name('照明回路', 'Lighting circuit'), name('到现场看灯是否亮', 'See whether the lamps burn')),
  ],
}
