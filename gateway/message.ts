// Events, taps, births and wills, self-descriptions, answers to commands: one JSON object → one entry of the journal.
import { z } from 'zod'
import { AckPayload, EventPayload, StatePayload } from '../core/contracts/event.ts'
import { TapPayload } from '../core/contracts/tap.ts'
import type { Spoken } from './admit.ts'
import type { Entry } from './journal/journal.ts'
import { momentOf } from './moment.ts'
import type { Offsets } from './offset.ts'

type Context = { device: string; at: number; epoch: number; offsets: Offsets }
/** `id` is what makes it a repeat; null: it may come any number of times. */
export type ReadMessage = { entry: Entry; id: string | null } | { fault: string }

const MetaPayload = z.record(z.string().max(64), z.unknown())

/** Reads a payload of any channel but telemetry. An event that its kind does not declare is taken: no alarm is lost. */
export function readMessage(channel: Exclude<Spoken, 'telemetry'>, value: unknown, context: Context): ReadMessage {
  return readers[channel](value, context)
}

const readers = {
  event(value, { device, at, offsets }) {
    const parsed = EventPayload.safeParse(value)
    if (!parsed.success) return faultOf(parsed.error)
    const { ts, id = null, type, point = null, data } = parsed.data
    const event = { device, id, at, ...momentOf(offsets, device, ts, at), type, point, data }
    return { entry: { type: 'event', at, event }, id }
  },
  tap(value, { device, at, offsets }) {
    const parsed = TapPayload.safeParse(value)
    if (!parsed.success) return faultOf(parsed.error)
    const { id = null, ts } = parsed.data
    const moment = momentOf(offsets, device, ts, at)
    return { entry: { type: 'tap', at, reader: device, id, ...moment, tap: parsed.data }, id }
  },
  state(value, { device, at, epoch }) {
    const parsed = StatePayload.safeParse(value)
    if (!parsed.success) return faultOf(parsed.error)
    const { online } = parsed.data
    return { entry: { type: 'presence', at, device, online, cause: online ? 'birth' : 'will', epoch }, id: null }
  },
  meta(value, { device, at }) {
    const parsed = MetaPayload.safeParse(value)
    if (!parsed.success) return faultOf(parsed.error)
    return { entry: { type: 'meta', at, device, data: parsed.data }, id: null }
  },
  ack(value, { device, at }) {
    const parsed = AckPayload.safeParse(value)
    if (!parsed.success) return faultOf(parsed.error)
    const { id, ok, data = {} } = parsed.data
    return { entry: { type: 'ack', at, device, id, ok, data }, id: null }
  },
} satisfies Record<Exclude<Spoken, 'telemetry'>, (value: unknown, context: Context) => ReadMessage>

/** `wrong_shape: type` names the first part that does not fit. */
function faultOf(error: z.ZodError): ReadMessage {
  const path = error.issues[0]?.path.join('.') ?? ''
  return { fault: path ? `wrong_shape: ${path.slice(0, 64)}` : 'wrong_shape' }
}
