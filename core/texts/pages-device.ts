// Words of the device list, the device page and the history chart.
import type { Texts } from './words.ts'

const chart = {
  'chart.keys': {
    'zh-CN': '按 + 放大，- 缩小，← → 移动，0 复位；数据表在下方',
    en: 'Press + to zoom in, - to zoom out, ← → to move, 0 to start over; a table is below',
  },
  'chart.how': {
    'zh-CN': '滚轮或拖选放大，按住 Shift 拖动平移',
    en: 'Wheel or drag to zoom, Shift and drag to move',
  },
  'chart.in': { 'zh-CN': '放大', en: 'Zoom in' },
  'chart.out': { 'zh-CN': '缩小', en: 'Zoom out' },
  'chart.back': { 'zh-CN': '往前移', en: 'Earlier' },
  'chart.on': { 'zh-CN': '往后移', en: 'Later' },
  'chart.reset': { 'zh-CN': '复位', en: 'Start over' },
  'chart.table': { 'zh-CN': '数据表', en: 'Table' },
  'chart.table.more': { 'zh-CN': '还有 {n} 行，导出可得全部', en: '{n} more rows; the export has all of them' },
  'chart.failed': {
    'zh-CN': '图画不出来，请看数据表。',
    en: 'The chart cannot be drawn. The table has the figures.',
  },
  'chart.metric': { 'zh-CN': '测点', en: 'Metric' },
  'chart.second': { 'zh-CN': '对比测点', en: 'Compare with' },
  'chart.low': { 'zh-CN': '最小', en: 'Lowest' },
  'chart.mean': { 'zh-CN': '平均', en: 'Mean' },
  'chart.high': { 'zh-CN': '最大', en: 'Highest' },
  'chart.summary': {
    'zh-CN': '{name}：最小 {low}，平均 {mean}，最大 {high}',
    en: '{name}: lowest {low}, mean {mean}, highest {high}',
  },
  'chart.nothing': { 'zh-CN': '这段时间没有数据', en: 'Nothing was measured in this time' },
  'chart.preset': { 'zh-CN': '时间', en: 'Time' },
  'chart.preset.hour': { 'zh-CN': '近 1 小时', en: 'Last hour' },
  'chart.preset.shift': { 'zh-CN': '本班', en: 'This shift' },
  'chart.preset.last_shift': { 'zh-CN': '上一班', en: 'Last shift' },
  'chart.preset.night': { 'zh-CN': '昨夜', en: 'Last night' },
  'chart.preset.day': { 'zh-CN': '24 小时', en: '24 h' },
  'chart.preset.week': { 'zh-CN': '7 天', en: '7 days' },
  'chart.preset.month': { 'zh-CN': '30 天', en: '30 days' },
  'chart.export': { 'zh-CN': '导出 CSV', en: 'Export CSV' },
} as const satisfies Texts

const device = {
  'nav.devices': { 'zh-CN': '设备', en: 'Devices' },
  'device.heard_ago': { 'zh-CN': '{time}前收到数据', en: 'heard {time} ago' },
  'device.no_values': { 'zh-CN': '没有测点', en: 'No values' },
} as const satisfies Texts

export const pagesDeviceTexts = { ...chart, ...device } as const satisfies Texts
