// What was read from a tag, an address, a QR code or the fingers, as the tap that it makes. Nothing is verified here: the
// phone only recognises which checkpoint it is, where that can be known without the server.
import type { SheetPoint } from '#core/contracts/sheet.ts'
import type { TapPayload } from '#core/contracts/tap.ts'
import { newId } from './id.ts'

export type Capture = {
  payload: Pick<TapPayload, 'tag' | 'picc_data' | 'cmac' | 'enc' | 'uid' | 'ctr' | 'code'>
  /** The tag's own number, when it is readable without keys. */
  uid: string | null
}

const signedFields = ['picc_data', 'cmac', 'enc', 'uid', 'ctr'] as const
const codeForm = /^[A-HJ-NP-Z2-9]{6}$/

const plainHex = (text: string): string => text.replace(/[:\s-]/g, '').toUpperCase()
const plainCode = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase()

/** A typed code; null when it cannot be one. */
export const captureOfCode = (text: string): Capture | null =>
  codeForm.test(plainCode(text)) ? { payload: { code: plainCode(text) }, uid: null } : null

/** The parameters of a tag's address; null when they are no tap. */
export function captureOfQuery(query: Pick<URLSearchParams, 'get'>): Capture | null {
  const code = query.get('code')
  if (code !== null) return captureOfCode(code)
  const fields = signedFields.flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const payload: Capture['payload'] = Object.fromEntries(fields)
  if (payload.cmac === undefined || (payload.picc_data === undefined && payload.uid === undefined)) return null
  return { payload, uid: payload.uid === undefined ? null : plainHex(payload.uid) }
}

/** An address or a code as a QR code or a tag carries it. */
export function captureOfText(text: string): Capture | null {
  const query = URL.parse(text)?.searchParams
  return (query && captureOfQuery(query)) ?? captureOfCode(text)
}

/** A tag read by the phone: its address where it has one, else its number alone. */
export function captureOfTag(serialNumber: string, addresses: readonly string[]): Capture | null {
  const uid = serialNumber === '' ? null : plainHex(serialNumber)
  const signed = addresses.map(captureOfText).find((capture) => capture?.payload.cmac !== undefined)
  if (signed) return { ...signed, uid: signed.uid ?? uid }
  return uid === null ? null : { payload: { tag: uid }, uid }
}

/** The id of a press on the server's page: the page's own, so that the press is one tap whichever way it gets there. */
export const pressOf = (said: string | null): string => (said && /^[\w-]{8,64}$/.test(said) ? said : newId())

/** A capture as it goes into the queue, read at `at` by the phone's clock (epoch ms). */
export const tapOf = (
  capture: Capture,
  { id, at, points }: { id: string; at: number; points: readonly SheetPoint[] },
) => ({
  kind: 'tap' as const,
  id,
  path: '/taps',
  body: { id, ts: at, ...capture.payload },
  about: pointOf(points, capture)?.id ?? null,
})

/** What makes two reads the same place: the tag's number, the code, or else the very address. */
export const placeKey = ({ payload, uid }: Capture): string =>
  uid ?? payload.code ?? `${payload.picc_data ?? ''}/${payload.cmac ?? ''}`

/** The checkpoint of a capture, as far as the sheet knows it. */
export const pointOf = (points: readonly SheetPoint[], { payload, uid }: Capture): SheetPoint | null =>
  points.find((point) => (uid !== null && point.uid?.toUpperCase() === uid) || point.code === payload.code) ?? null
