// The line that lets a new device speak for the first time, ready to be copied into a shell. Pure.
import type { Device } from '#core/contracts/device.ts'
import type { Metric, MetricValue } from '#core/contracts/metric.ts'

export type Broker = { host: string; port: string }

/** A value that the metric's kind takes as normal. */
export function sampleOf(metric: Pick<Metric, 'type' | 'range' | 'normal' | 'values' | 'decimals'>): MetricValue {
  if (metric.type === 'boolean') return true
  if (metric.type !== 'number') return metric.values[0]?.value ?? 'ok'
  const [low, high] = [metric.normal?.[0] ?? metric.range?.[0] ?? 0, metric.normal?.[1] ?? metric.range?.[1] ?? 1]
  return Number(((low + high) / 2).toFixed(metric.decimals))
}

/** The metrics of a first message: the key ones, at most three, else the first. */
export function sampleMetrics(metrics: readonly Metric[]): Record<string, MetricValue> {
  const key = metrics.filter((metric) => metric.key && metric.type !== 'text').slice(0, 3)
  const chosen = key.length > 0 ? key : metrics.slice(0, 1)
  return Object.fromEntries(chosen.map((metric) => [metric.name, sampleOf(metric)]))
}

const quoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** `mosquitto_pub …` with the device's own name and secret; over TLS on port 8883. */
export function publishLine(
  device: Pick<Device, 'id' | 'site' | 'kind'>,
  secret: string,
  metrics: Readonly<Record<string, MetricValue>>,
  { host, port }: Broker,
): string {
  const topic = `fm/v1/${device.site}/${device.kind}/${device.id}/telemetry`
  const tls = port === '8883' ? ['--tls-use-os-certs'] : []
  const login = ['-h', host, '-p', port, ...tls, '-i', device.id, '-u', device.id, '-P', secret]
  return ['mosquitto_pub', ...login, '-q', '1', '-t', topic, '-m', JSON.stringify({ metrics })].map(quoted).join(' ')
}
