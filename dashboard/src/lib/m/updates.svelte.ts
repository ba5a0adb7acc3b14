// The service worker: registered when the app is used, and a new version taken over when nobody is in the middle of
// something. The queue is not touched by it.
import { takeOver } from './names.ts'

let waiting = $state.raw<ServiceWorker | null>(null)
let applying = false

export const updates = {
  /** Whether a new version is installed and waits. */
  get ready(): boolean {
    return waiting !== null
  },
  start,
  apply,
}

/** Registers; answers how to stop. `idle`: whether a reload would disturb nobody. */
function start(idle: () => boolean): () => void {
  const workers = (navigator as Partial<Navigator>).serviceWorker
  if (!workers) return () => undefined
  const onChange = () => applying && location.reload()
  const onHidden = () => {
    if (document.visibilityState === 'hidden' && idle()) apply()
  }
  const onReady = (worker: ServiceWorker) => {
    waiting = worker
    onHidden()
  }
  workers.addEventListener('controllerchange', onChange)
  document.addEventListener('visibilitychange', onHidden)
  void workers.register('/service-worker.js', { type: 'module', updateViaCache: 'none' }).then(
    (registration) => follow(registration, onReady),
    () => undefined,
  )
  return () => {
    workers.removeEventListener('controllerchange', onChange)
    document.removeEventListener('visibilitychange', onHidden)
  }
}

function follow(registration: ServiceWorkerRegistration, onReady: (worker: ServiceWorker) => void): void {
  const look = (worker: ServiceWorker | null) => {
    // The very first one replaces nobody and takes over by itself.
    if (worker?.state === 'installed' && registration.active) onReady(worker)
  }
  look(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => look(fresh))
  })
  setInterval(() => void registration.update().catch(() => undefined), 30 * 60_000)
}

/** Lets the new version take over; the page comes back with it. */
function apply(): void {
  if (!waiting) return
  applying = true
  waiting.postMessage(takeOver)
}
