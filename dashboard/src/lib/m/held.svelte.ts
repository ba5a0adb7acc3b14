// What the phone holds, as the screens show it: person, sheet, queue, what came back, receipts. Read from the phone's own
// store, so that a cold start without a network shows the last known; other tabs and the service worker tell of changes.
import type { Sheet } from '#core/contracts/sheet.ts'
import type { User } from '#core/contracts/user.ts'
import {
  databaseName,
  openPhoneDatabase,
  type PhoneDatabase,
  type Receipt,
  type Returned,
  type Waiting,
} from './database.ts'
import { changesName } from './names.ts'

export type Person = Pick<User, 'username' | 'name' | 'role' | 'locale' | 'vendor'>

/** The last sheet, and when it came, by the phone's clock. */
export type HeldSheet = { sheet: Sheet; at: number }

let opening: Promise<PhoneDatabase> | null = null
let person = $state.raw<Person | null>(null)
let sheet = $state.raw<Sheet | null>(null)
let syncedAt = $state<number | null>(null)
let waiting = $state.raw<Waiting[]>([])
let returned = $state.raw<Returned[]>([])
let receipts = $state.raw<Receipt[]>([])
let ready = $state(false)
let broken = $state(false)
let channel: BroadcastChannel | null = null

/** The phone's store. What could not be opened, or was closed by the browser, is opened anew the next time. */
export const database = (): Promise<PhoneDatabase> =>
  (opening ??= openPhoneDatabase(databaseName, () => (opening = null)).catch((error: unknown) => {
    opening = null
    throw error
  }))

export const held = {
  /** Whether the phone's store has been read. */
  get ready(): boolean {
    return ready
  },
  /** Whether the phone's store cannot be read: nothing can be kept. */
  get broken(): boolean {
    return broken
  },
  /** Who was last signed in on this phone. */
  get person(): Person | null {
    return person
  },
  get sheet(): Sheet | null {
    return sheet
  },
  /** When the sheet came, by the phone's clock; null before the first one. */
  get syncedAt(): number | null {
    return syncedAt
  },
  /** What this person did and the server does not have yet; taps of nobody known are among it. */
  get waiting(): readonly Waiting[] {
    return waiting.filter(({ user }) => user === '' || user === person?.username)
  },
  /** How much waits for other people who used this phone. */
  get othersWaiting(): number {
    return waiting.length - held.waiting.length
  },
  get returned(): readonly Returned[] {
    return returned.filter(({ user }) => user === person?.username)
  },
  /** Newest first. */
  get receipts(): readonly Receipt[] {
    return receipts.filter(({ user }) => user === person?.username)
  },
  start,
  read,
  reload,
  keepPerson,
  keepSheet,
  forgetPerson,
}

/** Reads the store and listens to who else changes it; answers how to stop. */
function start(): () => void {
  channel = new BroadcastChannel(changesName)
  channel.onmessage = () => void read()
  void read()
  return () => {
    channel?.close()
    channel = null
  }
}

/** Reads everything; notes whether the store lets itself be read. */
async function read(): Promise<void> {
  try {
    if (!ready) await readKept()
    await readLists()
    broken = false
  } catch {
    broken = true
  }
}

/** Reads the lists again, and tells the other tabs to. */
async function reload(): Promise<void> {
  channel?.postMessage('changed')
  await readLists()
}

async function readLists(): Promise<void> {
  const db = await database()
  const lists = await Promise.all([db.getAll('outbox'), db.getAll('returned'), db.getAll('receipts')])
  waiting = lists[0]
  returned = lists[1]
  receipts = lists[2].toSorted((a, b) => b.at - a.at)
  ready = true
}

async function readKept(): Promise<void> {
  const db = await database()
  person = ((await db.get('kept', 'person')) as Person | undefined) ?? null
  if (person) await readSheet(person.username)
}

async function readSheet(username: string): Promise<void> {
  const db = await database()
  const kept = (await db.get('kept', `sheet/${username}`)) as HeldSheet | undefined
  sheet = kept?.sheet ?? null
  syncedAt = kept?.at ?? null
}

async function keepPerson(next: Person): Promise<void> {
  const { username, name, role, locale, vendor } = next
  const changed = person?.username !== username
  try {
    if (changed) await readSheet(username)
    await (await database()).put('kept', { username, name, role, locale, vendor }, 'person')
  } catch {
    // A phone that is full still shows the round; one whose store is shut says so by `broken`.
  }
  person = { username, name, role, locale, vendor }
}

async function keepSheet(next: Sheet, at: number): Promise<void> {
  sheet = next
  syncedAt = at
  await (await database()).put('kept', { sheet: next, at }, `sheet/${next.user}`)
}

/** Signing out: what is personal goes, what is unsent stays until its person is back. */
async function forgetPerson(): Promise<void> {
  const db = await database()
  const tx = db.transaction(['kept', 'receipts'], 'readwrite')
  const own = (await tx.objectStore('receipts').getAll()).filter(({ user }) => user === person?.username)
  await Promise.all([
    tx.objectStore('kept').delete('person'),
    tx.objectStore('kept').delete(`sheet/${person?.username ?? ''}`),
    tx.objectStore('kept').delete(`tickets/${person?.username ?? ''}`),
    ...own.map(({ key }) => tx.objectStore('receipts').delete(key)),
    tx.done,
  ])
  person = null
  sheet = null
  syncedAt = null
  await reload()
}
