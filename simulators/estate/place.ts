// Where things are: the site, its three buildings, one zone a floor, and the rooms and places that people name.
import type { Site, Zone } from '../../core/contracts/site.ts'

type EstateZone = Omit<Zone, 'version'>

const buildings: Site['buildings'] = [
  { id: 'b1', name: { 'zh-CN': '1号楼', en: 'Building 1' }, floors: 17, basements: 2 },
  { id: 'b2', name: { 'zh-CN': '2号楼', en: 'Building 2' }, floors: 26, basements: 2 },
  { id: 'b3', name: { 'zh-CN': '3号楼', en: 'Building 3' }, floors: 21, basements: 2 },
]

export const site = {
  id: 'binjiang',
  name: { 'zh-CN': '滨江花园', en: 'Binjiang Garden' },
  timezone: 'Asia/Shanghai',
  phone: '0571-8700-0110',
  buildings,
  trends: [
    { device: 'pump-b2-1', metric: 'outlet_pressure_mpa', name: { 'zh-CN': '2号楼水压', en: 'Building 2 water' } },
    { device: 'sump-4', metric: 'level_m', name: { 'zh-CN': '集水坑 4 水位', en: 'Sump 4 level' } },
    { device: 'power-main', metric: 'power_kw', name: { 'zh-CN': '总用电', en: 'Total power' } },
    { device: 'fire-pump-1', metric: 'outlet_pressure_mpa', name: { 'zh-CN': '消防水压', en: 'Fire water' } },
  ],
}

/** A floor as lifts and signs write it: 12F, B1. */
export const floorLabel = (floor: number): string => (floor < 0 ? `B${-floor}` : `${floor}F`)
/** The zone of a floor: `b1-f12`, `b1-b2`. */
export const floorZone = (building: string, floor: number): string =>
  floor < 0 ? `${building}-b${-floor}` : `${building}-f${floor}`

/** Floors of a building from the lowest basement up; there is no floor 0. */
export function floorsOf(building: string): number[] {
  const { floors, basements } = buildings.find(({ id }) => id === building)!
  return [
    ...Array.from({ length: basements }, (_, i) => i - basements),
    ...Array.from({ length: floors }, (_, i) => i + 1),
  ]
}

const floors: EstateZone[] = buildings.flatMap((building) =>
  floorsOf(building.id).map((floor) => ({
    id: floorZone(building.id, floor),
    site: site.id,
    building: building.id,
    floor,
    name: {
      'zh-CN': `${building.name['zh-CN']} ${floorLabel(floor)}`,
      en: `${building.name.en} ${floorLabel(floor)}`,
    },
  })),
)

const place = (id: string, building: string | null, floor: number | null, zh: string, en: string): EstateZone => ({
  id,
  site: site.id,
  building,
  floor,
  name: { 'zh-CN': zh, en },
})

export const zones: EstateZone[] = [
  ...floors,
  place('b1-pumproom', 'b1', -1, 'B1 生活水泵房', 'B1 domestic pump room'),
  place('b1-firepumproom', 'b1', -1, 'B1 消防水泵房', 'B1 fire pump room'),
  place('b1-powerroom', 'b1', -1, 'B1 配电房', 'B1 switch room'),
  place('b1-control', 'b1', 1, '消防控制室', 'Fire control room'),
  place('b2-pumproom', 'b2', -1, '2号楼加压泵房', 'Building 2 booster room'),
  place('b3-powerroom', 'b3', -1, '3号楼配电房', 'Building 3 switch room'),
  place('garage-b1', null, -1, '地库 B1', 'Garage B1'),
  place('garage-b2', null, -2, '地库 B2', 'Garage B2'),
  place('gate-east', null, null, '东门', 'East gate'),
  place('gate-west', null, null, '西门', 'West gate'),
  place('garden', null, null, '中心花园', 'Central garden'),
  place('parking', null, null, '地面停车场', 'Surface car park'),
]
