// The cry for help that is shown: whether the control room has it is read from the phone's receipts, never assumed.
import { held } from './held.svelte.ts'

/** `id` is null when not even the phone could keep it. */
let shown = $state.raw<{ id: string | null } | null>(null)

export const help = {
  get shown() {
    return shown
  },
  /** When the server confirmed it, by the phone's clock; null while it has not. */
  get heardAt(): number | null {
    return held.receipts.find((receipt) => receipt.kind === 'sos' && receipt.id === shown?.id)?.sentAt ?? null
  },
  show(id: string | null): void {
    shown = { id }
  },
  hide(): void {
    shown = null
  },
}
