// The folder of a ticket: all that a technician needs of it where there is no network, gathered while there is one.
import type { History } from '#core/contracts/api/reading.ts'
import type { Device, Latest } from '#core/contracts/device.ts'
import type { Incident } from '#core/contracts/incident.ts'
import { epoch, iso } from '#core/contracts/instant.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Metric } from '#core/contracts/metric.ts'
import type { Condition, Rule } from '#core/contracts/rule.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { Zone } from '#core/contracts/site.ts'
import type { Ticket } from '#core/contracts/ticket.ts'
import type { Send } from '../wire.ts'
import { trendOf, wantedOf, type Trend, type Wanted } from './trend.ts'

/** A machine that stands in for the broken one, and whether it runs. */
type StandIn = { id: string; name: Name; running: boolean }

export type Folder = {
  ticket: Ticket
  /** When it was asked for, by the phone's clock, epoch ms: what was sent later is not in it. */
  at: number
  incident: Incident | null
  device: Device | null
  place: Name | null
  /** What to do first, by the rule that saw the fault. */
  advice: Name | null
  standIns: StandIn[]
  /** What the device measures, for the words of its values. */
  metrics: Metric[]
  trend: Trend | null
  /** What its rule looks at, the newest values, and what is wrong with it now: how a repair is watched. */
  when: Condition | null
  latest: Latest | null
  wrong: Incident[]
}

type Page<T> = { items: T[] }
type Get = <T>(path: string) => Promise<T | null>

/** What the server has of it; null when it has nothing or did not answer. */
const getter =
  (send: Send): Get =>
  async <T>(path: string) => {
    const reply = await send({ method: 'GET', path })
    return reply.how === 'ok' ? (reply.data as T) : null
  }

export type Whose = { username: string; vendor?: string | null }

/**
 * The folders of the open tickets that a person has, and of those that nobody has yet: of his firm, or of the house where
 * he is the house's own. Null when the server did not answer.
 */
export async function gather(send: Send, whose: Whose, now: () => number): Promise<Folder[] | null> {
  const get = getter(send)
  const at = now()
  const list = (query: string) => get<Page<Ticket>>(`/tickets?${query}&limit=50`)
  const [own, others] = await Promise.all([
    list(`assignee=${encodeURIComponent(whose.username)}&state=open`),
    list(whose.vendor ? 'vendor=own&state=open' : 'state=new'),
  ])
  if (!own || !others) return null
  const free = others.items.filter(({ assignee }) => assignee === null)
  return Promise.all([...own.items, ...free].map((ticket) => folderOf(get, ticket, at)))
}

async function folderOf(get: Get, listed: Ticket, at: number): Promise<Folder> {
  const [ticket, incident, device] = await Promise.all([
    get<Ticket>(`/tickets/${listed.id}`),
    listed.incident === null ? null : get<Incident>(`/incidents/${listed.incident}`),
    listed.device === null ? null : get<Device>(`/devices/${listed.device}`),
  ])
  const zone = device?.zone ?? listed.zone
  const [room, kind, rule, standIns, latest, wrong] = await Promise.all([
    zone === null ? null : get<Zone>(`/zones/${zone}`),
    device ? get<Kind>(`/kinds/${device.kind}`) : null,
    incident ? get<Rule>(`/rules/${incident.rule}`) : null,
    device ? standInsOf(get, device) : [],
    device ? get<Latest>(`/devices/${device.id}/latest`) : null,
    incident ? [incident] : wrongWith(get, device),
  ])
  const metrics = kind?.metrics ?? []
  const wanted = wantedOf(incident, rule?.when ?? null, metrics, epoch(listed.createdAt))
  const trend = device && wanted ? await trendAround(get, device.id, wanted) : null
  const [place, advice] = [room?.name ?? null, rule?.raise.advice ?? null]
  const when = rule?.when ?? null
  return {
    ticket: ticket ?? listed,
    at,
    incident,
    device,
    place,
    advice,
    standIns,
    metrics,
    trend,
    when,
    latest,
    wrong,
  }
}

/** What is wrong with a device of which no incident made the ticket. */
const wrongWith = async (get: Get, device: Device | null): Promise<Incident[]> =>
  device === null
    ? []
    : ((await get<Page<Incident>>(`/incidents?device=${device.id}&state=open&limit=50`))?.items ?? [])

/** The others of the device's group that say whether they run. */
async function standInsOf(get: Get, device: Device): Promise<StandIn[]> {
  if (device.group === null) return []
  const all = await get<Page<Device>>(`/devices?site=${device.site}&kind=${device.kind}&limit=200`)
  const others = (all?.items ?? []).filter(({ id, group }) => group === device.group && id !== device.id)
  const known = await Promise.all(
    others.map(async ({ id, name }): Promise<StandIn[]> => {
      const running = (await get<Latest>(`/devices/${id}/latest`))?.metrics['running']?.value
      return typeof running === 'boolean' ? [{ id, name, running }] : []
    }),
  )
  return known.flat()
}

/** What the fault looked like: half an hour before it to half an hour after. */
async function trendAround(get: Get, device: string, wanted: Wanted): Promise<Trend | null> {
  const span = `from=${iso(wanted.from)}&to=${iso(wanted.to)}&points=120`
  const history = await get<History>(`/devices/${device}/history?metric=${wanted.metric.name}&${span}`)
  return history && trendOf(wanted, history)
}
