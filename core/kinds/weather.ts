// 气象: a weather station. Snow and heavy rain open tasks.
import { name, number, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'weather',
  name: name('气象站', 'Weather station'),
  interval: '60s',
  silencePriority: 4,
  metrics: [
    number('temperature_c', name('气温', 'Temperature'), { unit: '°C', range: [-30, 45], key: true }),
    number('humidity_pct', name('湿度', 'Humidity'), { unit: '%', decimals: 0, range: [0, 100] }),
    number('wind_mps', name('风速', 'Wind'), { unit: 'm/s', range: [0, 40], normal: [null, 17], key: true }),
    number('rain_mm_h', name('雨强', 'Rain'), { unit: 'mm/h', range: [0, 60], normal: [null, 8], key: true }),
    number('snow_mm_h', name('雪强', 'Snow'), { unit: 'mm/h', range: [0, 20], normal: [null, 0], key: true }),
  ],
}

const scope = { kind: 'weather' }

export const weather: KindFile = {
  kind,
  rules: [
    {
      id: 'weather-snow',
      name: name('降雪', 'Snow'),
      scope,
      priority: 3,
      when: { metric: 'snow_mm_h', above: 0 },
      for: '1m',
      keepFor: '30m',
      raise: {
        title: name('降雪', 'Snow'),
        advice: name('以雪为令，组织清雪，当日清理完毕', 'Clear it today: gather the snow crew'),
        ticket: { type: 'inspection', title: name('清雪', 'Clear the snow') },
      },
    },
    {
      id: 'weather-heavy-rain',
      name: name('大雨', 'Heavy rain'),
      scope,
      priority: 3,
      when: { metric: 'rain_mm_h', above: 8, clear: 4 },
      for: '1m',
      keepFor: '10m',
      raise: {
        title: name('大雨', 'Heavy rain'),
        advice: name('检查雨水口、地库坡道和集水坑', 'Check drains, garage ramps and sumps'),
        ticket: { type: 'inspection', title: name('雨天巡查排水', 'Check the drains in the rain') },
      },
    },
    {
      id: 'weather-gale',
      name: name('大风', 'Gale'),
      scope,
      priority: 3,
      when: { metric: 'wind_mps', above: 17, clear: 14 },
      for: '30s',
      keepFor: '10m',
      raise: {
        title: name('大风', 'Gale'),
        advice: name('收固室外悬挂物，暂停高处作业', 'Secure what hangs outside, stop work at height'),
      },
    },
    silence(kind, name('气象站', 'Weather station'), name('检查供电与网络', 'Check its power and network')),
  ],
}
