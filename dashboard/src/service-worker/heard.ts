// Tells the server that a message arrived at this phone. A push service answers for itself only, so without this nobody
// would know that a phone has been switched off for a week.
import { self } from '$app/service-worker'
import type { Send } from '#lib/m/wire.ts'

/** Says so once; without a network or a session it stays unsaid, and the next message says it. */
export async function tellHeard(send: Send): Promise<void> {
  const made = await self.registration.pushManager.getSubscription()
  if (made) await send({ method: 'POST', path: '/push/heard', json: { endpoint: made.endpoint } })
}
