// One run of the queue, by whoever holds the lock: a tab or the service worker. Nothing of the screens is known here.
import type { PhoneDatabase } from './database.ts'
import { sendLock } from './names.ts'
import { flush, type Outcome } from './flush.ts'
import { sendOver } from './wire.ts'

/** Sends what waits, once nobody else on this phone is at it: what was done meanwhile is not left to the next look. */
export async function runQueue(db: PhoneDatabase, language: () => string, changed: () => void): Promise<Outcome> {
  const run = () => flush({ db, send: sendOver(language), now: () => Date.now(), changed })
  // Without a secure context there are no locks; the server takes what comes twice once.
  if (!('locks' in navigator)) return run()
  return navigator.locks.request(sendLock, run)
}
