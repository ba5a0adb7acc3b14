// The 13 lifts, with the facts that both the section drawing and the motion profile need.
import type { EstateDevice } from '../estate.ts'
import { device } from './device.ts'
import { hangyun } from './people.ts'
import { floorsOf, floorZone } from './place.ts'

/** `warranty`: the day until which the maker repairs; the fast lifts of building 2 were renewed. */
const banks = [
  { building: 'b1', zh: '1号楼', en: 'Building 1', cars: 3, fire: true, speed: 1.75, warranty: null },
  { building: 'b2', zh: '2号楼', en: 'Building 2', cars: 4, fire: false, speed: 2.5, warranty: '2034-06-17' },
  { building: 'b3', zh: '3号楼', en: 'Building 3', cars: 4, fire: true, speed: 1.75, warranty: null },
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
      serial: `HY${bank.building.slice(1)}${bank.warranty ? 2024 : 2019}0${id === 'fire' ? 9 : id}`,
      installed: bank.warranty ? '2024-06-18' : '2019-06-18',
      ...(bank.warranty && { vendor: hangyun, warrantyUntil: bank.warranty }),
    },
  })

export const lifts: EstateDevice[] = banks.flatMap((bank) => [
  ...Array.from({ length: bank.cars }, (_, i) =>
    lift(bank, String(i + 1), { zh: `${i + 1}#梯`, en: `lift ${i + 1}` }, ['passenger']),
  ),
  ...(bank.fire ? [lift(bank, 'fire', { zh: '消防梯', en: 'fire lift' }, ['fire_lift'])] : []),
])
