// A press on a button of a message while the app may be closed: the ticket is taken on over the network, never queued, and
// a second message says what became of it.
import { self } from '$app/service-worker'
import type { Ticket } from '#core/contracts/ticket.ts'
import { phonePushTexts } from '#core/texts/phone-push.ts'
import { acceptOffered, type Accepted, type Answer } from '#lib/m/ticket/offer.ts'
import type { Send } from '#lib/m/wire.ts'

type Locale = 'zh-CN' | 'en'
export type Say = (key: keyof typeof phonePushTexts, params?: Record<string, string | number>) => string

/** The words of this worker in a language, with names filled in. */
export const sayIn =
  (locale: Locale): Say =>
  (key, params = {}) =>
    phonePushTexts[key][locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '–'))

/** The buttons of a message about a ticket that waits for a word. */
export const buttonsOf = (answers: readonly Answer[], say: Say) =>
  answers.map((action) => ({ action, title: say(`push.${action}`) }))

/** Accepts the ticket and says so, or why not. */
export async function acceptPushed(send: Send, ticket: string, locale: Locale): Promise<void> {
  const say = sayIn(locale)
  const { title, body } = wordsOf(await acceptOffered(send, ticket), say, locale)
  await self.registration.showNotification(title, {
    ...{ body, icon: '/icon-192.png', badge: '/icon-192.png', tag: `answer/${ticket}` },
    data: { link: `/tickets/${ticket}` },
  })
}

function wordsOf(accepted: Accepted, say: Say, locale: Locale): { title: string; body: string } {
  if (accepted.how === 'held' || accepted.how === 'unheld') {
    const { number, title }: Ticket = accepted.ticket
    return {
      title: say('push.accepted', { number }),
      body: say(`push.accepted.${accepted.how}`, { title: title[locale] }),
    }
  }
  const title = say('push.not_accepted')
  return { title, body: accepted.how === 'no' ? accepted.detail : say(`push.not_accepted.${accepted.how}`) }
}
