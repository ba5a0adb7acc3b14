// Labels to hang up: of devices the code that opens the reporter's page, of checkpoints the one by which phones tap
// that read no tags; each with what it hangs on in words.
import type { Checkpoint } from '../../core/contracts/checkpoint.ts'
import type { Device } from '../../core/contracts/device.ts'
import type { Locale, Name } from '../../core/contracts/scalars.ts'
import { text } from '../../core/texts/texts.ts'
import { codeOf, type Code } from './code.ts'

/** `big`: what is typed where no code can be scanned; empty for none. */
export type Label = { code: Code; words: string; big: string; name: string; second: string; place: string; id: string }
export type Labels = { form: 'labels'; locale: Locale; title: string; labels: Label[] }

/** A sheet of labels. `url` is where a label's code leads; a device is named in both languages, because guests read it. */
export function labelsOf(items: readonly { device: Device; place: string; url: string }[], locale: Locale): Labels {
  const labels = items.map(({ device, place, url }) => ({
    ...{ code: codeOf(url), place, id: device.id, big: '', ...namesOf(device.name, locale) },
    words: inBoth('reporter.label'),
  }))
  return { form: 'labels', locale, title: text(locale, 'reporter.labels'), labels }
}

/** A sheet of the labels beside tags. `url` is the landing page of the checkpoint's code. */
export function pointLabelsOf(
  items: readonly { point: Checkpoint; place: string; url: string }[],
  locale: Locale,
): Labels {
  const labels = items.map(({ point, place, url }) => ({
    // The code is all that anybody asks for; there is no room for the id.
    ...{ code: codeOf(url), place, id: '', big: point.code, ...namesOf(point.name, locale) },
    words: inBoth('checkpoint.label'),
  }))
  return { form: 'labels', locale, title: text(locale, 'checkpoint.labels'), labels }
}

const inBoth = (key: 'reporter.label' | 'checkpoint.label'): string => `${text('zh-CN', key)}\n${text('en', key)}`

function namesOf(name: Name, locale: Locale): { name: string; second: string } {
  const second = name[locale === 'en' ? 'zh-CN' : 'en']
  return { name: name[locale], second: second === name[locale] ? '' : second }
}
