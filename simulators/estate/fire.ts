// Fire: two panels, two loops each, 126 addressed points a loop laid out floor by floor.
import type { Point } from '../../core/contracts/device.ts'
import type { EstateDevice, EstatePoint } from '../estate.ts'
import { device } from './device.ts'
import { floorLabel, floorsOf, floorZone } from './place.ts'

export const firePlant: EstateDevice[] = [
  device({
    id: 'fp-1',
    kind: 'fire_panel',
    zh: '1号楼消防主机',
    en: 'Building 1 fire panel',
    building: 'b1',
    zone: 'b1-control',
    tag: 'cp-a-8',
    attributes: { loops: 2, maker: 'Anhua', model: 'AH-9000' },
  }),
  device({
    id: 'fp-2',
    kind: 'fire_panel',
    zh: '2、3号楼消防主机',
    en: 'Fire panel of buildings 2 and 3',
    building: 'b2',
    zone: 'b2-f1',
    attributes: { loops: 2, maker: 'Anhua', model: 'AH-9000' },
  }),
]

const pointsPerLoop = 126
/** What hangs on a floor, in the order of addresses; a floor with fewer addresses has the first of them. */
const fittings: { type: Point['type']; zh: string; en: string }[] = [
  { type: 'smoke', zh: '走道感烟', en: 'corridor smoke detector' },
  { type: 'smoke', zh: '电梯前室感烟', en: 'lift lobby smoke detector' },
  { type: 'manual', zh: '手动报警按钮', en: 'manual call point' },
  { type: 'module', zh: '水流指示器模块', en: 'flow switch module' },
  { type: 'smoke', zh: '楼梯间感烟', en: 'staircase smoke detector' },
  { type: 'heat', zh: '设备间感温', en: 'service room heat detector' },
  { type: 'isolator', zh: '短路隔离器', en: 'isolator' },
  { type: 'module', zh: '防火门监控模块', en: 'fire door module' },
]

type Stretch = { loop: string; building: string; zh: string; en: string; floors: number[] }

function pointsOf({ loop, building, zh, en, floors }: Stretch): EstatePoint[] {
  let onFloor = { floor: NaN, count: 0 }
  return Array.from({ length: pointsPerLoop }, (_, i) => {
    const floor = floors[Math.floor((i * floors.length) / pointsPerLoop)]!
    onFloor = onFloor.floor === floor ? { floor, count: onFloor.count + 1 } : { floor, count: 0 }
    const fitting = fittings[onFloor.count % fittings.length]!
    const address = i + 1
    return {
      id: `${loop}-${String(address).padStart(3, '0')}`,
      loop,
      address,
      type: fitting.type,
      name: {
        'zh-CN': `${zh}${floorLabel(floor)} ${fitting.zh}`,
        en: `${en} ${floorLabel(floor)} ${fitting.en}`,
      },
      zone: floorZone(building, floor),
    }
  })
}

const b1 = { building: 'b1', zh: '1号楼', en: 'Building 1' }
export const firePoints: { device: string; points: EstatePoint[] }[] = [
  {
    device: 'fp-1',
    points: [
      ...pointsOf({ loop: 'l1', ...b1, floors: floorsOf('b1').filter((floor) => floor <= 8) }),
      ...pointsOf({ loop: 'l2', ...b1, floors: floorsOf('b1').filter((floor) => floor > 8) }),
    ],
  },
  {
    device: 'fp-2',
    points: [
      ...pointsOf({ loop: 'l1', building: 'b2', zh: '2号楼', en: 'Building 2', floors: floorsOf('b2') }),
      ...pointsOf({ loop: 'l2', building: 'b3', zh: '3号楼', en: 'Building 3', floors: floorsOf('b3') }),
    ],
  },
]
