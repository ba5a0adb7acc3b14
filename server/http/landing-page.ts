// The pages that a tag opens in a phone's browser: no script, one large button, light or dark as the phone is.
import type { RefusalCode } from '../../core/contracts/refusal.ts'
import type { Round } from '../../core/contracts/round.ts'
import type { Locale, Name } from '../../core/contracts/scalars.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { formatTime, zoneLabel } from '../../core/texts/format.ts'
import type { TextParams } from '../../core/texts/message.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { html, type Html } from './html.ts'
import type { Claim, Stamped } from './landing-kept.ts'

/** What was found behind a tag's URL. */
export type Found =
  | { state: 'empty' }
  | { state: 'refused'; reason: NonNullable<Tap['reason']> }
  | { state: 'new'; claim: Claim }
  | { state: 'used'; name: Name; at: number; timezone: string }
  | ({ state: 'ready'; name: Name; claim: Claim } & Stamped)

/** A tap that was recorded, with what its sender wants to know of it. */
export type Recorded = { tap: Tap; name: Name | null; timezone: string; round: Round | null; next: NextStop | null }
export type NextStop = { name: Name; until: number }

type Words = (key: TextKey, params?: TextParams) => string
const wordsOf =
  (locale: Locale): Words =>
  (key, params) =>
    text(locale, key, params)

/** `14:32:07 (UTC+8)`. */
const clock = (at: number, zone: string): string => `${formatTime(at, zone)} (${zoneLabel(at, zone)})`

