// 通用: gateways, integrations and trials. Takes any metric; an administrator who knows more declares a kind.
import { name, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'generic',
  name: name('通用设备', 'Generic device'),
  interval: '60s',
  silencePriority: 3,
  open: true,
  metrics: [],
}

export const generic: KindFile = {
  kind,
  rules: [
    silence(
      kind,
      name('设备', 'Device'),
      name(
        '检查供电与网络；其下设备同时看不到',
        'Check its power and network; what speaks through it is not seen either',
      ),
    ),
  ],
}
