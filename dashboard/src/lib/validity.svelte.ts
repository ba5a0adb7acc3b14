// What a control has against what stands in it, in the language of the page and below its field: the browser's own
// bubbles speak the browser's language and leave at once.
import { t } from './locale.svelte.ts'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Of a control being set up; `wrong`: what to say when it holds something of another form, `given`: what it depends on. */
export function validity(wrong: () => string | undefined, given: () => unknown) {
  let words = $state('')
  $effect(() => {
    given()
    words = ''
  })
  return {
    get words() {
      return words
    },
    /** For the control's `invalid` event; the first one of the form takes the focus. */
    refuse: (event: Event & { currentTarget: Control }): void => {
      event.preventDefault()
      const control = event.currentTarget
      words = wordsOf(control, wrong())
      if (control.form?.querySelector('input:invalid, select:invalid, textarea:invalid') === control) control.focus()
    },
  }
}

function wordsOf({ validity, value }: Control, wrong: string | undefined): string {
  const { valueMissing, badInput, tooShort, tooLong } = validity
  if (valueMissing ? !badInput : value.trim() === '') return t('fault.required')
  if (tooShort) return t('fault.too_small')
  if (tooLong) return t('fault.too_big')
  return wrong ?? t('fault.invalid_format')
}
