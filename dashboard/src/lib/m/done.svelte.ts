// What was just tapped, and what became of it: shown at once, with or without a network.
import { toast } from '#lib/toast.svelte.ts'
import { t } from '#lib/locale.svelte.ts'
import { keepStorage, shake } from './able.ts'
import type { Capture } from './capture.ts'
import { tapHere } from './deeds.ts'
import { PhoneFull } from './outbox.ts'

/** `id` is null for a repeat that counts once. */
type Shown = { id: string | null; at: number }
let shown = $state.raw<Shown | null>(null)

export const lastTap = {
  get shown(): Shown | null {
    return shown
  },
  hide(): void {
    shown = null
  },
}

/** Records a capture and shows it; what is no checkpoint's is said. */
export async function tapped(capture: Capture | null): Promise<void> {
  if (!capture) return toast.refused(t('m.tap.not_ours'))
  const id = await kept(() => tapHere(capture))
  if (id === undefined) return
  shake(id === null ? 40 : [60, 60, 60])
  shown = { id, at: Date.now() }
  void keepStorage()
}

/** Does a deed; says why when the phone could not keep it. Answers undefined then. */
export async function kept<T>(deed: () => Promise<T>): Promise<T | undefined> {
  try {
    return await deed()
  } catch (error) {
    toast.refused(t(error instanceof PhoneFull ? 'm.full' : 'm.failed'))
    return undefined
  }
}
