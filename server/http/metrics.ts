// Figures for Prometheus at /metrics: base units, prefix `wk_`. Read when asked, so that nothing is counted twice.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { HealthPage } from '../health.ts'
import type { HttpDeps } from './deps.ts'

export type Metrics = {
  /** Notes how long a call took. */
  observe: (endpoint: string, status: number, seconds: number) => void
  /** The text that Prometheus reads, and its content type. */
  read(): Promise<{ type: string; text: string }>
}

export function createMetrics(deps: HttpDeps, health: HealthPage): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'wk_' })
  const calls = new Histogram({
    name: 'wk_http_request_seconds',
    help: 'Duration of API calls',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers: [register],
  })
  const refusals = new Counter({
    name: 'wk_http_refusals_total',
    help: 'API calls answered with 4xx or 5xx',
    labelNames: ['status'],
    registers: [register],
  })
  gauges(register, deps, health)
  return {
    observe(endpoint, status, seconds) {
      calls.observe({ endpoint, status }, seconds)
      if (status >= 400) refusals.inc({ status })
    },
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
  }
}

/** Figures that are asked of the rooms at the moment of reading. */
function gauges(register: Registry, deps: HttpDeps, health: HealthPage): void {
  const { clock, gateway, journal, pipeline, settings, writer } = deps
  const gauge = (name: string, help: string, read: (gauge: Gauge) => unknown, labelNames: string[] = []) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [register],
      collect: async function () {
        await read(this)
      },
    })

  gauge('wk_build_info', 'Version', (g) => g.set({ version: settings.version }, 1), ['version'])
  gauge('wk_mqtt_connections', 'Open MQTT connections', (g) => g.set(gateway.status().connections))
  const messages = ['received', 'accepted', 'repeats', 'quarantined', 'refused'] as const
  gauge(
    'wk_mqtt_messages_total',
    'MQTT messages since the start, by what became of them (accepted counts readings)',
    (g) => {
      const counts = gateway.status()
      for (const fate of messages) g.set({ fate }, counts[fate])
    },
    ['fate'],
  )
  gauge(
    'wk_rules_behind_records',
    'Durable journal records that are not judged yet',
    (g) => {
      for (const [lane, left] of Object.entries(pipeline.status().behind)) g.set({ lane }, left)
    },
    ['lane'],
  )
  gauge('wk_readings_behind_records', 'Durable journal records that are not stored yet', (g) =>
    g.set(writer?.status().lag ?? 0),
  )
  gauge('wk_pipeline_lag_seconds', 'How far rules stand behind', (g) => g.set(pipeline.status().lagMs / 1000))
  gauge('wk_readings_lag_seconds', 'How far the readings store stands behind', (g) =>
    g.set((writer?.status().lagMs ?? 0) / 1000),
  )
  gauge('wk_journal_position', 'Last durable position of a lane', (g) => each(g, journal.status().lanes, 'head'), [
    'lane',
  ])
  gauge('wk_journal_bytes', 'Bytes of a lane on disk', (g) => each(g, journal.status().lanes, 'bytes'), ['lane'])
  gauge('wk_devices', 'Registered devices by presence', (g) => countPresences(g, pipeline.presences()), ['presence'])
  gauge(
    'wk_part_ok',
    'Whether a part of the house works',
    async (g) => {
      const { parts } = await health.read(clock.now())
      for (const { part, ok } of parts) g.set({ part }, Number(ok))
    },
    ['part'],
  )
}

type Lanes = ReturnType<HttpDeps['journal']['status']>['lanes']
function each(gauge: Gauge, lanes: Lanes, figure: 'head' | 'bytes'): void {
  for (const [lane, status] of Object.entries(lanes)) gauge.set({ lane }, status[figure])
}

function countPresences(gauge: Gauge, presences: Iterable<{ presence: string }>): void {
  gauge.reset()
  const counts = new Map<string, number>()
  for (const { presence } of presences) counts.set(presence, (counts.get(presence) ?? 0) + 1)
  for (const [presence, count] of counts) gauge.set({ presence }, count)
}
