// The service worker of a phone for tests: what a push service delivers to it, and presses on what it shows.
import { expect, vi } from 'vitest'
import type { Handset } from './handset.ts'

export type PushedMessage = { key: string } & Record<string, unknown>
export type PhoneWorker = Awaited<ReturnType<typeof workerOf>>

/** What the tests use of the scope that they speak in. */
type WorkerScope = EventTarget & {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (type: string, init: { notification: Notification; action?: string }) => Event
}
type ShownNotice = { title: string; body: string; actions: string[] }

/** The service worker of the phone; its page must have been opened once. */
export async function workerOf({ context, page }: Handset) {
  const devtools = await context.newCDPSession(page)
  const known = Promise.withResolvers<string>()
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const [registration] = registrations.filter(({ isDeleted }) => !isDeleted)
    if (registration) known.resolve(registration.registrationId)
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await known.promise
  const origin = new URL(page.url()).origin
  const worker = () => context.serviceWorkers().at(-1)!

  /** What it shows under a tag now; null when nothing. */
  const shown = (tag: string): Promise<ShownNotice | null> =>
    worker().evaluate(async (tag) => {
      const scope = globalThis as unknown as WorkerScope
      const [notice] = await scope.registration.getNotifications({ tag })
      const { actions = [] } = (notice ?? {}) as { actions?: { action: string }[] }
      return notice ? { title: notice.title, body: notice.body, actions: actions.map(({ action }) => action) } : null
    }, tag)
  return {
    shown,
    /** Until it is shown: the developer tools lose what they deliver to a worker that is just being activated. */
    deliver: (message: PushedMessage) =>
      vi.waitFor(
        async () => {
          const data = JSON.stringify(message)
          await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
          await vi.waitFor(async () => expect(await shown(message.key)).not.toBeNull())
        },
        { timeout: 25_000, interval: 500 },
      ),
    /** What the worker finds when it asks for its subscription. */
    subscribed: (endpoint: string) =>
      worker().evaluate((endpoint) => {
        const scope = globalThis as unknown as WorkerScope
        Object.assign(scope.registration.pushManager.constructor.prototype as object, {
          getSubscription: () => Promise.resolve({ endpoint }),
        })
      }, endpoint),
    /** Presses the message, or the button `action` on it. */
    press: (tag: string, action = '') =>
      worker().evaluate(
        async ([tag, action]) => {
          const scope = globalThis as unknown as WorkerScope
          const [notification] = await scope.registration.getNotifications({ tag: tag! })
          const pressed = { notification: notification!, action: action! }
          scope.dispatchEvent(new scope.NotificationEvent('notificationclick', pressed))
        },
        [tag, action],
      ),
  }
}
