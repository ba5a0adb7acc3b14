// The health of the house, part by part: what works, since when it stands so, and the figures behind it. Asked by
// /readyz, /metrics and the health page, so that all three say the same.
import { statfs } from 'node:fs/promises'
import type { Health } from '../core/contracts/api/health.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Stuck } from '../core/domain/ladder-audit.ts'
import type { Unreachable } from '../core/domain/reachable.ts'
import type { JournalStatus } from '../gateway/journal/journal.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { LinkBase } from './link-base.ts'
import type { NotifyPort } from './notify/notify.ts'

type State = Health['state']
type Finding = { state: State; detail: Record<string, unknown> }

/** Parts that are told and do not count for the whole: they are faults of the estate or its settings, not the product's. */
const advisory: readonly string[] = ['devices', 'clocks', 'people', 'address']
/** Parts of which each must work before the product takes anything in. */
const vital: readonly string[] = ['journal', 'records', 'rules', 'listeners']
/** Judged readings further behind than this are shown as a fault of the pipeline. */
const lagLimitMs = 15_000
/** Room that must be left on the disk: below the first a warning, below the second a fault. */
const roomLow = 1024 ** 3
const roomOut = 100 * 1024 ** 2
const minuteMs = 60_000
/** A device's clock that is further off than this is wrong. */
const wrongClockMs = 5 * minuteMs

export type HealthDeps = {
  journal: { status(): JournalStatus }
  gateway: { status(): { listening: boolean; connections: number } }
  pipeline: { status(): { ready: boolean; lagMs: number; fault: string | null } }
  writer: { status(): { lagMs: number; fault: string | null; refused: number } } | null
  readings: { health(): Promise<{ ok: boolean; detail: string }> }
  /** What nobody has taken and no ladder would tell of at an instant (epoch ms). */
  ladders: (at: number) => Promise<readonly Stuck[]>
  heartbeat: Pick<Heartbeat, 'status'>
  now: () => number
  /** Rejects when the records cannot be read. */
  records: () => Promise<unknown>
  notify: Pick<NotifyPort, 'status'>
  /** People whom nobody could tell anything now. */
  people: () => Promise<readonly Unreachable[]>
  linkBase: () => LinkBase
  presences: () => Iterable<{ device: string; presence: string; clockOffsetMs: number | null }>
  dataDir: string
}

export type HealthPage = {
  /** Every part as it stands now. `at` in epoch ms. */
  read(at: number): Promise<Health>
  /** Whether every vital part works. */
  ready(health: Health): boolean
}

export function createHealth(deps: HealthDeps): HealthPage {
  const since = new Map<string, { state: State; at: number }>()
  const stands = (part: string, state: State, at: number): number => {
    const known = since.get(part)
    if (known?.state === state) return known.at
    since.set(part, { state, at })
    return at
  }
  return {
    async read(at) {
      const found = await Promise.all(
        Object.entries(checks).map(async ([part, check]) => [part, await tried(() => check(deps))] as const),
      )
      const parts = found.map(([part, { state, detail }]) => ({
        part,
        ok: state === 'ok',
        state,
        since: iso(stands(part, state, at)),
        detail,
      }))
      return { state: worst(parts), parts }
    },
    ready: ({ parts }) => parts.every(({ part, ok, state }) => !vital.includes(part) || ok || state === 'degraded'),
  }
}

/** A check that throws is a part that failed. */
const tried = async (check: () => Finding | Promise<Finding>): Promise<Finding> => {
  try {
    return await check()
  } catch (error) {
    return { state: 'failed', detail: { fault: error instanceof Error ? error.message : String(error) } }
  }
}

/** The state of the whole: a failed part that is not vital only degrades it. */
function worst(parts: readonly { part: string; state: State }[]): State {
  const bad = parts.filter(({ part, state }) => state !== 'ok' && !advisory.includes(part))
  if (bad.some(({ part, state }) => vital.includes(part) && state === 'failed')) return 'failed'
  if (bad.some(({ part, state }) => vital.includes(part) && state === 'starting')) return 'starting'
  return bad.length > 0 ? 'degraded' : 'ok'
}

/** Each part by the name that core/texts/health.ts has words for. */
const checks: Record<string, (deps: HealthDeps) => Finding | Promise<Finding>> = {
  listeners: ({ gateway }) => {
    const { listening, connections } = gateway.status()
    return { state: listening ? 'ok' : 'starting', detail: { connections } }
  },
  journal: ({ journal }) => {
    const { fault, damage, lanes } = journal.status()
    return {
      state: fault !== null ? 'failed' : damage.length > 0 ? 'degraded' : 'ok',
      detail: { fault, damage, lanes },
    }
  },
  records: async ({ records, pipeline }) => {
    await records()
    const { fault } = pipeline.status()
    return { state: fault === null ? 'ok' : 'failed', detail: { fault } }
  },
  rules: ({ pipeline }) => ({ state: pipeline.status().ready ? 'ok' : 'starting', detail: {} }),
  pipeline: ({ pipeline }) => {
    const { lagMs } = pipeline.status()
    return { state: lagMs > lagLimitMs ? 'degraded' : 'ok', detail: { lagMs } }
  },
  readings: async ({ readings, writer }) => {
    const { ok, detail } = await readings.health()
    const status = writer?.status() ?? { lagMs: 0, fault: null, refused: 0 }
    const behind = status.lagMs > minuteMs || status.fault !== null || status.refused > 0
    return { state: !ok ? 'failed' : behind ? 'degraded' : 'ok', detail: { store: detail, ...status } }
  },
  notices: async ({ notify }) => {
    const status = await notify.status()
    return { state: status.failing.length > 0 || status.dead > 0 ? 'degraded' : 'ok', detail: status }
  },
  ladders: async ({ ladders, now }) => {
    const stuck = await ladders(now())
    return { state: stuck.length > 0 ? 'failed' : 'ok', detail: { stuck: stuck.length, first: stuck.slice(0, 20) } }
  },
  people: async ({ people }) => {
    const found = await people()
    const named = found.map(({ user: { username, name }, sites, why }) => ({ user: username, name, sites, why }))
    return { state: found.length > 0 ? 'degraded' : 'ok', detail: { people: named } }
  },
  address: ({ linkBase }) => {
    const { url, from } = linkBase()
    return { state: from === 'here' ? 'degraded' : 'ok', detail: { url, from } }
  },
  heartbeat: ({ heartbeat }) => {
    const { to, at, ok, answer } = heartbeat.status()
    return { state: ok ? 'ok' : 'degraded', detail: { to, at: at === null ? null : iso(at), answer } }
  },
  disk: async ({ dataDir }) => {
    const { bavail, bsize, blocks } = await statfs(dataDir)
    const free = bavail * bsize
    const detail = { freeBytes: free, totalBytes: blocks * bsize }
    return { state: free < roomOut ? 'failed' : free < roomLow ? 'degraded' : 'ok', detail }
  },
  devices: ({ presences }) => {
    const all = [...presences()]
    const silent = all.filter(({ presence }) => presence === 'silent' || presence === 'offline')
    const detail = { total: all.length, silent: silent.map(({ device }) => device) }
    return { state: silent.length > 0 ? 'degraded' : 'ok', detail }
  },
  clocks: ({ presences }) => {
    const wrong = [...presences()].filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0) > wrongClockMs)
    return { state: wrong.length > 0 ? 'degraded' : 'ok', detail: { devices: wrong.map(({ device }) => device) } }
  },
}
