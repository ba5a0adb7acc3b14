// Labels of devices: the code that opens the reporter's page, with what it hangs on in words.
import type { Device } from '../../core/contracts/device.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { text } from '../../core/texts/texts.ts'
import { codeOf, type Code } from './code.ts'

export type Label = { code: Code; words: string; name: string; second: string; place: string; id: string }
export type Labels = { form: 'labels'; locale: Locale; title: string; labels: Label[] }

/** A sheet of labels. `url` is where a label's code leads; a device is named in both languages, because guests read it. */
export function labelsOf(items: readonly { device: Device; place: string; url: string }[], locale: Locale): Labels {
  const other = locale === 'en' ? 'zh-CN' : 'en'
  const labels = items.map(({ device, place, url }) => ({
    ...{ code: codeOf(url), place, id: device.id, name: device.name[locale] },
    second: device.name[other] === device.name[locale] ? '' : device.name[other],
    words: `${text('zh-CN', 'reporter.label')}\n${text('en', 'reporter.label')}`,
  }))
  return { form: 'labels', locale, title: text(locale, 'reporter.labels'), labels }
}
