// The pages that a label's code opens: a report, its progress, a rating. No script; they work on any phone.
import type { Locale, Name } from '../../core/contracts/scalars.ts'
import { reportLimits } from '../../core/contracts/report-link.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { formatDateTime } from '../../core/texts/format.ts'
import type { TextParams } from '../../core/texts/message.ts'
import { isTextKey, text, type TextKey } from '../../core/texts/texts.ts'
import { html, type Html } from './html.ts'
import { landingStyle } from './landing-page.ts'

export type PageFacts = { locale: Locale; phone: string | null; timezone: string }
/** A sentence that explains a "no" or adds to a "yes". */
export type Said = Extract<TextKey, `reporter.no.${string}` | `reporter.photo.${string}`> | 'refusal.foreign_origin'

type Words = (key: TextKey, params?: TextParams) => string
const wordsIn =
  (locale: Locale): Words =>
  (key, params) =>
    text(locale, key, params)

/** The field that no person sees and that robots fill in. */
export const trap = 'website'
export const scores = [5, 4, 3, 2, 1] as const

function page(locale: Locale, main: Html): string {
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <title>${text(locale, 'reporter.title')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="/r/page.css" />
      </head>
      <body>
        <main>
          <p class="lang"><a href="?lang=${other}" lang="${other}">${text(locale, 'reporter.other')}</a></p>
          ${main}
        </main>
      </body>
    </html>`.html
}

const alert = (words: string): Html => html`<p class="alert" role="alert">${words}</p>`
const said = (t: Words, key: Said | null): Html | null => (key === null ? null : alert(t(key)))

/** A page that only says why not. */
export const noPage = (locale: Locale, key: Said): string =>
  page(
    locale,
    html`<h1>${text(locale, 'reporter.title')}</h1>
      ${alert(text(locale, key))}`,
  )

export type ReportForm = {
  name: Name
  place: string
  /** What was written before, when it comes back. */
  fields: Readonly<Record<string, string>>
  stamp: string
  no: Said | null
  /** A report that is under way already. */
  known: Pick<Ticket, 'number' | 'state'> | null
}

/** The form of a report. */
export function reportPage(
  { locale, phone }: PageFacts,
  { name, place, fields, stamp, no, known }: ReportForm,
): string {
  const t = wordsIn(locale)
  const state = known === null ? '' : t(`reporter.state.${known.state}`)
  return page(
    locale,
    html`<h1>${t('reporter.title')}</h1>
      <p><strong>${name[locale]}</strong> ${place}</p>
      ${urgent(t, phone)} ${said(t, no)}
      ${known === null ? null : html`<p class="note">${t('reporter.known', { number: known.number, state })}</p>`}
      <form method="post" enctype="multipart/form-data">
        <input type="hidden" name="stamp" value="${stamp}" />
        <label for="what">${t('reporter.what')}</label>
        <textarea id="what" name="what" rows="4" maxlength="${reportLimits.what}" required>
${fields.what ?? ''}</textarea>
        ${line(t, 'where', 'off', fields)}
        <label for="photo">${t('reporter.photo')}</label>
        <input id="photo" name="photo" type="file" accept="image/jpeg,image/png,image/webp" />
        ${line(t, 'name', 'name', fields)} ${line(t, 'phone', 'tel', fields)}
        <p class="trap" aria-hidden="true">
          <label for="${trap}">${t('reporter.trap')}</label>
          <input id="${trap}" name="${trap}" tabindex="-1" autocomplete="off" />
        </p>
        <button class="main">${t('reporter.send')}</button>
      </form>
      <p>${t('reporter.privacy')}</p>`,
  )
}

const line = (t: Words, name: 'where' | 'name' | 'phone', complete: string, fields: ReportForm['fields']): Html =>
  html`<label for="${name}">${t(`reporter.${name}`)}</label>
    <input
      id="${name}"
      name="${name}"
      ${name === 'phone' ? html`type="tel"` : null}
      maxlength="${reportLimits[name]}"
      autocomplete="${complete}"
      value="${fields[name] ?? ''}"
    />`

const urgent = (t: Words, phone: string | null): Html =>
  phone === null
    ? html`<p class="note">${t('reporter.urgent.no_phone')}</p>`
    : html`<p class="note"><a href="tel:${phone.replaceAll(/[^\d+]/g, '')}">${t('reporter.urgent', { phone })}</a></p>`

/** How a report goes on. `rates`: whether its rating is asked for now. */
export function progressPage(
  { locale, phone, timezone }: PageFacts,
  { ticket, rates, no }: { ticket: Ticket; rates: boolean; no: Said | null },
): string {
  const t = wordsIn(locale)
  const time = (at: string): string => formatDateTime(Date.parse(at), timezone)
  const { appointment, rating, said: reason } = ticket
  return page(
    locale,
    html`<h1>${t('reporter.number', { number: ticket.number })}</h1>
      <p><strong>${ticket.title[locale]}</strong></p>
      ${said(t, no)}
      <p class="now" role="status">${t(`reporter.state.${ticket.state}`)}</p>
      ${reason === null ? null : html`<p class="note">${reason}</p>`}
      ${
        appointment && ticket.closedAt === null
          ? html`<p class="note">${t('reporter.appointed', { time: time(appointment.at) })}</p>`
          : null
      }
      ${rates ? rateForm(t) : null}
      ${rating === null ? null : html`<p class="done">${t('reporter.thanks', { score: rating.score })}</p>`}
      <section>
        <h2>${t('reporter.progress')}</h2>
        <ol>
          ${stepsOf(ticket).map(({ key, at }) => html`<li><time datetime="${at}">${time(at)}</time> ${t(key)}</li>`)}
        </ol>
      </section>
      <p>${t('reporter.keep')}</p>
      ${urgent(t, phone)}`,
  )
}

/** The steps that concern who waits for the repair; who did them is the house's business. */
const stepsOf = ({ timeline }: Ticket): { key: TextKey; at: string }[] =>
  timeline.flatMap(({ type, at }) => {
    const key = `reporter.step.${type}`
    return isTextKey(key) ? [{ key, at }] : []
  })

const rateForm = (t: Words): Html =>
  html`<form method="post">
    <fieldset>
      <legend>${t('reporter.rate')}</legend>
      ${scores.map(
        (score) =>
          html`<label class="score"
            ><input type="radio" name="score" value="${score}" required /> ${t(`reporter.score.${score}`)}</label
          >`,
      )}
    </fieldset>
    <label for="text">${t('reporter.rate.text')}</label>
    <textarea id="text" name="text" rows="2" maxlength="${reportLimits.text}"></textarea>
    <button class="main">${t('reporter.rate.send')}</button>
  </form>`

/** The look of the tag's page, with what longer forms need. */
export const reporterStyle = `${landingStyle}
main{justify-content:flex-start}.lang{text-align:right}a{color:inherit;text-underline-offset:.25em}.lang a{display:inline-block;padding:.6rem}
textarea{font:inherit;color:inherit;width:100%;border-radius:12px;border:2px solid var(--line);background:var(--card);padding:.75rem 1rem}
button.main{min-height:80px;font-size:1.4rem}h2{font-size:1.15rem;margin:0}strong{color:var(--t1)}.now{font-size:1.4rem;font-weight:700;color:var(--t1)}
ol{margin:0;padding:0;list-style:none;display:grid;gap:.5rem}li{display:flex;flex-wrap:wrap;column-gap:.5rem}time{color:var(--t2);font-variant-numeric:tabular-nums}
fieldset{border:0;margin:0;padding:0;display:grid;gap:.25rem}legend{font-weight:700;padding:0;margin-bottom:.4rem}.score{display:flex;align-items:center;gap:.75rem;min-height:56px;color:var(--t1)}.score input{width:28px;min-height:28px;height:28px;accent-color:var(--focus)}
.trap{position:absolute;left:-200vw;width:1px;height:1px;overflow:hidden}`
