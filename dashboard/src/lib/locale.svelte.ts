// The language of this screen: zh-CN first, en at parity. A signed-in person's own language wins; it can be switched at
// any time and is remembered for the person and for this browser.
import type { Locale, Name } from '#core/contracts/scalars.ts'
import type { TextParams } from '#core/texts/message.ts'
import type { TextKey } from '#core/texts/texts.ts'
import { call } from './api.ts'
import { store, stored } from './stored.ts'
import { learn, text, type Area } from './texts.ts'

const guess = (): Locale => (navigator.languages.some((language) => language.startsWith('zh')) ? 'zh-CN' : 'en')
const known = (word: string | null): Locale | null => (word === 'zh-CN' || word === 'en' ? word : null)

let current = $state<Locale>(known(stored('locale')) ?? (navigator.languages.length > 0 ? guess() : 'zh-CN'))
/** The language that was asked for last; its words may still be on their way. */
let wanted = current
const needed: Area[] = []

export const locale = {
  get current(): Locale {
    return current
  },
  /** Brings the words of an area, before the page that shows them. Rejects when they cannot be had. */
  async need(area: Area): Promise<void> {
    if (!needed.includes(area)) needed.push(area)
    await Promise.all([learn(current, needed), learn(wanted, needed)])
  },
  /** Takes over a person's stored language once its words are here; without them the shown one stays. */
  async follow(next: Locale): Promise<void> {
    wanted = next
    const ok = await learn(next, needed).then(
      () => true,
      () => false,
    )
    if (!ok || wanted !== next) return
    current = next
    store('locale', next)
  },
  /** Switches, for this browser and, when somebody is signed in, for that person. */
  async choose(next: Locale, signedIn: boolean): Promise<void> {
    await locale.follow(next)
    if (signedIn) await call('PATCH /session', { body: { locale: next } })
  },
}

// Chosen in another tab of this browser: here, too.
addEventListener('storage', ({ key, newValue }) => {
  const next = key === 'wk.locale' ? known(newValue) : null
  if (next && next !== wanted) void locale.follow(next)
})

/** The words of `key` in the shown language. */
export const t = (key: TextKey, params?: TextParams): string => text(current, key, params)

/** A bilingual name in the shown language; a dash when there is none. */
export const named = (name: Name | null | undefined): string => name?.[current] ?? '–'
