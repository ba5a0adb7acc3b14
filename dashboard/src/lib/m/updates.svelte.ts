// The service worker: registered when the app is used, and a new version taken over when nobody is in the middle of
// something. The queue is not touched by it.
import { takeOver } from './names.ts'

let waiting = $state.raw<ServiceWorker | null>(null)
let applying = false
let reloads = false
let asking: ReturnType<typeof setInterval> | undefined
const askAgainMs = 2000

export const updates = {
  /** Whether a new version is installed and waits. */
  get ready(): boolean {
    return waiting !== null
  },
  start,
  apply,
  rest,
}

/** Registers; answers how to stop. `idle`: whether a reload would disturb nobody. */
function start(idle: () => boolean): () => void {
  const workers = (navigator as Partial<Navigator>).serviceWorker
  if (!workers) return () => undefined
  // The old worker finishes what it is at first: by then somebody may be in the middle of something again.
  const onChange = () => {
    clearInterval(asking)
    reloads = applying
    if (idle()) rest()
  }
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

/** Nobody is in the middle of something any more: what was taken over shows, what waits is taken if nobody looks. */
function rest(): void {
  if (reloads) location.reload()
  else if (document.visibilityState === 'hidden') apply()
}

/**
 * Lets the new version take over; the page comes back with it. It is asked until it has: browsers look only then whether
 * the old worker is through with what it was at.
 */
function apply(): void {
  const worker = waiting
  if (!worker || applying) return
  applying = true
  worker.postMessage(takeOver)
  asking = setInterval(() => worker.postMessage(takeOver), askAgainMs)
}
