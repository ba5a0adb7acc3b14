// What a guard does, as it goes into the queue: one function a deed. Each is kept on the phone first and sent after; the
// times are the phone's own, the server corrects them by what its clock is off.
import type { TapCheck } from '#core/contracts/tap.ts'
import { locale } from '#lib/locale.svelte.ts'
import { placeKey, tapOf, type Capture } from './capture.ts'
import type { KeptFile, Kind, NewWaiting } from './database.ts'
import { database, held } from './held.svelte.ts'
import { newId } from './id.ts'
import { enqueue } from './outbox.ts'
import { sync } from './sync.svelte.ts'
import { isRepeat } from './walk.ts'
import { sendOver } from './wire.ts'

const kept: { key: string; at: number }[] = []

type Deed = { kind: Kind; path: string; body: Record<string, unknown>; about?: string | null; id?: string }

/** Keeps a deed with its files, then lets it be sent. Throws `PhoneFull` when there is no room for it. */
export async function keep(
  { kind, path, body, about = null, id = newId() }: Deed,
  files: KeptFile[] = [],
): Promise<string> {
  const at = Date.now()
  const user = held.person?.username ?? ''
  const thing: NewWaiting = { id, kind, user, at, path, body, about, files: files.map((file) => file.id) }
  await enqueue(await database(), thing, files)
  await held.reload()
  void sync.now()
  return id
}

/** A tap. Answers its id, or null when the same place was tapped less than a minute ago. */
export async function tapHere(capture: Capture, id = newId()): Promise<string | null> {
  const at = Date.now()
  const key = placeKey(capture)
  if (isRepeat(kept, key, at)) return null
  await keep(tapOf(capture, { id, at, points: held.sheet?.points ?? [] }))
  kept.push({ key, at })
  return id
}

/** The answers to the checks of a tap: sent under the tap's own id, with everything the tap said. */
export const answerChecks = (
  tap: { id: string; about: string | null; body: Record<string, unknown> },
  checks: TapCheck[],
  files: KeptFile[],
): Promise<string> =>
  keep(
    { kind: 'checks', id: tap.id, path: '/taps', body: { ...tap.body, id: tap.id, checks }, about: tap.about },
    files,
  )

export const clockIn = (site: string | null): Promise<string> => {
  const id = newId()
  return keep({ kind: 'clock_in', id, path: '/duties', body: { id, ...(site !== null && { site }), ts: Date.now() } })
}

export const clockOut = (duty: string): Promise<string> =>
  keep({ kind: 'clock_out', path: `/duties/${duty}/end`, body: { ts: Date.now() } })

/** What was seen and how it is worded; one of `checkpoint` and `site`. */
export type Seen = { checkpoint?: string; site?: string; tap?: string; text: string }

/** Something is not as it should be. `photos` and `voice` are kept with it. */
export function report(seen: Seen, photos: KeptFile[], voice: KeptFile | null): Promise<string> {
  const id = newId()
  const files = voice ? [...photos, voice] : photos
  const body = {
    ...seen,
    id,
    ts: Date.now(),
    photos: photos.map((photo) => photo.id),
    ...(voice && { voice: voice.id }),
  }
  return keep({ kind: 'finding', id, path: '/findings', body, about: seen.checkpoint ?? null }, files)
}

const cryOf = (checkpoint: string | null) => {
  const id = newId()
  const body = { id, ts: Date.now(), ...(checkpoint === null ? {} : { checkpoint }) }
  return { kind: 'sos', id, path: '/sos', body, about: checkpoint } as const
}

/** A cry for help; `checkpoint` is where the person was last. */
export const cry = (checkpoint: string | null): Promise<string> => keep(cryOf(checkpoint))

/** A cry for help that the phone could not keep, sent as it is. Answers when it was heard, by the phone's clock, or null. */
export async function cryUnkept(checkpoint: string | null): Promise<number | null> {
  const { path, body } = cryOf(checkpoint)
  const reply = await sendOver(() => locale.current)({ method: 'POST', path, json: { ...body, sentAt: Date.now() } })
  return reply.how === 'ok' ? Date.now() : null
}

export const answerCall = (call: string): Promise<string> =>
  keep({ kind: 'answer', path: `/calls/${call}/answer`, body: { ts: Date.now() }, about: null, id: call })

export const arrive = (incident: string): Promise<string> =>
  keep({ kind: 'arrive', path: `/incidents/${incident}/arrive`, body: {}, id: incident })

export const pause = (round: string): Promise<string> =>
  keep({ kind: 'pause', path: `/rounds/${round}/pause`, body: {} })

export const resume = (round: string): Promise<string> =>
  keep({ kind: 'resume', path: `/rounds/${round}/resume`, body: {} })
