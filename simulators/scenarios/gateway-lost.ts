// 网关断网: a gateway and everything behind it falls silent. One incident, not one per child.
import type { Scenario } from '../scenario.ts'

export const gatewayLost: Scenario = {
  id: 'gateway-lost',
  name: { 'zh-CN': '网关失联', en: 'Gateway lost' },
  description: {
    'zh-CN': '3号楼采集网关断线，其下设备显示失联；只产生一条报警。',
    en: 'The gateway of building 3 goes off line; its devices show as not heard, and there is one incident.',
  },
  seed: 7,
  clock: '10:00:00',
  steps: [{ at: '10s', device: 'gw-b3', mute: true }],
  undo: [{ at: '1s', device: 'gw-b3', mute: false }],
  undoAt: '6m',
  lasts: '8m',
  expect: [
    { rule: 'generic-silent', subject: 'gw-b3', between: ['10s', '5m'], incident: 'open' },
    { rule: 'water_level-silent', subject: 'sump-5', between: ['0s', '8m'], incident: 'none' },
    { rule: 'access_door-silent', subject: 'door-b3', between: ['0s', '8m'], incident: 'none' },
    { rule: 'generic-silent', subject: 'gw-b3', between: ['6m', '7m30s'], incident: 'cleared' },
  ],
}
