// 摄像机: heartbeat and recording of a camera; no pictures.
import { flag, name, number, silence, type KindFile } from './declare.ts'

const kind: KindFile['kind'] = {
  id: 'camera',
  name: name('摄像机', 'Camera'),
  interval: '60s',
  silencePriority: 4,
  metrics: [
    flag('online', name('在线', 'On line'), name('在线', 'On line'), name('离线', 'Off line'), true),
    flag('recording', name('录像', 'Recording'), name('录像中', 'Recording'), name('未录像', 'Not recording'), true),
    number('bitrate_kbps', name('码率', 'Bit rate'), { unit: 'kbit/s', decimals: 0, range: [0, 8000] }),
    number('disk_used_pct', name('硬盘占用', 'Disk used'), { unit: '%', range: [0, 100], normal: [null, 90] }),
  ],
}

export const camera: KindFile = {
  kind,
  rules: [
    {
      id: 'camera-not-recording',
      name: name('摄像机未录像', 'Camera does not record'),
      scope: { kind: 'camera' },
      priority: 4,
      when: { metric: 'recording', equals: false },
      for: '1m',
      keepFor: '30s',
      raise: {
        title: name('未录像', 'Not recording'),
        advice: name('检查画面与硬盘', 'Check the picture and the disk'),
        ticket: { type: 'fault' },
      },
    },
    silence(kind, name('摄像机', 'Camera'), name('检查摄像机供电与网络', 'Check its power and network')),
  ],
}
