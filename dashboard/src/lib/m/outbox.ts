// The queue of the phone: what was done goes in at its end, all or nothing; what came back can be tried again or put away.
// It is emptied by flush.ts.
import type { KeptFile, NewWaiting, PhoneDatabase, Waiting } from './database.ts'

/** The phone has no room left. */
export class PhoneFull extends Error {}

/**
 * Puts something at the end of the queue, with its photos, all or nothing. Throws {@link PhoneFull} when the phone's
 * storage is full: nothing of it was kept.
 */
export async function enqueue(db: PhoneDatabase, thing: NewWaiting, files: readonly KeptFile[] = []): Promise<void> {
  try {
    // On disk, not on its way to it: a phone that runs dry a second later still has it.
    const tx = db.transaction(['outbox', 'files'], 'readwrite', { durability: 'strict' })
    const row = { ...thing, tries: 0 } as Waiting
    await Promise.all([
      ...files.map((file) => tx.objectStore('files').put(file)),
      tx.objectStore('outbox').add(row),
      tx.done,
    ])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new PhoneFull()
    throw error
  }
}

/** Everything that waits, oldest first. */
export const waiting = (db: PhoneDatabase): Promise<Waiting[]> => db.getAll('outbox')

/**
 * Puts a returned thing back at the end of the queue. Whoever tries again has read why it came back: a version of the
 * thing that is no longer the newest is not insisted on.
 */
export async function tryAgain(db: PhoneDatabase, seq: number): Promise<void> {
  const tx = db.transaction(['outbox', 'returned'], 'readwrite')
  const thing = await tx.objectStore('returned').get(seq)
  if (thing) {
    const { id, kind, user, at, path, files, about } = thing
    const { version: _stale, ...body } = thing.body
    const row = { id, kind, user, at, path, body, files, about, tries: 0 } as Waiting
    await Promise.all([tx.objectStore('outbox').add(row), tx.objectStore('returned').delete(seq)])
  }
  await tx.done
}

/** The person has read why it came back and lets it go, with its files. */
export async function putAway(db: PhoneDatabase, seq: number): Promise<void> {
  const tx = db.transaction(['returned', 'files'], 'readwrite')
  const thing = await tx.objectStore('returned').get(seq)
  const files = thing?.files ?? []
  await Promise.all([
    ...files.map((id) => tx.objectStore('files').delete(id)),
    tx.objectStore('returned').delete(seq),
    tx.done,
  ])
}

/** Taps that were kept before anybody was known become this person's. */
export async function claim(db: PhoneDatabase, user: string): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite')
  const unknown = (await tx.store.getAll()).filter((thing) => thing.user === '')
  await Promise.all([...unknown.map((thing) => tx.store.put({ ...thing, user })), tx.done])
}
