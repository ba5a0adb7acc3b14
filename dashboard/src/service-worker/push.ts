// Messages that arrive while the app may be closed: shown, told to pages that wait for a test, and opened when pressed.
import { self } from '$app/service-worker'
import { openPhoneDatabase } from '#lib/m/database.ts'
import { pushedName } from '#lib/m/names.ts'
import { pushedOf, whereTo, type Pushed } from '#lib/m/push-target.ts'
import type { Person } from '#lib/m/held.svelte.ts'
import { offersNow } from '#lib/m/ticket/offer.ts'
import { sendOver } from '#lib/m/wire.ts'
import { acceptPushed, buttonsOf, sayIn } from './answer.ts'
import { tellHeard } from './heard.ts'

/** A push that shows nothing may cost the permission, so what cannot be understood is shown by its name alone. */
export async function showPushed(data: string): Promise<void> {
  const pushed: Pushed = pushedOf(data) ?? {
    ...{ key: '', title: 'Watchkeeper', text: '', link: '' },
    ...{ urgent: false, isTest: false, isDaily: false, ticket: null },
  }
  const channel = new BroadcastChannel(pushedName)
  channel.postMessage({ isTest: pushed.isTest })
  channel.close()
  await show(pushed, pushed.isDaily ? { tag: dailyTag, silent: true } : {})
  const locale = await localeHere()
  const heard = tellHeard(sendIn(locale))
  // First the message, then the buttons: whether it still waits for a word takes a moment to learn.
  const answers = pushed.ticket ? await offersNow(sendIn(locale), pushed.ticket) : []
  if (answers.length > 0) await show(pushed, { actions: buttonsOf(answers, sayIn(locale)), silent: true })
  await heard
}

const dailyTag = 'daily'

const show = ({ key, title, text, link, ticket, urgent }: Pushed, more: object = {}): Promise<void> =>
  self.registration.showNotification(title, {
    body: text,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    // A repeat takes the place of the same message.
    tag: key,
    requireInteraction: urgent,
    data: { link, ticket },
    ...more,
  })

/** What a message carries for a press on it. */
type Carried = { link?: unknown; ticket?: unknown }

/** A press: on a button it answers, declining by opening the reason; elsewhere it opens what the message is about. */
export async function pressPushed(action: string, data: unknown): Promise<void> {
  const { link, ticket } = (data ?? {}) as Carried
  const locale = await localeHere()
  if (typeof ticket === 'string' && action === 'accept') return acceptPushed(sendIn(locale), ticket, locale)
  const query = typeof ticket === 'string' && action === 'decline' ? '?decline' : ''
  await open(typeof link === 'string' ? link : '', query)
}

async function open(link: string, query: string): Promise<void> {
  const path = whereTo(link, (await personHere())?.role, self.location.origin) + query
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(({ url }) => new URL(url).pathname.startsWith('/m')) ?? pages[0]
  if (!page) return void (await self.clients.openWindow(path))
  await page.focus().catch(() => undefined)
  const moved = await page.navigate(path).catch(() => null)
  if (!moved) await self.clients.openWindow(path)
}

const sendIn = (locale: string) => sendOver(() => locale)
const localeHere = async () => (await personHere())?.locale ?? 'zh-CN'

async function personHere(): Promise<Person | undefined> {
  const db = await openPhoneDatabase()
  const person = (await db.get('kept', 'person')) as Person | undefined
  db.close()
  return person
}
