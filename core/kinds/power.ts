// 供电: a three-phase meter with the state of the mains.
import { counter, flag, name, number, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'power',
  name: name('供电', 'Power'),
  interval: '30s',
  metrics: [
    flag('mains', name('市电', 'Mains'), name('正常', 'Present'), name('停电', 'Lost'), true),
    number('voltage_v', name('电压', 'Voltage'), { unit: 'V', range: [180, 260], normal: [198, 242], key: true }),
    number('current_a', name('电流', 'Current'), { unit: 'A', range: [0, 1000] }),
    number('power_kw', name('功率', 'Power'), { unit: 'kW', range: [0, 600], key: true }),
    number('power_factor', name('功率因数', 'Power factor'), { decimals: 3, range: [0, 1], normal: [0.85, 1] }),
    number('frequency_hz', name('频率', 'Frequency'), {
      unit: 'Hz',
      decimals: 2,
      range: [48, 52],
      normal: [49.5, 50.5],
    }),
    counter('energy_kwh', name('电量', 'Energy'), { unit: 'kWh', decimals: 1 }),
  ],
}

const scope = { kind: 'power' }
const present = { metric: 'mains', equals: true } as const

export const power: KindFile = {
  kind,
  rules: [
    {
      id: 'power-mains-lost',
      name: name('市电中断', 'Mains lost'),
      scope,
      priority: 2,
      when: { metric: 'mains', equals: false },
      for: '3s',
      keepFor: '10s',
      raise: {
        title: name('市电中断', 'Mains lost'),
        advice: name(
          '确认发电机与应急照明，检查电梯有无困人',
          'Check generator and emergency light, and the lifts for trapped passengers',
        ),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'power-undervoltage',
      name: name('电压偏低', 'Voltage low'),
      scope,
      priority: 3,
      when: { all: [present, { metric: 'voltage_v', below: 198, clear: 205 }] },
      for: '30s',
      keepFor: '30s',
      raise: {
        title: name('电压低', 'Voltage low'),
        advice: name('查三相电压，必要时联系供电公司', 'Check the three phases, call the utility if need be'),
        ticket: { type: 'fault' },
      },
    },
    {
      id: 'power-overvoltage',
      name: name('电压偏高', 'Voltage high'),
      scope,
      priority: 3,
      when: { all: [present, { metric: 'voltage_v', above: 242, clear: 238 }] },
      for: '30s',
      keepFor: '30s',
      raise: {
        title: name('电压高', 'Voltage high'),
        advice: name('查变压器分接开关，联系供电公司', 'Check the transformer tap, call the utility'),
        ticket: { type: 'fault' },
      },
    },
    silence(kind, name('电表', 'Power meter'), name('确认该处是否停电', 'Find out whether the power is off there')),
  ],
}
