// 消防主机: an alarm panel with addressed points. Watchkeeper shows and records it; it never resets or silences it.
import { flag, name, number, silence, word, type KindFile } from './declare.ts'

const loops = Array.from({ length: 8 }, (_, i) =>
  word(`loop_l${i + 1}`, name(`${i + 1} 回路`, `Loop ${i + 1}`), {
    normal: name('正常', 'Normal'),
    open: name('断路', 'Open'),
    short: name('短路', 'Short circuit'),
  }),
)
const plant = { standby: name('待机', 'Standby'), running: name('运行', 'Running'), fault: name('故障', 'Fault') }
const valve = { closed: name('关闭', 'Closed'), open: name('打开', 'Open'), fault: name('故障', 'Fault') }

const kind: KindFile['kind'] = {
  id: 'fire_panel',
  name: name('消防主机', 'Fire panel'),
  drawing: 'panel',
  interval: '20s',
  silencePriority: 2,
  metrics: [
    number('fire', name('火警', 'Fire alarms'), { decimals: 0, normal: [0, 0], key: true }),
    number('supervisory', name('监管', 'Supervisory'), { decimals: 0, normal: [0, 0], key: true }),
    number('disabled', name('屏蔽', 'Disabled'), { decimals: 0, normal: [0, 0], key: true }),
    number('fault', name('故障', 'Faults'), { decimals: 0, normal: [0, 0], key: true }),
    word(
      'linkage',
      name('联动方式', 'Linkage'),
      { auto: name('自动', 'Automatic'), manual: name('手动', 'Manual') },
      true,
    ),
    { name: 'linkage_by', label: name('联动方式由谁设定', 'Linkage set by'), type: 'text' },
    flag('mains', name('主电', 'Mains'), name('正常', 'Normal'), name('故障', 'Lost'), true),
    number('battery_v', name('备电电压', 'Battery'), { unit: 'V', decimals: 2, range: [18, 30], normal: [24, 29] }),
    ...loops,
    word('fire_pump', name('消防泵', 'Fire pump'), plant),
    word('smoke_fan', name('排烟风机', 'Smoke fan'), plant),
    word('valve', name('联动阀', 'Valve'), valve),
  ],
  events: [
    { type: 'alarm', label: name('火警', 'Fire alarm'), point: true },
    { type: 'pre_alarm', label: name('预警', 'Pre-alarm'), point: true },
    { type: 'supervisory', label: name('监管', 'Supervisory'), point: true },
    { type: 'disabled', label: name('屏蔽', 'Disabled'), point: true },
    { type: 'fault', label: name('故障', 'Fault'), point: true },
    { type: 'started', label: name('启动', 'Linkage started'), point: true },
    { type: 'feedback', label: name('反馈', 'Feedback'), point: true },
    { type: 'delayed', label: name('延时', 'Delayed'), point: true },
    { type: 'test', label: name('测试', 'Test'), point: true },
    { type: 'restored', label: name('恢复', 'Restored'), point: true },
    { type: 'silenced', label: name('消音', 'Silenced') },
    { type: 'reset', label: name('复位', 'Reset') },
    { type: 'self_test', label: name('自检', 'Self-test') },
  ],
}

const scope = { kind: 'fire_panel' }

/** A loop that is open or shorted: its detectors may be blind. Each loop is a fault of its own. */
const loopFault = (loop: { name: string }, i: number): KindFile['rules'][number] => ({
  id: `fire-loop-${i + 1}`,
  name: name(`消防 ${i + 1} 回路故障`, `Fire loop ${i + 1} fault`),
  scope,
  priority: 2,
  when: { metric: loop.name, in: ['open', 'short'] },
  for: '5s',
  keepFor: '10s',
  raise: {
    title: name(`${i + 1} 回路故障`, `Loop ${i + 1} fault`),
    advice: name(
      '该回路探测器可能失效，派人巡查并通知维保',
      'Its detectors may be blind: patrol there and call the contractor',
    ),
    ticket: { type: 'fault' },
  },
})

export const firePanel: KindFile = {
  kind,
  rules: [
    {
      id: 'fire-alarm',
      name: name('火警', 'Fire alarm'),
      lifeSafety: true,
      scope,
      priority: 1,
      when: { event: 'alarm', by: 'point', until: ['restored', 'reset'] },
      raise: {
        title: name('火警', 'Fire alarm'),
        advice: name(
          '立即派人现场核实；确认后转自动，拨打 119',
          'Send somebody to look at once; if real, set linkage to automatic and call 119',
        ),
      },
    },
    {
      id: 'fire-pre-alarm',
      name: name('火灾预警', 'Fire pre-alarm'),
      scope,
      priority: 2,
      when: { event: 'pre_alarm', by: 'point', until: ['restored', 'reset', 'alarm'] },
      raise: {
        title: name('预警', 'Pre-alarm'),
        advice: name('派人到探测器位置查看', 'Send somebody to look at the detector'),
      },
    },
    {
      id: 'fire-supervisory',
      name: name('消防监管', 'Fire supervisory'),
      scope,
      priority: 3,
      when: { event: 'supervisory', by: 'point', until: ['restored', 'reset'] },
      raise: {
        title: name('监管', 'Supervisory'),
        advice: name('查看该部位阀门或信号装置', 'Look at the valve or signal device there'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'fire-disabled',
      name: name('消防点屏蔽', 'Fire point disabled'),
      scope,
      priority: 4,
      when: { event: 'disabled', by: 'point', until: 'restored' },
      raise: {
        title: name('屏蔽', 'Disabled by the panel'),
        advice: name('登记屏蔽原因与恢复时间，加强该处巡查', 'Note why and until when; look there more often'),
      },
    },
    {
      id: 'fire-fault',
      name: name('消防点故障', 'Fire point fault'),
      scope,
      priority: 3,
      when: { event: 'fault', by: 'point', until: 'restored' },
      raise: {
        title: name('故障', 'Fault'),
        advice: name('通知消防维保检查该点', 'Have the fire contractor check the point'),
        ticket: { type: 'fault' },
      },
    },
    ...loops.slice(0, 4).map(loopFault),
    {
      id: 'fire-linkage-manual',
      name: name('消防联动长时间手动', 'Fire linkage left in manual'),
      scope,
      priority: 4,
      when: { metric: 'linkage', equals: 'manual' },
      for: '30m',
      raise: {
        title: name('联动处于手动', 'Linkage in manual'),
        advice: name('无人值守或确认火警时应转自动', 'Set it to automatic when nobody stands by'),
      },
    },
    {
      id: 'fire-mains-lost',
      name: name('消防主机主电故障', 'Fire panel mains lost'),
      scope,
      priority: 2,
      when: { metric: 'mains', equals: false },
      for: '5s',
      keepFor: '10s',
      raise: {
        title: name('主电故障', 'Mains lost'),
        advice: name('检查主机供电，备电一般只够 8 小时', 'Check its supply; the battery lasts about 8 hours'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'fire-battery-low',
      name: name('消防主机备电不足', 'Fire panel battery low'),
      scope,
      priority: 2,
      when: { metric: 'battery_v', below: 24, clear: 25.5 },
      for: '1m',
      keepFor: '1m',
      raise: {
        title: name('备电电压低', 'Battery voltage low'),
        advice: name('尽快恢复主电或更换蓄电池', 'Bring the mains back or change the batteries'),
        ticket: { type: 'fault' },
      },
    },
    silence(
      kind,
      name('消防主机', 'Fire panel'),
      name('到消防控制室看主机面板，失联期间加强巡查', 'Look at the panel itself; patrol more while it is not heard'),
    ),
  ],
}
