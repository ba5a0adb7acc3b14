// What the phone keeps by itself: what waits to be sent, its photos and voice notes, what came back, receipts, and the
// last sheet. It survives kill, reboot and update; a newer version migrates it, an open older page lets go of it.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Tap } from '#core/contracts/tap.ts'
import type { TicketActionName } from '#core/contracts/ticket.ts'

/** What a technician does with a ticket. */
export type TicketDeed = Extract<
  TicketActionName,
  'accept' | 'decline' | 'lease' | 'arrive' | 'check' | 'wait' | 'resume' | 'finish'
>
type GuardDeed =
  'tap' | 'checks' | 'clock_in' | 'clock_out' | 'finding' | 'sos' | 'answer' | 'arrive' | 'pause' | 'resume'
export type Kind = GuardDeed | `ticket.${TicketDeed}`

/** One thing that the person did and the server has not yet confirmed. `seq` is the order in which it was done. */
export type Waiting = {
  seq: number
  /** Chosen by the phone, so that what is sent twice is one. */
  id: string
  kind: Kind
  /** Who did it; empty for a tap by nobody known yet. Nobody else's session sends it. */
  user: string
  /** When, by the phone's clock, epoch ms. */
  at: number
  /** Where it goes, under `/api/v1`. */
  path: string
  body: Record<string, unknown>
  /** Files that must be there before it. */
  files: string[]
  /** The checkpoint or ticket (or other thing) it is about, for the lists. */
  about: string | null
  /** How often the server failed at it, and how. */
  tries: number
}
export type NewWaiting = Omit<Waiting, 'seq' | 'tries'>

/** What the server will never take, with its sentence. It stays in sight until the person puts it away. */
export type Returned = Waiting & { status: number; code: string; detail: string; returnedAt: number }

/** What the server confirmed. `tap` is its judgement of a tap. */
export type Receipt = Pick<Waiting, 'id' | 'kind' | 'user' | 'at' | 'about'> & {
  /** `kind/id`: a tap and its checks have one id and two receipts. */
  key: string
  sentAt: number
  tap: Tap | null
  /** What was sent of a tap, for answers to its checks that follow, and of a ticket, until it is fetched again. */
  body: Record<string, unknown> | null
}

export type KeptFile = { id: string; type: string; bytes: ArrayBuffer; sent: boolean }

export interface PhoneSchema extends DBSchema {
  outbox: { key: number; value: Waiting }
  files: { key: string; value: KeptFile }
  returned: { key: number; value: Returned }
  receipts: { key: string; value: Receipt }
  kept: { key: string; value: unknown }
}
export type PhoneDatabase = IDBPDatabase<PhoneSchema>

export const databaseName = 'wk-phone'
const schemaVersion = 1

/** Opens (and migrates) the phone's own store; `lost` is told when it was closed under this page. */
export async function openPhoneDatabase(name = databaseName, lost = () => {}): Promise<PhoneDatabase> {
  const db = await openDB<PhoneSchema>(name, schemaVersion, {
    upgrade(fresh, from) {
      if (from < 1) create(fresh)
    },
    // A newer version of the app in another tab must not wait for this one.
    blocking: () => {
      db.close()
      lost()
    },
    terminated: lost,
  })
  return db
}

function create(db: PhoneDatabase): void {
  db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
  db.createObjectStore('files', { keyPath: 'id' })
  db.createObjectStore('returned', { keyPath: 'seq' })
  db.createObjectStore('receipts', { keyPath: 'key' })
  db.createObjectStore('kept')
}
