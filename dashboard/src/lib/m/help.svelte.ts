// The cry for help that is shown: whether the control room has it is read from the phone's receipts, never assumed.
import { held } from './held.svelte.ts'

/** `id` is null when not even the phone could keep it: it is sent as it is, once. */
type Cry = { id: string } | { id: null; sending: boolean; heardAt: number | null }
let shown = $state.raw<Cry | null>(null)

export const help = {
  get shown() {
    return shown
  },
  /** When the server confirmed it, by the phone's clock; null while it has not. */
  get heardAt(): number | null {
    if (shown?.id === null) return shown.heardAt
    return held.receipts.find((receipt) => receipt.kind === 'sos' && receipt.id === shown?.id)?.sentAt ?? null
  },
  /** Whether the phone could not keep it: it does not go out by itself later. */
  get isUnkept(): boolean {
    return shown !== null && shown.id === null
  },
  /** Whether an unkept one is on its way. */
  get sending(): boolean {
    return shown !== null && shown.id === null && shown.sending
  },
  show(id: string): void {
    shown = { id }
  },
  /** Shows one that is sent as it is, until it was heard or was not. */
  async showUnkept(sent: Promise<number | null>): Promise<void> {
    shown = { id: null, sending: true, heardAt: null }
    const heardAt = await sent
    if (shown?.id === null) shown = { id: null, sending: false, heardAt }
  },
  hide(): void {
    shown = null
  },
}
