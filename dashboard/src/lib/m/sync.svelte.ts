// Keeps phone and server together: sends what waits, then fetches the sheet; at start, when something was done, when the
// network or the page comes back, and from time to time. Says what stands between.
import { untrack } from 'svelte'
import type { Sheet } from '#core/contracts/sheet.ts'
import { epoch } from '#core/contracts/instant.ts'
import { clock } from '#lib/clock.svelte.ts'
import { locale } from '#lib/locale.svelte.ts'
import { stored } from '#lib/stored.ts'
import { database, held } from './held.svelte.ts'
import { syncTag } from './names.ts'
import type { Outcome } from './flush.ts'
import { runQueue } from './run.ts'
import { sendOver } from './wire.ts'

/** How long until the next look: calls for a sign of life must arrive in time, a dead network is asked less often. */
const lookMs = 15_000
const longestMs = 120_000

let outcome = $state<Outcome | null>(null)
let busy = $state(false)
let again = false
let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined

export const sync = {
  /** How the last run ended; null before the first. */
  get outcome(): Outcome | null {
    return outcome
  },
  /** Whether something is being sent or fetched. */
  get busy(): boolean {
    return busy
  },
  get online(): boolean {
    return outcome === 'done' || outcome === 'busy'
  },
  start,
  now,
}

/** Starts looking; answers how to stop. */
function start(): () => void {
  const look = () => void now()
  const onVisible = () => document.visibilityState === 'visible' && look()
  addEventListener('online', look)
  document.addEventListener('visibilitychange', onVisible)
  // Whatever effect starts it must not depend on what it reads.
  untrack(look)
  return () => {
    clearTimeout(timer)
    removeEventListener('online', look)
    document.removeEventListener('visibilitychange', onVisible)
  }
}

/** Sends and fetches now; asked while it is at it, it does so once more afterwards. */
async function now(): Promise<void> {
  again = busy
  if (busy) return
  busy = true
  clearTimeout(timer)
  await once().catch(() => (outcome = 'busy'))
  busy = false
  failures = outcome === 'done' ? 0 : failures + 1
  if (again) return now()
  timer = setTimeout(() => void now(), Math.min(lookMs * 2 ** Math.min(failures, 3), longestMs))
}

async function once(): Promise<void> {
  outcome = await runQueue(
    await database(),
    () => locale.current,
    () => void held.reload(),
  )
  if (outcome !== 'done') void askBrowserToSync()
  if (outcome === 'done' || outcome === 'busy') await fetchSheet()
}

async function fetchSheet(): Promise<void> {
  const site = stored('site')
  const send = sendOver(() => locale.current)
  let reply = await send({ method: 'GET', path: site ? `/sheet?site=${encodeURIComponent(site)}` : '/sheet' })
  // A remembered site may be one that this person does not see.
  if (reply.how === 'no' && site) reply = await send({ method: 'GET', path: '/sheet' })
  if (reply.how === 'later') outcome = reply.why === 'broken' ? 'busy' : reply.why
  if (reply.how !== 'ok') return
  const sheet = reply.data as Sheet
  clock.learn(epoch(sheet.at))
  await held.keepSheet(sheet, Date.now())
}

/** Where the browser can, it sends the rest when the network is back, even after the page was closed. */
async function askBrowserToSync(): Promise<void> {
  if (held.waiting.length === 0 || !('serviceWorker' in navigator)) return
  const registration: object | undefined = await navigator.serviceWorker.getRegistration()
  const { sync: browser } = (registration ?? {}) as { sync?: { register(tag: string): Promise<void> } }
  await browser?.register(syncTag).catch(() => undefined)
}
