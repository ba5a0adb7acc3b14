// Words of the page of places: sites with their buildings, and zones.
import type { Texts } from './words.ts'

export const pagesPlaceTexts = {
  'nav.places': { 'zh-CN': '项目', en: 'Sites' },
  'places.tab.sites': { 'zh-CN': '项目', en: 'Sites' },
  'places.tab.zones': { 'zh-CN': '区域', en: 'Zones' },
  'sites.new': { 'zh-CN': '新建项目', en: 'New site' },
  'sites.none.title': { 'zh-CN': '还没有项目', en: 'No site yet' },
  'sites.none.body': {
    'zh-CN': '先建一个项目：设备、巡更点和人员都属于某个项目。',
    en: 'Create one first: devices, checkpoints and people belong to a site.',
  },
  'site.edit': { 'zh-CN': '修改项目：{name}', en: 'Change site: {name}' },
  'site.timezone': { 'zh-CN': '时区', en: 'Time zone' },
  'site.phone': { 'zh-CN': '监控室电话', en: 'Telephone of the control room' },
  'site.challenges': { 'zh-CN': '每班随机抽查打卡次数', en: 'Surprise taps asked on each duty' },
  'site.challenges.wrong': { 'zh-CN': '填 0 到 12 的整数', en: 'must be a whole number from 0 to 12' },
  'site.holidays': {
    'zh-CN': '节假日（每行一天，如 2027-01-01）',
    en: 'Public holidays (one a line, like 2027-01-01)',
  },
  'site.holidays.wrong': { 'zh-CN': '每行写一天，如 2027-01-01', en: 'one day a line, like 2027-01-01' },
  'site.holidays.n': {
    'zh-CN': '节假日 {n} 天',
    en: '{n, plural, =0 {no public holidays} one {# public holiday} other {# public holidays}}',
  },
  'site.buildings': { 'zh-CN': '楼栋', en: 'Buildings' },
  'site.buildings.none': { 'zh-CN': '还没有楼栋', en: 'no building yet' },
  'site.building.add': { 'zh-CN': '加一栋楼', en: 'Add a building' },
  'site.building.n': { 'zh-CN': '楼栋 {n}', en: 'Building {n}' },
  'site.building.remove': { 'zh-CN': '删除楼栋 {n}', en: 'Remove building {n}' },
  'site.building.floors': { 'zh-CN': '地上层数', en: 'Floors above ground' },
  'site.building.basements': { 'zh-CN': '地下层数', en: 'Floors below ground' },
  'site.building.words': {
    'zh-CN': '{name}（地上 {floors} 层，地下 {basements} 层）',
    en: '{name} ({floors} floors, {basements} basements)',
  },
  'zones.new': { 'zh-CN': '新建区域', en: 'New zone' },
  'zones.none.title': { 'zh-CN': '这个项目还没有区域', en: 'This site has no zone yet' },
  'zones.none.body': {
    'zh-CN': '区域是楼层或房间，如水泵房、消控室。',
    en: 'A zone is a floor or a room, like the pump room or the control room.',
  },
  'zone.edit': { 'zh-CN': '修改区域：{name}', en: 'Change zone: {name}' },
  'zone.floor': { 'zh-CN': '楼层（地下一层填 -1，可不填）', en: 'Floor (-1 is the first basement; optional)' },
  'zone.floor.wrong': { 'zh-CN': '填整数，如 3 或 -1，没有 0 层', en: 'must be a whole number like 3 or -1, not 0' },
  'zone.floor.above': { 'zh-CN': '{n} 层', en: 'floor {n}' },
  'zone.floor.below': { 'zh-CN': '地下 {n} 层', en: 'basement {n}' },
} as const satisfies Texts
