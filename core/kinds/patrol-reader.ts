// 巡更读卡器: carried or fixed reader of checkpoint tags. Its taps have a topic of their own.
import { name, number, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'patrol_reader',
  name: name('巡更读卡器', 'Patrol reader'),
  drawing: 'reader',
  interval: '60s',
  silencePriority: 4,
  metrics: [
    number('battery_pct', name('电量', 'Battery'), {
      unit: '%',
      decimals: 0,
      range: [0, 100],
      normal: [20, 100],
      key: true,
    }),
  ],
  events: [
    { type: 'tap', label: name('打卡', 'Tap') },
    { type: 'tamper', label: name('拆动', 'Tampered with') },
    { type: 'battery_low', label: name('电量低', 'Battery low') },
    { type: 'battery_ok', label: name('电量恢复', 'Battery charged') },
  ],
}

const scope = { kind: 'patrol_reader' }

export const patrolReader: KindFile = {
  kind,
  rules: [
    {
      id: 'reader-tamper',
      name: name('读卡器被拆动', 'Reader tampered with'),
      scope,
      priority: 3,
      when: { event: 'tamper' },
      raise: {
        title: name('被拆动', 'Tampered with'),
        advice: name('呼叫持有人确认', 'Call whoever carries it'),
      },
    },
    {
      id: 'reader-battery',
      name: name('读卡器电量低', 'Reader battery low'),
      scope,
      priority: 4,
      when: { metric: 'battery_pct', below: 15, clear: 30 },
      for: '1m',
      raise: { title: name('电量低', 'Battery low'), advice: name('交接班时更换', 'Change it at the handover') },
    },
    {
      // Readers that send no figure say only when it is low.
      id: 'reader-battery-said',
      name: name('读卡器报电量低', 'Reader says battery low'),
      scope,
      priority: 4,
      when: { event: 'battery_low', until: 'battery_ok' },
      raise: { title: name('电量低', 'Battery low'), advice: name('交接班时更换', 'Change it at the handover') },
    },
    silence(kind, name('巡更读卡器', 'Patrol reader'), name('用对讲机呼叫持有人', 'Call its carrier by radio')),
  ],
}
