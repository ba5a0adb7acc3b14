// 门禁: a controlled door or turnstile.
import { counter, flag, name, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'access_door',
  name: name('门禁', 'Access door'),
  interval: '60s',
  metrics: [
    flag('open', name('门', 'Door'), name('开', 'Open'), name('关', 'Closed'), true),
    flag('locked', name('电子锁', 'Lock'), name('锁闭', 'Locked'), name('开锁', 'Unlocked'), true),
    counter('passages_total', name('通行次数', 'Passages')),
  ],
  events: [
    { type: 'forced', label: name('强行开门', 'Forced open') },
    { type: 'held', label: name('门未关', 'Held open') },
    { type: 'restored', label: name('恢复', 'Restored') },
  ],
}

const scope = { kind: 'access_door' }

export const accessDoor: KindFile = {
  kind,
  rules: [
    {
      id: 'door-forced',
      name: name('门被强行打开', 'Door forced'),
      scope,
      priority: 2,
      when: { event: 'forced', until: 'restored' },
      raise: {
        title: name('强行开门', 'Forced open'),
        advice: name('调看摄像机，就近派人查看', 'Look through the camera and send the nearest guard'),
      },
    },
    {
      id: 'door-held',
      name: name('门长时间未关', 'Door held open'),
      scope,
      priority: 4,
      when: { event: 'held', until: 'restored' },
      raise: {
        title: name('门未关', 'Held open'),
        advice: name('派人关门，检查闭门器', 'Have it closed and the door closer checked'),
      },
    },
    silence(kind, name('门禁', 'Access door'), name('查控制器供电与网络', 'Check power and network of the controller')),
  ],
}