function page(locale: Locale, main: Html): string {
  const title = text(locale, 'landing.title')
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="stylesheet" href="/t/page.css" />
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html>`.html
}

/** Where a tag was read. `known` is who would be recorded, or null. */
export function landingPage(locale: Locale, found: Found, known: string | null): string {
  const t = wordsOf(locale)
  const body = {
    empty: () =>
      html`<h1>${t('landing.title')}</h1>
        <p>${t('landing.empty')}</p>
        ${codeForm(t)}`,
    refused: () =>
      html`<h1>${t('tap.status.refused')}</h1>
        ${alert(t(`tap.reason.${reasonOf(found)}`))}${codeForm(t)}`,
    new: () => unregistered(t, found as Extract<Found, { state: 'new' }>),
    used: () => used(t, locale, found as Extract<Found, { state: 'used' }>),
    ready: () => ready(t, locale, found as Extract<Found, { state: 'ready' }>, known),
  }[found.state]()
  return page(locale, body)
}

const reasonOf = (found: Found) => (found.state === 'refused' ? found.reason : 'malformed')
const alert = (words: string): Html => html`<p class="alert" role="alert">${words}</p>`

const used = (t: Words, locale: Locale, { name, at, timezone }: Extract<Found, { state: 'used' }>): Html =>
  html`<h1>${name[locale]}</h1>
    <p class="note" role="status">${t('landing.used', { time: clock(at, timezone) })}</p>`

/** The way to enrol it, with what was read; following it records nothing. */
const unregistered = (t: Words, { claim }: Extract<Found, { state: 'new' }>): Html =>
  html`<h1>${t('landing.new')}</h1>
    <p class="note" role="status">${t('landing.new.body')}</p>
    <a class="main" href="/m/enrol?${new URLSearchParams(claim as Record<string, string>).toString()}"
      >${t('landing.enrol')}</a
    >`

const ready = (t: Words, locale: Locale, found: Extract<Found, { state: 'ready' }>, known: string | null): Html =>
  html`<h1>${found.name[locale]}</h1>
    <form method="post" action="/t">
      ${hidden({ ...found.claim, tap: found.tap, stamp: found.stamp })}
      <button class="main">${t('landing.press')}</button>
    </form>
    <p>${t('landing.hint')}</p>
    ${known === null ? null : leave(t, known)}`

const leave = (t: Words, name: string): Html =>
  html`<form method="post" action="/t/leave" class="who">
    <span>${t('landing.as', { name })}</span> <button>${t('landing.not_me')}</button>
  </form>`

const hidden = (fields: Record<string, string | undefined>): Html[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
  )

const codeForm = (t: Words): Html =>
  html`<form method="get" action="/t">
    <label for="code">${t('landing.code')}</label>
    <input
      id="code"
      name="code"
      maxlength="8"
      autocapitalize="characters"
      autocomplete="off"
      spellcheck="false"
      required
    />
    <button>${t('landing.find')}</button>
  </form>`

/** Asks who it was. `demo` people may be chosen by a button. */
export function whoPage(
  locale: Locale,
  asked: {
    waiting: number
    refused: RefusalCode | null
    seconds?: number
    demo: readonly { username: string; name: string }[]
  },
): string {
  const t = wordsOf(locale)
  const kept = asked.waiting === 0 ? t('landing.nothing_kept') : t('landing.kept', { count: asked.waiting })
  return page(
    locale,
    html`<h1>${t('landing.who')}</h1>
      <p>${kept}</p>
      ${asked.refused ? alert(t(`refusal.${asked.refused}`)) : null}
      <form method="post" action="/t/who">
        <label for="username">${t('signin.username')}</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
        />
        <label for="password">${t('landing.password')}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button class="main">${t('landing.sign_in')}</button>
      </form>
      <p>${t('landing.remembered')}</p>
      ${asked.demo.map(({ username, name }) => demoButton(username, name))}`,
  )
}

const demoButton = (username: string, name: string): Html =>
  html`<form method="post" action="/t/who">
    <input type="hidden" name="demo" value="${username}" /><button>${name}</button>
  </form>`

/** What became of the taps of a person, the newest last. */
export function recordedPage(locale: Locale, recorded: readonly Recorded[], known: string | null): string {
  const t = wordsOf(locale)
  return page(locale, html`${recorded.map((one) => receipt(t, locale, one))}${known === null ? null : leave(t, known)}`)
}

/** A page that says no. */
export const refusalPage = (locale: Locale, code: RefusalCode): string =>
  page(
    locale,
    html`<h1>${text(locale, 'landing.title')}</h1>
      ${alert(text(locale, `refusal.${code}`))}`,
  )

function receipt(t: Words, locale: Locale, { tap, name, timezone, round, next }: Recorded): Html {
  const title = html`<h1>${name?.[locale] ?? t('landing.title')}</h1>`
  if (tap.status === 'refused')
    return html`<section>${title}${alert(t(`tap.reason.${tap.reason ?? 'malformed'}`))}</section>`
  const rows: [string, string][] = [
    [t('landing.read_at'), clock(epoch(tap.at), timezone)],
    ...(tap.grade ? ([[t('landing.proof'), t(`tap.grade.${tap.grade}`)]] as [string, string][]) : []),
    [t('landing.next'), nextWords(t, locale, round, next, timezone)],
  ]
  return html`<section>
    ${title}
    <p class="done" role="status">${t(`tap.status.${tap.status}`)}</p>
    <dl>
      ${rows.map(
        ([term, words]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${words}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function nextWords(t: Words, locale: Locale, round: Round | null, next: NextStop | null, timezone: string): string {
  if (!round) return t('landing.no_round')
  if (!next) return t('landing.round_done')
  return t('landing.next_until', { name: next.name[locale], time: formatTime(next.until, timezone).slice(0, 5) })
}

/** Quiet surfaces, large letters, targets of 64 px and more; the colours are those of the product's two themes. */
export const landingStyle = `:root{color-scheme:light dark;--bg:#D9DCDE;--card:#F1F2F3;--t1:#16191C;--t2:#3E474D;--line:#6B757C;--focus:#0B5FB0;--alert:#B3001B}
@media (prefers-color-scheme:dark){:root{--bg:#14171A;--card:#1B1F23;--t1:#E6E9EB;--t2:#B4BDC4;--line:#6E7982;--focus:#9AD1FF;--alert:#FF4B4B}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--t1);font:18px/1.45 "HarmonyOS Sans SC","MiSans","PingFang SC","Microsoft YaHei UI","Noto Sans SC",system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;min-height:100vh;min-height:100svh;padding:1.25rem;padding-bottom:max(1.25rem,env(safe-area-inset-bottom));display:flex;flex-direction:column;gap:1rem;justify-content:center}
h1{font-size:1.9rem;line-height:1.2;margin:0}p{margin:0;color:var(--t2)}section{background:var(--card);border-radius:12px;padding:1.25rem;display:grid;gap:.75rem}
a.main{display:grid;place-content:center;padding:.5rem 1rem;border-radius:12px;border:2px solid;text-decoration:none;text-align:center}form{display:grid;gap:.6rem}label{color:var(--t2)}input,button{font:inherit;color:inherit;width:100%;min-height:64px;border-radius:12px;border:2px solid var(--line);background:var(--card);padding:.5rem 1rem}
button.main,a.main{min-height:112px;font-size:clamp(1.4rem,7vw,1.9rem);font-weight:700;background:var(--t1);color:var(--bg);border-color:var(--t1)}
.who{grid-template-columns:1fr auto;align-items:center}.who button{width:auto}.alert{border-left:6px solid var(--alert);padding:.5rem .9rem;color:var(--t1);background:var(--card)}
.note{border-left:6px solid var(--line);padding:.5rem .9rem;color:var(--t1);background:var(--card)}
.done{font-size:1.4rem;font-weight:700;color:var(--t1)}.done::before{content:"✓ "}dl{margin:0;display:grid;gap:.6rem}dt{color:var(--t2);font-size:1rem}dd{margin:0;font-variant-numeric:tabular-nums}
:focus-visible{outline:4px solid var(--focus);outline-offset:2px}`
