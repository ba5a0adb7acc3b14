// One telemetry object → its metrics, judged one by one against what the kind of the device declares. The plain shape
// that nearly every message has is checked by hand; anything odd is left to the schema, so both always agree.
import { TelemetryPayload } from '../core/contracts/reading.ts'
import type { Kind } from '../core/contracts/kind.ts'
import { MetricName } from '../core/contracts/metric.ts'
import type { Metric, MetricValue } from '../core/contracts/metric.ts'

/** Metrics in one reading, readings in one message. */
const maxMetrics = 64
export const maxReadings = 1_000
const maxText = 256
const maxTimeText = 64

type Check = { type: Metric['type']; values: ReadonlySet<MetricValue> | null }
/** What a kind takes, ready for lookup. */
export type Intake = { open: boolean; checks: ReadonlyMap<string, Check> }

/** What was understood of one object: an envelope with the metrics that are good, and what was set aside. */
export type Understood = {
  envelope: TelemetryPayload
  metrics: Record<string, MetricValue>
  /** Nothing good is left. */
  isEmpty: boolean
  faults: Fault[]
}
export type Fault = { metric: string; reason: 'metric_name' | 'metric_unknown' | 'metric_type' | 'metric_value' }

/** Prepares the declarations of a kind. */
export function intakeOf(kind: Kind): Intake {
  const checks = new Map<string, Check>()
  for (const { name, type, values } of kind.metrics) {
    checks.set(name, { type, values: type === 'enum' ? new Set(values.map((v) => v.value)) : null })
  }
  return { open: kind.open, checks }
}

/** Whether a value has the plain shape of {@link TelemetryPayload}. False means: ask the schema. */
export function isPlainEnvelope(value: unknown): value is TelemetryPayload {
  if (typeof value !== 'object' || value === null) return false
  const { ts, seq, metrics } = value as Record<string, unknown>
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) return false
  if (seq !== undefined && !(Number.isSafeInteger(seq) && (seq as number) >= 0)) return false
  if (ts === undefined || typeof ts === 'string') return ts === undefined || ts.length <= maxTimeText
  return Number.isFinite(ts)
}

/** Reads one telemetry object; a text is the reason why nothing of it can be kept. */
export function understand(value: unknown, intake: Intake): Understood | string {
  const envelope = isPlainEnvelope(value) ? value : TelemetryPayload.safeParse(value).data
  if (!envelope) return 'wrong_shape'
  let count = 0
  let isGood = true
  for (const name in envelope.metrics) {
    count++
    if (faultOf(intake, name, envelope.metrics[name]) !== null) isGood = false
  }
  if (count === 0) return 'no_metrics'
  if (count > maxMetrics) return 'too_many_metrics'
  const metrics = envelope.metrics as Record<string, MetricValue>
  if (isGood) return { envelope, metrics, isEmpty: false, faults: noFaults }
  return { envelope, ...sort(intake, envelope.metrics) }
}
const noFaults: Fault[] = []

function sort(intake: Intake, metrics: Record<string, unknown>) {
  const good: [string, MetricValue][] = []
  const faults: Fault[] = []
  for (const [metric, value] of Object.entries(metrics)) {
    const reason = faultOf(intake, metric, value)
    if (reason === null) good.push([metric, value as MetricValue])
    else faults.push({ metric, reason })
  }
  return { metrics: Object.fromEntries(good), isEmpty: good.length === 0, faults }
}

function faultOf(intake: Intake, name: string, value: unknown): Fault['reason'] | null {
  const check = intake.checks.get(name)
  if (check === undefined) return undeclaredFault(intake, name, value)
  switch (check.type) {
    case 'number':
      return Number.isFinite(value) ? null : 'metric_type'
    case 'boolean':
      return typeof value === 'boolean' ? null : 'metric_type'
    case 'enum':
      if (check.values?.has(value as MetricValue)) return null
      return typeof value === 'string' || typeof value === 'boolean' ? 'metric_value' : 'metric_type'
    case 'text':
      return isText(value) ? null : 'metric_type'
  }
}

function undeclaredFault(intake: Intake, name: string, value: unknown): Fault['reason'] | null {
  // `constructor` is the one word of our alphabet that every object answers to.
  if (name === 'constructor' || !MetricName.safeParse(name).success) return 'metric_name'
  if (!intake.open) return 'metric_unknown'
  return Number.isFinite(value) || typeof value === 'boolean' || isText(value) ? null : 'metric_type'
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= maxText
