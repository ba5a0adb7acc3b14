// 水泵: domestic, booster and fire pumps. A pump that has a standby carries the tag `domestic` or `standby`.
import { counter, flag, name, number, silence, told, word, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'pump',
  name: name('水泵', 'Pump'),
  drawing: 'pump',
  interval: '15s',
  silencePriority: 2,
  metrics: [
    flag('running', name('运行', 'Running'), name('运行', 'Running'), name('停止', 'Stopped'), true),
    word('mode', name('控制方式', 'Mode'), { auto: name('自动', 'Automatic'), manual: name('手动', 'Manual') }, true),
    number('speed_hz', name('频率', 'Frequency'), { unit: 'Hz', range: [0, 50], normal: [null, 50], key: true }),
    number('flow_m3h', name('流量', 'Flow'), { unit: 'm³/h', range: [0, 120] }),
    number('inlet_pressure_mpa', name('进口压力', 'Inlet pressure'), { unit: 'MPa', decimals: 3, range: [0, 0.6] }),
    number('outlet_pressure_mpa', name('出口压力', 'Outlet pressure'), {
      unit: 'MPa',
      decimals: 3,
      range: [0, 1],
      normal: [0.25, 0.9],
      key: true,
    }),
    number('current_a', name('电流', 'Current'), { unit: 'A', range: [0, 120], normal: [null, 100], key: true }),
    number('motor_temp_c', name('电机温度', 'Motor temperature'), {
      unit: '°C',
      range: [0, 140],
      normal: [null, 80],
      key: true,
    }),
    number('vibration_mm_s', name('振动', 'Vibration'), {
      unit: 'mm/s',
      decimals: 2,
      range: [0, 12],
      normal: [null, 3.5],
    }),
    number('tank_level_m', name('水箱水位', 'Tank level'), {
      unit: 'm',
      decimals: 2,
      range: [0, 4],
      normal: [0.5, 3.5],
      key: true,
    }),
    counter('runtime_h', name('运行时间', 'Running time'), { unit: 'h', decimals: 1 }),
    counter('starts_total', name('启动次数', 'Starts')),
  ],
  events: [
    { type: 'trip', label: name('跳闸', 'Trip') },
    { type: 'idle_trip', label: name('备用时跳闸', 'Trip while idle') },
    { type: 'dry_run', label: name('缺水保护', 'Dry run') },
    { type: 'changeover', label: name('切换', 'Changeover') },
    { type: 'restored', label: name('恢复', 'Restored') },
  ],
  commands: [told('start', name('启泵', 'Start')), told('stop', name('停泵', 'Stop'))],
}

const scope = { kind: 'pump' }

export const pump: KindFile = {
  kind,
  rules: [
    {
      id: 'pump-trip',
      name: name('水泵跳闸', 'Pump trip'),
      scope,
      priority: 2,
      when: { event: 'trip', until: 'restored' },
      raise: {
        title: name('跳闸', 'Tripped'),
        advice: name(
          '看备用泵是否投入，再到现场查热继电器',
          'See that the standby took over, then check the overload relay',
        ),
        ticket: { type: 'fault' },
      },
    },
    {
      // A fault of its own: nobody takes over from a pump that did not run.
      id: 'pump-idle-trip',
      name: name('备用水泵跳闸', 'Idle pump tripped'),
      scope,
      priority: 3,
      when: { event: 'idle_trip', until: 'restored' },
      raise: {
        title: name('备用时跳闸', 'Tripped while idle'),
        advice: name('备用泵已不可用，尽快修复', 'There is no standby now: repair it soon'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'pump-standby-not-started',
      name: name('备用泵未启动', 'Standby pump did not start'),
      scope: { kind: 'pump', tags: ['domestic', 'standby'] },
      priority: 2,
      when: { event: 'trip', until: ['changeover', 'restored'] },
      for: '10s',
      raise: {
        title: name('备用泵未启动', 'Standby did not start'),
        advice: name('立即到泵房手动投入备用泵', 'Go to the pump room and start the standby by hand'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'pump-dry-run',
      name: name('水泵缺水保护', 'Pump ran dry'),
      scope,
      priority: 2,
      when: { event: 'dry_run' },
      raise: {
        title: name('缺水停泵', 'Stopped for want of water'),
        advice: name('检查水箱水位与进水阀', 'Check the tank level and its inlet valve'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'pump-low-pressure',
      name: name('供水压力低', 'Water pressure low'),
      scope,
      priority: 2,
      when: { metric: 'outlet_pressure_mpa', below: 0.25, clear: 0.28 },
      for: '10s',
      keepFor: '10s',
      raise: {
        title: name('出口压力低', 'Outlet pressure low'),
        advice: name('看水泵是否运行，查管网有无爆管', 'See whether a pump runs, look for a burst pipe'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'pump-motor-temp',
      name: name('水泵电机温度高', 'Pump motor hot'),
      scope,
      priority: 2,
      when: { metric: 'motor_temp_c', above: 90, clear: 80 },
      for: '10s',
      keepFor: '10s',
      raise: {
        title: name('电机温度高', 'Motor temperature high'),
        advice: name('切换到备用泵后停机检查', 'Change over to the standby, then stop and look'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'pump-vibration',
      name: name('水泵振动大', 'Pump vibration'),
      scope,
      priority: 3,
      when: { metric: 'vibration_mm_s', above: 4.5, clear: 3.5 },
      for: '10s',
      keepFor: '1m',
      raise: {
        title: name('振动大', 'Vibration high'),
        advice: name('检查地脚螺栓、联轴器与轴承', 'Check foundation bolts, coupling and bearings'),
        ticket: { type: 'fault' },
      },
    },
    silence(
      kind,
      name('水泵', 'Pump'),
      name('到泵房查看控制柜是否带电', 'See in the pump room whether the cabinet has power'),
    ),
  ],
}
