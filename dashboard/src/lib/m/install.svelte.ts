// Installing: the browser says when it can, and asks only after a press. Loaded with the app, because it says so once.
type InstallEvent = Event & { prompt(): Promise<{ outcome: string }> }

let offer = $state.raw<InstallEvent | null>(null)
let installed = $state(matchMedia('(display-mode: standalone)').matches)

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  offer = event as InstallEvent
})
addEventListener('appinstalled', () => (installed = true))

export const install = {
  /** Whether the browser can install it now. */
  get offered(): boolean {
    return offer !== null
  },
  /** Whether the app runs from the home screen, or was just put there. */
  get installed(): boolean {
    return installed
  },
  async ask(): Promise<void> {
    await offer?.prompt()
    offer = null
  },
}
