// Patrol: 17 checkpoints, the basement route A and the perimeter route B, and the two readers that guards carry.
// A new round of each route starts every half hour, so that the demo always has rounds under way.
import type { EstateCheckpoint, EstateDevice, EstateRoute } from '../estate.ts'
import type { NewTag } from '../../core/contracts/checkpoint.ts'
import { seeded } from '../random.ts'
import { device } from './device.ts'

type Place = { zh: string; en: string; zone: string; building?: string; key?: boolean; plain?: boolean; door?: string }

const basement: Place[] = [
  { zh: '地库入口', en: 'Garage entrance', zone: 'garage-b1', key: true },
  {
    zh: 'B1 生活水泵房',
    en: 'B1 domestic pump room',
    zone: 'b1-pumproom',
    building: 'b1',
    key: true,
    door: 'door-pumproom',
  },
  { zh: 'B1 消防水泵房', en: 'B1 fire pump room', zone: 'b1-firepumproom', building: 'b1', key: true },
  { zh: 'B1 配电房', en: 'B1 switch room', zone: 'b1-powerroom', building: 'b1', key: true, door: 'door-powerroom' },
  { zh: 'B2 集水坑 4', en: 'B2 sump 4', zone: 'garage-b2', plain: true },
  { zh: 'B2 排烟机房', en: 'B2 smoke fan room', zone: 'garage-b2' },
  { zh: '3号楼 B1 电梯厅', en: 'Building 3 B1 lift hall', zone: 'b3-b1', building: 'b3' },
  { zh: '消防控制室', en: 'Fire control room', zone: 'b1-control', building: 'b1', key: true },
]

const perimeter: Place[] = [
  { zh: '东门岗', en: 'East gate post', zone: 'gate-east', key: true },
  { zh: '1号楼大堂', en: 'Building 1 lobby', zone: 'b1-f1', building: 'b1' },
  { zh: '中心花园', en: 'Central garden', zone: 'garden' },
  { zh: '2号楼大堂', en: 'Building 2 lobby', zone: 'b2-f1', building: 'b2' },
  { zh: '西门岗', en: 'West gate post', zone: 'gate-west', key: true },
  { zh: '垃圾站', en: 'Waste station', zone: 'gate-west', plain: true },
  { zh: '3号楼大堂', en: 'Building 3 lobby', zone: 'b3-f1', building: 'b3' },
  { zh: '北侧围墙', en: 'North fence', zone: 'garden' },
  { zh: '地面停车场', en: 'Surface car park', zone: 'parking', key: true },
]

const checkpoint = (id: string, serial: number, place: Place): EstateCheckpoint => ({
  id,
  site: 'binjiang',
  name: { 'zh-CN': place.zh, en: place.en },
  zone: place.zone,
  building: place.building ?? null,
  key: place.key ?? false,
  // The door of the room speaks for whoever taps inside.
  sensor: place.door === undefined ? null : { device: place.door, sign: { metric: 'open', equals: true } },
  tag: tagOf(`04D35A6E80${serial.toString(16).toUpperCase().padStart(4, '0')}`, place.plain),
})

/** Signed tags with keys of their own, drawn from their UID; a plain one shows what a UID alone is worth. */
function tagOf(uid: string, plain = false): NewTag {
  if (plain) return { type: 'uid', uid }
  const random = seeded(`demo tag ${uid}`)
  const key = (): string =>
    Array.from({ length: 16 }, () => random.whole(0, 255).toString(16).padStart(2, '0')).join('')
  return { type: 'ntag424', uid, metaKey: key(), fileKey: key(), encrypted: true, macInput: 'empty' }
}

export const checkpoints: EstateCheckpoint[] = [
  ...basement.map((place, i) => checkpoint(`cp-a-${i + 1}`, 0xa1 + i, place)),
  ...perimeter.map((place, i) => checkpoint(`cp-b-${i + 1}`, 0xb1 + i, place)),
]

const minutesBetweenStops = 3
/** Whoever walks the demo’s rounds is on the way to the next stop no longer, unless he is late or passes one by. */
const longestLeg = 6
const everyHalfHour = (minute: number): string[] =>
  Array.from({ length: 48 }, (_, i) => {
    const at = i * 30 + minute
    return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  })

const route = (id: string, zh: string, en: string, guard: string, minute: number, stops: number): EstateRoute => ({
  id: `route-${id}`,
  site: 'binjiang',
  name: { 'zh-CN': zh, en },
  stops: Array.from({ length: stops }, (_, i) => ({
    checkpoint: `cp-${id}-${i + 1}`,
    from: i * minutesBetweenStops,
    until: i * minutesBetweenStops + 4,
    leg: { max: longestLeg },
  })),
  order: 'ordered',
  graceMinutes: 2,
  schedule: { starts: everyHalfHour(minute), days: [1, 2, 3, 4, 5, 6, 7] },
  guard,
  enabled: true,
})

export const routes: EstateRoute[] = [
  route('a', '夜巡 A · 地库', 'Night patrol A, basement', 'chenhao', 0, basement.length),
  route('b', '外围 B', 'Perimeter B', 'zhaomin', 15, perimeter.length),
]

export const readers: EstateDevice[] = [
  device({
    id: 'reader-1',
    kind: 'patrol_reader',
    zh: '巡更棒 1（陈浩）',
    en: 'Patrol reader 1 (Chen Hao)',
    attributes: { label: '1', route: 'route-a', badge: 'badge-chenhao', testTag: '04D35A6E80FF01' },
  }),
  device({
    id: 'reader-2',
    kind: 'patrol_reader',
    zh: '巡更棒 2（赵敏）',
    en: 'Patrol reader 2 (Zhao Min)',
    attributes: { label: '2', route: 'route-b', badge: 'badge-zhaomin', testTag: '04D35A6E80FF02' },
  }),
]
