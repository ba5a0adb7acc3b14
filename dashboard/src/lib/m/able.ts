// What this phone can do, by asking it, never by its name. What it cannot do has a second way.

export type Ability = 'nfc' | 'scan' | 'camera' | 'voice' | 'offline' | 'storage' | 'background' | 'push' | 'vibrate'

const has = (object: object, name: string): boolean => name in object

/** Every ability with whether this phone has it. Asks for no permission. */
export async function abilities(): Promise<Record<Ability, boolean>> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  return {
    nfc: has(window, 'NDEFReader'),
    scan: has(window, 'BarcodeDetector') && has(navigator, 'mediaDevices'),
    // A picture is taken by the phone's own camera app, which every phone has.
    camera: matchMedia('(any-pointer: coarse)').matches || has(navigator, 'mediaDevices'),
    voice: has(window, 'MediaRecorder') && has(navigator, 'mediaDevices'),
    offline: registration?.active !== undefined && registration.active !== null,
    storage: (await navigator.storage?.persisted?.()) ?? false,
    background: registration !== undefined && has(registration, 'sync'),
    push: ((await registration?.pushManager?.getSubscription().catch(() => null)) ?? null) !== null,
    vibrate: has(navigator, 'vibrate'),
  }
}

/** Bytes that may still be stored; null when the browser does not say. */
export async function freeBytes(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.()
  return estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0)
}

/** Asks that records stay when storage runs low; some browsers ask the person. */
export const keepStorage = async (): Promise<boolean> => (await navigator.storage?.persist?.()) ?? false

/** Shakes, where it can. */
export const shake = (pattern: number | number[]): void => void navigator.vibrate?.(pattern)
