// The live stream: one snapshot, then ordered events; a gap is caught up over HTTP, silence is noticed and repaired.
// What screens show is never older than `live.ageMs` says, and they say it.
import { io, type Socket } from 'socket.io-client'
import { epoch } from '#core/contracts/instant.ts'
import type { ClientToServer, Happening, Head, LiveEvent, ServerToClient, Snapshot } from '#core/contracts/live.ts'
import { call } from './api.ts'
import { clock } from './clock.svelte.ts'
import { apply, applyReadings, applyUnrecorded, load } from './estate.svelte.ts'
import { freshness, remedy, type Freshness } from './freshness.ts'
import { misses, place } from './sequence.ts'

type Channel = Socket<ServerToClient, ClientToServer>
const reloadKey = 'wk.reloaded-at'

let socket: Channel | null = null
let seen = 0
let waiting: LiveEvent[] = []
let catchingUp = false
let reconnectedAt = 0
let startedAt = $state(Date.now())
/** Local time of the last word from the server; `null` before the first snapshot. */
let heardAt = $state<number | null>(null)
/** Since when something is known to be missing. */
let gapSince = $state<number | null>(null)
let lagMs = $state(0)
let demo = $state(false)
let refused = $state(false)
let listeners: readonly ((happening: Happening) => void)[] = []

const localNow = () => clock.now && Date.now()
const ageMs = () =>
  heardAt === null ? null : Math.max(0, localNow() - heardAt, lagMs, gapSince === null ? 0 : localNow() - gapSince)

export const live = {
  /** Age of what is shown, in milliseconds; `null` before the first snapshot. */
  get ageMs(): number | null {
    return ageMs()
  },
  get freshness(): Freshness {
    return freshness(ageMs(), localNow() - startedAt)
  },
  /** Whether a snapshot has arrived. */
  get ready(): boolean {
    return heardAt !== null
  },
  get demo(): boolean {
    return demo
  },
  /** The server no longer takes us for somebody: sign in again. */
  get refused(): boolean {
    return refused
  },
  /** Hears every happening after it was applied; answers how to stop. */
  onHappening(listener: (happening: Happening) => void): () => void {
    listeners = [...listeners, listener]
    return () => {
      listeners = listeners.filter((one) => one !== listener)
    }
  },
  start,
  stop,
}

/** Opens the stream and the watchdog; answers how to close them. */
function start(): () => void {
  stop()
  startedAt = reconnectedAt = Date.now()
  refused = false
  const channel: Channel = io({ transports: ['websocket', 'polling'], reconnectionDelayMax: 3000, forceNew: true })
  socket = channel
  channel.on('snapshot', onSnapshot)
  channel.on('event', onEvent)
  channel.on('head', onHead)
  channel.on('readings', (readings) => applyReadings(readings, clock.exact()))
  channel.on('connect_error', () => void checkSession())
  channel.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') void checkSession()
  })
  const watchdog = setInterval(watch, 1000)
  return () => {
    clearInterval(watchdog)
    stop()
  }
}

function stop(): void {
  socket?.disconnect()
  socket = null
  heardAt = gapSince = null
  waiting = []
}

function onSnapshot(snapshot: Snapshot): void {
  load(snapshot)
  seen = snapshot.seq
  demo = snapshot.demo
  gapSince = null
  waiting = []
  heard(snapshot.at)
}

function onEvent(event: LiveEvent): void {
  if (heardAt === null) return
  if (event.unrecorded) return applyUnrecorded(event)
  if (catchingUp || place(seen, event) === 'gap') {
    waiting.push(event)
    void catchUp()
  } else take(event)
}

function onHead(head: Head): void {
  lagMs = head.lagMs
  if (heardAt === null) return
  heard(head.at)
  if (misses(seen, head)) void catchUp()
}

function heard(at: string): void {
  heardAt = Date.now()
  clock.learn(epoch(at))
}

function take(happening: Happening): void {
  if (happening.seq <= seen) return
  seen = happening.seq
  apply(happening)
  for (const listener of listeners) listener(happening)
}

/** Fetches what is missing. Until it has succeeded the age grows from the moment the gap was found. */
async function catchUp(): Promise<void> {
  if (catchingUp) return
  catchingUp = true
  gapSince ??= Date.now()
  const done = await fetchMissing()
  catchingUp = false
  if (done === 'failed') return void setTimeout(() => void (gapSince !== null && catchUp()), 2000)
  if (done === 'gone') return resynchronise()
  const late = waiting
  waiting = []
  gapSince = null
  for (const event of late.toSorted((a, b) => a.seq - b.seq)) take(event)
}

async function fetchMissing(): Promise<'done' | 'gone' | 'failed'> {
  for (;;) {
    const answer = await call('GET /events', { query: { after: seen, limit: 1000 } })
    if (!answer.ok) return answer.problem.status === 410 ? 'gone' : 'failed'
    for (const happening of answer.data.items) take(happening)
    if (!answer.data.more) {
      seen = Math.max(seen, answer.data.head)
      return 'done'
    }
  }
}

/** A new connection brings a new snapshot. */
function resynchronise(): void {
  reconnectedAt = Date.now()
  socket?.disconnect().connect()
}

async function checkSession(): Promise<void> {
  const answer = await call('GET /session')
  if (!answer.ok && answer.problem.status === 401) refused = true
  else if (answer.ok && socket && !socket.connected && !socket.active) resynchronise()
}

function watch(): void {
  const silentMs = Date.now() - (heardAt ?? startedAt)
  const reloadedAt = Number(sessionStorage.getItem(reloadKey) ?? 0)
  const todo = remedy(silentMs, Date.now() - reconnectedAt, Date.now() - reloadedAt)
  if (todo === 'reconnect') resynchronise()
  if (todo === 'reload') void reload()
}

/** Reloads only when the server answers: a page that can still say "no data" is worth more than an error page. */
async function reload(): Promise<void> {
  sessionStorage.setItem(reloadKey, String(Date.now()))
  const answer = await call('GET /about')
  if (answer.ok) location.reload()
}
