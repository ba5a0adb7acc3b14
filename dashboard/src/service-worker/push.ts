// Messages that arrive while the app may be closed: shown, told to pages that wait for a test, and opened when pressed.
import { self } from '$app/service-worker'
import { openPhoneDatabase } from '#lib/m/database.ts'
import { pushedName } from '#lib/m/names.ts'
import { pushedOf, whereTo, type Pushed } from '#lib/m/push-target.ts'
import type { Person } from '#lib/m/held.svelte.ts'

/** A push that shows nothing may cost the permission, so what cannot be understood is shown by its name alone. */
export async function showPushed(data: string): Promise<void> {
  const pushed: Pushed = pushedOf(data) ?? {
    key: '',
    title: 'Watchkeeper',
    text: '',
    link: '',
    urgent: false,
    isTest: false,
  }
  const channel = new BroadcastChannel(pushedName)
  channel.postMessage({ isTest: pushed.isTest })
  channel.close()
  await self.registration.showNotification(pushed.title, {
    body: pushed.text,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    // A repeat takes the place of the same message.
    tag: pushed.key,
    requireInteraction: pushed.urgent,
    data: { link: pushed.link },
  })
}

/** Opens what the message is about, in a page that is open already where there is one. */
export async function openPushed(link: string): Promise<void> {
  const path = whereTo(link, await roleHere(), self.location.origin)
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(({ url }) => new URL(url).pathname.startsWith('/m')) ?? pages[0]
  if (!page) return void (await self.clients.openWindow(path))
  await page.focus().catch(() => undefined)
  const moved = await page.navigate(path).catch(() => null)
  if (!moved) await self.clients.openWindow(path)
}

async function roleHere() {
  const db = await openPhoneDatabase()
  const person = (await db.get('kept', 'person')) as Person | undefined
  db.close()
  return person?.role
}
