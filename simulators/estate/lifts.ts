// The 13 lifts, with the facts that both the section drawing and the motion profile need.
import type { EstateDevice } from '../estate.ts'
import { device } from './device.ts'
import { floorsOf, floorZone } from './place.ts'

const banks = [
  { building: 'b1', zh: '1号楼', en: 'Building 1', cars: 3, fire: true, speed: 1.75 },
  { building: 'b2', zh: '2号楼', en: 'Building 2', cars: 4, fire: false, speed: 2.5 },
  { building: 'b3', zh: '3号楼', en: 'Building 3', cars: 4, fire: true, speed: 1.75 },
]
type Bank = (typeof banks)[number]

const lift = (bank: Bank, id: string, label: { zh: string; en: string }, tags: string[]): EstateDevice =>
  device({
    id: `${bank.building}-lift-${id}`,
    kind: 'elevator',
    zh: `${bank.zh}${label.zh}`,
    en: `${bank.en} ${label.en}`,
    building: bank.building,
    zone: floorZone(bank.building, 1),
    tags,
    attributes: {
      label: label.zh,
      lowest: floorsOf(bank.building)[0]!,
      highest: floorsOf(bank.building).at(-1)!,
      floor_height_m: 3,
      rated_speed_mps: bank.speed,
      rated_load_kg: 1000,
      maker: 'Hangyun',
      model: bank.speed > 2 ? 'HY-25M' : 'HY-17M',
      serial: `HY${bank.building.slice(1)}20190${id === 'fire' ? 9 : id}`,
      installed: '2019-06-18',
    },
  })

export const lifts: EstateDevice[] = banks.flatMap((bank) => [
  ...Array.from({ length: bank.cars }, (_, i) =>
    lift(bank, String(i + 1), { zh: `${i + 1}#梯`, en: `lift ${i + 1}` }, ['passenger']),
  ),
  ...(bank.fire ? [lift(bank, 'fire', { zh: '消防梯', en: 'fire lift' }, ['fire_lift'])] : []),
])
