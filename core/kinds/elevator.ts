// 电梯: a lift car with its door, drive and load.
import { counter, flag, name, number, silence, word, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'elevator',
  name: name('电梯', 'Lift'),
  drawing: 'lift',
  interval: '15s',
  silencePriority: 3,
  metrics: [
    number('floor', name('楼层', 'Floor'), { decimals: 0, key: true }),
    number('position_m', name('轿厢位置', 'Car position'), { unit: 'm', decimals: 2 }),
    number('speed_mps', name('速度', 'Speed'), {
      unit: 'm/s',
      decimals: 2,
      range: [0, 4],
      normal: [null, 3],
      key: true,
    }),
    word('direction', name('方向', 'Direction'), {
      up: name('上行', 'Up'),
      down: name('下行', 'Down'),
      stop: name('停止', 'Stopped'),
    }),
    word(
      'door',
      name('轿门', 'Door'),
      {
        open: name('开门到位', 'Open'),
        opening: name('正在开门', 'Opening'),
        closing: name('正在关门', 'Closing'),
        closed: name('关门到位', 'Closed'),
      },
      true,
    ),
    number('load_kg', name('载重', 'Load'), {
      unit: 'kg',
      decimals: 0,
      range: [0, 1200],
      normal: [null, 1000],
      key: true,
    }),
    flag('occupied', name('轿厢有人', 'Occupied'), name('有人', 'Occupied'), name('无人', 'Empty')),
    number('motor_temp_c', name('曳引机温度', 'Motor temperature'), {
      unit: '°C',
      range: [0, 140],
      normal: [null, 80],
      key: true,
    }),
    number('vibration_mm_s', name('振动', 'Vibration'), {
      unit: 'mm/s',
      decimals: 2,
      range: [0, 10],
      normal: [null, 2.5],
    }),
    word('brake', name('制动器', 'Brake'), {
      applied: name('制动', 'Applied'),
      released: name('松闸', 'Released'),
    }),
    number('power_kw', name('功率', 'Power'), { unit: 'kW', decimals: 2, range: [0, 30] }),
    counter('trips_total', name('运行次数', 'Trips')),
    word(
      'service_mode',
      name('运行模式', 'Mode'),
      {
        normal: name('正常', 'Normal'),
        inspection: name('检修', 'Inspection'),
        fire: name('消防', 'Fire service'),
        locked: name('锁梯', 'Locked'),
        out: name('停用', 'Out of service'),
      },
      true,
    ),
  ],
  events: [
    { type: 'entrapment', label: name('困人', 'Passengers trapped') },
    { type: 'overspeed', label: name('超速', 'Overspeed') },
    { type: 'unlevelled', label: name('平层不准', 'Not level with the floor') },
    { type: 'door_fault', label: name('门故障', 'Door fault') },
    { type: 'safety_chain_open', label: name('安全回路断开', 'Safety chain open') },
    { type: 'intercom_call', label: name('轿厢对讲呼叫', 'Intercom call') },
    { type: 'restored', label: name('恢复', 'Restored') },
  ],
}

const scope = { kind: 'elevator' }

export const elevator: KindFile = {
  kind,
  rules: [
    {
      id: 'lift-entrapment',
      name: name('电梯困人', 'Passengers trapped in a lift'),
      lifeSafety: true,
      scope,
      priority: 1,
      when: { event: 'entrapment', until: 'restored' },
      raise: {
        title: name('困人', 'Passengers trapped'),
        advice: name('先用对讲安抚乘客，再通知维保单位救援', 'Talk to the passengers first, then call the rescuers'),
        ticket: { type: 'entrapment', title: name('困人救援', 'Free trapped passengers') },
      },
    },
    {
      id: 'lift-overspeed',
      name: name('电梯超速', 'Lift overspeed'),
      scope,
      priority: 1,
      when: { event: 'overspeed' },
      raise: {
        title: name('超速', 'Overspeed'),
        advice: name('立即停梯，确认轿厢内有无乘客', 'Stop the lift and find out whether anybody is inside'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'lift-safety-chain',
      name: name('电梯安全回路断开', 'Lift safety chain open'),
      scope,
      priority: 2,
      when: { event: 'safety_chain_open' },
      raise: {
        title: name('安全回路断开', 'Safety chain open'),
        advice: name(
          '对讲确认轿厢内有无乘客，通知维保',
          'Ask over the intercom whether anybody is inside, call the maintainer',
        ),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'lift-unlevelled',
      name: name('电梯平层不准', 'Lift not level with the floor'),
      scope,
      priority: 2,
      when: { event: 'unlevelled', until: 'restored' },
      raise: {
        title: name('平层不准', 'Not level with the floor'),
        advice: name('停梯并在厅门处设置围挡', 'Stop the lift and put a barrier at its doors'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'lift-door-fault',
      name: name('电梯门故障', 'Lift door fault'),
      scope,
      priority: 3,
      when: { event: 'door_fault', until: 'restored' },
      raise: {
        title: name('门故障', 'Door fault'),
        advice: name('到现场查看地坎有无异物', 'Look for something caught in the door sill'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'lift-motor-temp',
      name: name('曳引机温度高', 'Lift motor hot'),
      scope,
      priority: 2,
      when: { metric: 'motor_temp_c', above: 90, clear: 80 },
      for: '30s',
      keepFor: '30s',
      raise: {
        title: name('曳引机温度高', 'Motor temperature high'),
        advice: name('停梯散热，检查机房通风', 'Stop the lift to cool, check the machine room ventilation'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'lift-vibration',
      name: name('电梯振动大', 'Lift vibration'),
      scope,
      priority: 3,
      // A car vibrates only while it runs, so one calm stop between two trips is not yet healthy.
      when: { metric: 'vibration_mm_s', above: 3, clear: 2 },
      for: '3s',
      keepFor: '5m',
      raise: {
        title: name('振动大', 'Vibration high'),
        advice: name('安排维保检查导靴与钢丝绳', 'Have the guide shoes and ropes checked'),
        ticket: { type: 'fault' },
      },
    },
    silence(
      kind,
      name('电梯', 'Lift'),
      name('对讲确认轿厢内有无乘客', 'Ask over the intercom whether anybody is inside'),
    ),
  ],
}
