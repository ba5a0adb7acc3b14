// The service worker of the phone app: keeps its shell and its immutable files under a versioned name, so that /m and /t
// open without a network. It answers nothing else: a kept reading would be an old value shown as live.
import { version } from '$app/env'
import { assets, immutable } from '$app/manifest'
import { asset } from '$app/paths'
import { self } from '$app/service-worker'
import { openPhoneDatabase } from '#lib/m/database.ts'
import { changesName, isPhonePage, syncTag, takeOver } from '#lib/m/names.ts'
import { runQueue } from '#lib/m/run.ts'
import { pressPushed, showPushed } from './push.ts'
import { answerTag } from './tag.ts'

const prefix = 'wk-phone-'
const name = `${prefix}${version}`
const shell = '/200.html'
const files = immutable.map(({ path }) => (path.startsWith('/') ? path : `/${path}`))
const kept = new Set([...files, ...assets.map(({ path }) => asset(path as never))])

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([...kept, shell])))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOlder(), self.clients.claim()]))
})

/** A new version waits until the page says that nobody is in the middle of something. */
self.addEventListener('message', (event) => {
  if (event.data === takeOver) event.waitUntil(self.skipWaiting())
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate') {
    if (url.pathname === '/t') event.respondWith(answerTag(event.request, { shell: shellPage, changed: tellAndAsk }))
    else if (isPhonePage(url.pathname)) event.respondWith(shellPage())
  } else if (event.request.method === 'GET' && kept.has(url.pathname)) {
    event.respondWith(keptOr(event.request))
  }
})

/** The network is back, and the page may be closed: what waits goes out from here. */
self.addEventListener('sync', (event: Event) => {
  const asked = event as ExtendableEvent & { tag: string }
  if (asked.tag === syncTag) asked.waitUntil(sendWaiting())
})

self.addEventListener('push', (event) => {
  event.waitUntil(showPushed(event.data?.text() ?? ''))
})
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(pressPushed(event.action, event.notification.data))
})

async function forgetOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((each) => each.startsWith(prefix) && each !== name).map((each) => caches.delete(each)))
}

const shellPage = async (): Promise<Response> => (await (await caches.open(name)).match(shell)) ?? fetch(shell)

const keptOr = async (request: Request): Promise<Response> =>
  (await (await caches.open(name)).match(request)) ?? fetch(request)

/** Fails when something still waits, so that the browser tries again. */
async function sendWaiting(): Promise<void> {
  const db = await openPhoneDatabase()
  const ended = await runQueue(db, () => self.navigator.language, tellPages)
  db.close()
  if (ended === 'unreachable' || ended === 'busy') throw new Error(ended)
}

/** The open pages read the store again. */
function tellPages(): void {
  const channel = new BroadcastChannel(changesName)
  channel.postMessage('changed')
  channel.close()
}

/** Something was kept here: pages show it, and where the browser can it sends it when the network is back. */
function tellAndAsk(): void {
  tellPages()
  const { sync } = self.registration as { sync?: { register(tag: string): Promise<void> } }
  void sync?.register(syncTag).catch(() => undefined)
}
