// Web NFC: reads tags while the app is open. Only some browsers have it; the others read the tag's address by themselves.
import { captureOfTag, type Capture } from './capture.ts'

type NdefRecord = { recordType: string; data?: DataView }
type NdefEvent = Event & { serialNumber: string; message: { records: NdefRecord[] } }
type Reader = EventTarget & { scan(options: { signal: AbortSignal }): Promise<void> }

let scanning = $state(false)
let refused = $state(false)
let abort: AbortController | null = null

const readerClass = (): (new () => Reader) | undefined => (globalThis as { NDEFReader?: new () => Reader }).NDEFReader

const addressOf = ({ recordType, data }: NdefRecord): string[] =>
  (recordType === 'url' || recordType === 'absolute-url') && data ? [new TextDecoder().decode(data)] : []

export const nfc = {
  /** Whether this browser can read tags at all. */
  able: (): boolean => readerClass() !== undefined,
  get scanning(): boolean {
    return scanning
  },
  /** NFC is off, or reading was not allowed. */
  get refused(): boolean {
    return refused
  },
  start,
  startIfAllowed,
  stop,
}

/** Reads tags until it is stopped; the first time the browser asks the person, so a press must stand before it. */
async function start(onRead: (capture: Capture | null) => void): Promise<void> {
  const Reader = readerClass()
  if (!Reader || scanning) return
  abort = new AbortController()
  const reader = new Reader()
  reader.addEventListener('reading', (event) => {
    const { serialNumber, message } = event as NdefEvent
    onRead(captureOfTag(serialNumber, message.records.flatMap(addressOf)))
  })
  try {
    await reader.scan({ signal: abort.signal })
    scanning = true
    refused = false
  } catch {
    refused = true
  }
}

/** Starts without a press when the person has allowed it before. */
async function startIfAllowed(onRead: (capture: Capture | null) => void): Promise<void> {
  if (!nfc.able()) return
  const permission = await navigator.permissions?.query({ name: 'nfc' as PermissionName }).catch(() => null)
  if (permission?.state === 'granted') await start(onRead)
}

function stop(): void {
  abort?.abort()
  abort = null
  scanning = false
}
