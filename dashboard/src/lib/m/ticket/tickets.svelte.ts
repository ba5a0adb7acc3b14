// The technician's tickets, as the screens show them: the last folders from the phone's own store, with everything that
// was done since; fetched again whenever phone and server have met.
import { epoch } from '#core/contracts/instant.ts'
import type { Device } from '#core/contracts/device.ts'
import type { Ticket } from '#core/contracts/ticket.ts'
import type { Actor } from '#core/contracts/user.ts'
import { clock } from '#lib/clock.svelte.ts'
import { locale } from '#lib/locale.svelte.ts'
import type { Returned } from '../database.ts'
import { database, held, type Person } from '../held.svelte.ts'
import { sendOver } from '../wire.ts'
import { gather, type Folder, type Whose } from './folder.ts'
import { doneSince, projected, type TicketDone } from './project.ts'
import { proofAt } from './proof.ts'

let folders = $state.raw<readonly Folder[] | null>(null)
let owner = ''
let fetching = false

/** What the phone's clock is off, ms. */
const offset = (): number => clock.exact() - Date.now()

export const tickets = {
  /** Null until the phone's store was read or the server has answered. */
  get all(): readonly Folder[] | null {
    return folders
  },
  of: (id: string): Folder | null => folders?.find(({ ticket }) => ticket.id === id) ?? null,
  /** The ticket with everything that this phone did, heard or not. */
  now: ({ ticket, device, at }: Folder): Ticket =>
    projected(ticket, done(ticket.id, at), actorOf(held.person), { tag: device?.tag ?? null, offset: offset() }),
  /** What waits to be heard, oldest first. */
  unheard: (id: string): TicketDone[] => done(id, Infinity),
  /** What the server did not take of it. */
  returned: (id: string): Returned[] =>
    held.returned.filter(({ kind, about }) => kind.startsWith('ticket.') && about === id),
  /** The own tap that proves being at the device; null when there is none yet. */
  proof({ ticket, device }: Folder): { id: string; at: number } | null {
    if (!device?.tag || ticket.workSince === null) return null
    return proofAt([...held.receipts, ...held.waiting], device.tag, epoch(ticket.workSince), offset())
  },
  open,
  fetch: fetchAll,
  takeDevice,
}

const done = (id: string, at: number): TicketDone[] => doneSince(id, at, held.receipts, held.waiting)

const actorOf = (person: Person | null): Actor => ({
  ...{ name: person?.username ?? '', role: person?.role ?? 'viewer', locale: locale.current },
  ...{ sites: null, type: 'user', vendor: person?.vendor ?? null },
})

const keptAt = (user: string): string => `tickets/${user}`

/** Shows what the phone has kept for a person. */
async function open(user: string): Promise<void> {
  if (owner === user) return
  owner = user
  folders = null
  const kept = (await (await database()).get('kept', keptAt(user))) as Folder[] | undefined
  if (owner === user && kept) folders ??= kept
}

/** Asks the server; keeps what it has. Without an answer the last folders stay. */
async function fetchAll({ username: user, vendor }: Whose): Promise<void> {
  if (fetching) return
  fetching = true
  try {
    const fresh = await gather(
      sendOver(() => locale.current),
      { username: user, vendor: vendor ?? null },
      () => Date.now(),
    )
    if (!fresh || owner !== user) return
    await keepAll(user, fresh)
  } finally {
    fetching = false
  }
}

async function keepAll(user: string, next: readonly Folder[]): Promise<void> {
  folders = next
  await (await database()).put('kept', next, keptAt(user))
}

/** A device as the server has just answered it. */
async function takeDevice(device: Device): Promise<void> {
  const next = folders?.map((folder) => (folder.device?.id === device.id ? { ...folder, device } : folder))
  if (next) await keepAll(owner, next)
}
