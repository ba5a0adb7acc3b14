// The health page over HTTP. Somebody scoped to sites sees only the devices of his sites named in it.
import type { Kysely } from 'kysely'
import type { Health } from '../../core/contracts/api/health.ts'
import type { Actor } from '../../core/contracts/user.ts'
import type { HealthPage } from '../health.ts'
import { listDevices } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import type { Handlers } from './call.ts'
import type { HttpDeps } from './deps.ts'

export function healthRoutes({ db }: HttpDeps, page: HealthPage): Pick<Handlers, 'health'> {
  return { health: async ({ actor, at }) => forActor(db, actor, await page.read(at)) }
}

async function forActor(db: Kysely<Records>, actor: Actor, health: Health): Promise<Health> {
  if (actor.sites === null) return health
  const { items } = await listDevices(db, { limit: 1_000_000, sites: actor.sites })
  const own = new Set(items.map((device) => device.id))
  const narrowed = (value: unknown) => (Array.isArray(value) ? value.filter((id) => own.has(id as string)) : value)
  const detailOf = (detail: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, narrowed(value)]))
  const named = new Set(['devices', 'clocks'])
  return {
    ...health,
    parts: health.parts.map((part) => (named.has(part.part) ? { ...part, detail: detailOf(part.detail) } : part)),
  }
}
