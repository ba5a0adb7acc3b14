// Water: two pump stations of two pumps, the sump pits, leak sensors, and the two gateways through which they speak.
import type { EstateDevice } from '../estate.ts'
import { device } from './device.ts'

const gateways: EstateDevice[] = [
  device({
    id: 'gw-b1',
    kind: 'generic',
    zh: '1号楼采集网关',
    en: 'Building 1 gateway',
    building: 'b1',
    zone: 'b1-powerroom',
    tags: ['gateway'],
  }),
  device({
    id: 'gw-b3',
    kind: 'generic',
    zh: '3号楼采集网关',
    en: 'Building 3 gateway',
    building: 'b3',
    zone: 'b3-powerroom',
    tags: ['gateway'],
  }),
]

const pump = (id: string, zh: string, en: string, more: Partial<EstateDevice>): EstateDevice =>
  device({ id, kind: 'pump', zh, en, ...more })

const domestic: Partial<EstateDevice> = {
  building: 'b1',
  zone: 'b1-pumproom',
  group: 'pumps-b1',
  parent: 'gw-b1',
  tag: 'cp-a-2',
  tags: ['domestic'],
}
const booster: Partial<EstateDevice> = { building: 'b2', zone: 'b2-pumproom', group: 'pumps-b2', tags: ['domestic'] }
const rated = { rated_hz: 50, rated_flow_m3h: 60, rated_power_kw: 15, maker: 'Nanquan' }

const pumps: EstateDevice[] = [
  pump('pump-b1-1', 'B1 生活泵 1#', 'B1 domestic pump 1', { ...domestic, attributes: { label: '1#', ...rated } }),
  pump('pump-b1-2', 'B1 生活泵 2#', 'B1 domestic pump 2', { ...domestic, attributes: { label: '2#', ...rated } }),
  pump('pump-b2-1', '2号楼加压泵 1#', 'Building 2 booster pump 1', {
    ...booster,
    attributes: { label: '1#', ...rated },
  }),
  pump('pump-b2-2', '2号楼加压泵 2#', 'Building 2 booster pump 2', {
    ...booster,
    attributes: { label: '2#', ...rated },
  }),
  pump('fire-pump-1', '消防泵 1#', 'Fire pump 1', {
    building: 'b1',
    zone: 'b1-firepumproom',
    tag: 'cp-a-3',
    tags: ['fire_pump'],
    attributes: { label: '1#', rated_hz: 50, rated_flow_m3h: 108, rated_power_kw: 45, maker: 'Nanquan' },
  }),
]

type Spot = Pick<EstateDevice, 'zone' | 'building' | 'parent'> & { zh: string; en: string; tags: string[] }

const spots: Spot[] = [
  { zone: 'b1-pumproom', building: 'b1', parent: 'gw-b1', zh: '生活水泵房', en: 'pump room', tags: ['pump_room'] },
  {
    zone: 'b1-firepumproom',
    building: 'b1',
    parent: 'gw-b1',
    zh: '消防泵房',
    en: 'fire pump room',
    tags: ['pump_room'],
  },
  { zone: 'b1-powerroom', building: 'b1', parent: 'gw-b1', zh: '配电房', en: 'switch room', tags: ['power_room'] },
  { zone: 'garage-b2', building: null, parent: 'gw-b1', zh: '地库', en: 'garage', tags: ['garage'] },
  {
    zone: 'b3-powerroom',
    building: 'b3',
    parent: 'gw-b3',
    zh: '3号楼配电房',
    en: 'building 3 switch room',
    tags: ['power_room'],
  },
  { zone: 'b3-b2', building: 'b3', parent: 'gw-b3', zh: '3号楼电梯井', en: 'building 3 lift pit', tags: ['lift_pit'] },
]

const sensors: EstateDevice[] = spots.flatMap(({ zh, en, ...spot }, i) => [
  device({
    id: `sump-${i + 1}`,
    kind: 'water_level',
    zh: `${zh}集水坑 ${i + 1}`,
    en: `Sump ${i + 1}, ${en}`,
    ...spot,
    tag: i === 3 ? 'cp-a-5' : null,
    attributes: { depth_m: 2.5 },
  }),
  device({ id: `leak-${i + 1}`, kind: 'leak', zh: `${zh}水浸 ${i + 1}`, en: `Leak sensor ${i + 1}, ${en}`, ...spot }),
])

export const water = { gateways, pumps, sensors }
