// The rest of the plant: power meters, doors, lighting circuits, cameras, the weather station.
import type { EstateDevice } from '../estate.ts'
import { device } from './device.ts'

type Row = [id: string, zh: string, en: string, building: string | null, zone: string | null, parent?: string]

const rows = (kind: string, list: Row[], tags: string[] = []): EstateDevice[] =>
  list.map(([id, zh, en, building, zone, parent]) =>
    device({ id, kind, zh, en, building, zone, parent: parent ?? null, tags }),
  )

const power = rows('power', [
  ['power-main', '总进线电表', 'Main incomer', 'b1', 'b1-powerroom'],
  ['power-b2', '2号楼电表', 'Building 2 meter', 'b2', 'b2-b1'],
  ['power-b3', '3号楼电表', 'Building 3 meter', 'b3', 'b3-powerroom', 'gw-b3'],
])

const doors = rows('access_door', [
  ['door-b1', '1号楼单元门', 'Building 1 entrance', 'b1', 'b1-f1'],
  ['door-b2', '2号楼单元门', 'Building 2 entrance', 'b2', 'b2-f1'],
  ['door-b3', '3号楼单元门', 'Building 3 entrance', 'b3', 'b3-f1', 'gw-b3'],
  ['door-pumproom', '生活水泵房门', 'Pump room door', 'b1', 'b1-pumproom', 'gw-b1'],
  ['door-powerroom', '配电房门', 'Switch room door', 'b1', 'b1-powerroom', 'gw-b1'],
  ['door-control', '消防控制室门', 'Control room door', 'b1', 'b1-control'],
  ['door-east', '东门人行闸', 'East gate turnstile', null, 'gate-east'],
  ['door-west', '西门人行闸', 'West gate turnstile', null, 'gate-west'],
])

const lighting = rows('lighting', [
  ['light-garage-b1', '地库 B1 照明', 'Garage B1 lighting', null, 'garage-b1', 'gw-b1'],
  ['light-garage-b2', '地库 B2 照明', 'Garage B2 lighting', null, 'garage-b2', 'gw-b1'],
  ['light-b1', '1号楼公区照明', 'Building 1 common lighting', 'b1', 'b1-f1'],
  ['light-b2', '2号楼公区照明', 'Building 2 common lighting', 'b2', 'b2-f1'],
  ['light-b3', '3号楼公区照明', 'Building 3 common lighting', 'b3', 'b3-f1', 'gw-b3'],
  ['light-garden', '花园路灯', 'Garden lamps', null, 'garden'],
])

const cameras = rows('camera', [
  ['cam-gate-east', '东门摄像机', 'East gate camera', null, 'gate-east'],
  ['cam-gate-west', '西门摄像机', 'West gate camera', null, 'gate-west'],
  ['cam-garage-1', '地库 B1 摄像机', 'Garage B1 camera', null, 'garage-b1'],
  ['cam-garage-2', '地库 B2 摄像机', 'Garage B2 camera', null, 'garage-b2'],
  ['cam-b1-lobby', '1号楼大堂摄像机', 'Building 1 lobby camera', 'b1', 'b1-f1'],
  ['cam-b2-lobby', '2号楼大堂摄像机', 'Building 2 lobby camera', 'b2', 'b2-f1'],
  ['cam-b3-lobby', '3号楼大堂摄像机', 'Building 3 lobby camera', 'b3', 'b3-f1'],
  ['cam-garden', '中心花园摄像机', 'Garden camera', null, 'garden'],
])

const weather = rows('weather', [['weather-1', '气象站', 'Weather station', null, 'garden']])

export const plant: EstateDevice[] = [...power, ...doors, ...lighting, ...cameras, ...weather]
