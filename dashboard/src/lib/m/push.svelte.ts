// Messages to this phone: asked for only after a press, switched on at the server, and proven by one that arrives.
import { call } from '#lib/api.ts'
import { pushedName } from './names.ts'

/** `unable`: this browser has no push, or the page came without https. `late`: the test did not arrive in time. */
type PushState = 'unknown' | 'unable' | 'off' | 'denied' | 'failed' | 'on' | 'waiting' | 'arrived' | 'late'
/** How long a test message may take. */
const patienceMs = 30_000

let state = $state<PushState>('unknown')
let arrivedAt = $state<number | null>(null)
/** The push service's own words when it did not take the test. */
let answer = $state('')

export const push = {
  get state(): PushState {
    return state
  },
  /** When the test message arrived, by the phone's clock. */
  get arrivedAt(): number | null {
    return arrivedAt
  },
  get answer(): string {
    return answer
  },
  look,
  switchOn,
  switchOff,
  test,
}

const registration = async (): Promise<ServiceWorkerRegistration | null> =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
    ? ((await navigator.serviceWorker.getRegistration()) ?? null)
    : null

/** Finds out how things stand; asks the person nothing. */
async function look(): Promise<void> {
  const worker = await registration()
  if (!worker) state = 'unable'
  else if (Notification.permission === 'denied') state = 'denied'
  else state = (await worker.pushManager.getSubscription()) === null ? 'off' : 'on'
}

/** After a press: the browser asks, the server is told, a test message is sent. */
async function switchOn(): Promise<void> {
  answer = ''
  state = await subscribe().catch(() => 'failed' as const)
  if (state === 'on') await test()
}

async function subscribe(): Promise<PushState> {
  const worker = await registration()
  if (!worker) return 'unable'
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const key = await call('GET /push/key')
  if (!key.ok) return 'failed'
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key.data.key })
  const { endpoint = '', keys } = made.toJSON()
  const { p256dh = '', auth = '' } = keys ?? {}
  const kept = await call('POST /push/subscriptions', {
    body: { endpoint, keys: { p256dh, auth }, label: labelHere() },
  })
  return kept.ok ? 'on' : 'failed'
}

/** How the person will know this phone among others: the words of the browser in brackets, cut. */
const labelHere = (): string =>
  (/\(([^)]+)\)/.exec(navigator.userAgent)?.[1] ?? navigator.platform).slice(0, 100) || '?'

/** Sends a message to this person's phones and waits until it is here. */
async function test(): Promise<void> {
  state = 'waiting'
  const here = arrival()
  const sent = await call('POST /push/test', { body: {} })
  answer = sent.ok ? (sent.data.ok ? '' : sent.data.answer) : sent.problem.detail
  if (!sent.ok || !sent.data.ok) here.giveUp()
  const came = await here.came
  arrivedAt = came ? Date.now() : null
  state = came ? 'arrived' : 'late'
}

/** Whether a test message reaches this phone, at most so long from now. */
function arrival(): { came: Promise<boolean>; giveUp: () => void } {
  const channel = new BroadcastChannel(pushedName)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), patienceMs)
  channel.onmessage = ({ data }: MessageEvent<{ isTest: boolean }>) => data.isTest && resolve(true)
  const came = promise.finally(() => {
    clearTimeout(timer)
    channel.close()
  })
  return { came, giveUp: () => resolve(false) }
}

/** This phone is sent nothing any more. */
async function switchOff(): Promise<void> {
  const made = await (await registration())?.pushManager.getSubscription()
  await made?.unsubscribe().catch(() => false)
  await look()
}
