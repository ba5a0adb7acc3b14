// The health page over HTTP. Somebody scoped to sites sees only the devices of his sites named in it.
import type { Kysely } from 'kysely'
import type { Health } from '../../core/contracts/api/health.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { may, sees } from '../../core/domain/permission.ts'
import type { HealthPage } from '../health.ts'
import { listDevices } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import type { Handlers } from './call.ts'
import type { HttpDeps } from './deps.ts'

export function healthRoutes({ db }: HttpDeps, page: HealthPage): Pick<Handlers, 'health'> {
  return { health: async ({ actor, at }) => forActor(db, actor, await page.read(at)) }
}

type Part = Health['parts'][number]
type Placed = { site?: string | null; sites?: readonly string[] }

async function forActor(db: Kysely<Records>, actor: Actor, health: Health): Promise<Health> {
  const parts = health.parts.map((part) => discreet(actor, part))
  if (actor.sites === null) return { ...health, parts }
  const { items } = await listDevices(db, { limit: 1_000_000, sites: actor.sites })
  const own = new Set(items.map((device) => device.id))
  return { ...health, parts: parts.map((part) => (named.has(part.part) ? ofDevices(part, own) : part)) }
}

/** Parts whose lists are ids of devices. */
const named: ReadonlySet<string> = new Set(['devices', 'clocks'])

function ofDevices(part: Part, own: ReadonlySet<string>): Part {
  const narrowed = (value: unknown) => (Array.isArray(value) ? value.filter((id) => own.has(id as string)) : value)
  return {
    ...part,
    detail: Object.fromEntries(Object.entries(part.detail).map(([key, value]) => [key, narrowed(value)])),
  }
}

/** Channels and people are named to whoever may see channels, and only those of the own sites. */
function discreet(actor: Actor, part: Part): Part {
  if (part.part !== 'people' && part.part !== 'notices') return part
  const { people, proofs, failing, ...figures } = part.detail
  if (!may(actor.role, 'channel.read')) return { ...part, detail: figures }
  const own = (list: unknown) => (list as Placed[] | undefined)?.filter((each) => isOwn(actor, each))
  const lists = Object.entries({ people: own(people), proofs: own(proofs), failing })
  return { ...part, detail: { ...figures, ...Object.fromEntries(lists.filter(([, list]) => list !== undefined)) } }
}

const isOwn = (actor: Actor, { site = null, sites }: Placed): boolean =>
  sites === undefined ? sees(actor, site) : sites.some((each) => sees(actor, each))
