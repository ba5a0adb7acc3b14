// A discrete message of a device: alarm point, fault code. (What happens inside the product is a Happening, see live.ts.)
import { z } from 'zod'
import { DeviceTime } from './reading.ts'
import { Id } from './scalars.ts'

export const EventPayload = z.looseObject({
  ts: DeviceTime.optional(),
  id: z.string().min(1).max(128).optional(),
  type: Id,
  point: Id.optional(),
  data: z.record(z.string(), z.unknown()).default({}),
})
export type EventPayload = z.infer<typeof EventPayload>

/** An accepted event, times as in a Reading. */
export type DeviceEvent = {
  device: Id
  id: string | null
  ts: number
  at: number
  timed: 'device' | 'server'
  claimed?: number
  judged: number
  late: boolean
  type: Id
  point: Id | null
  data: Record<string, unknown>
}

/** Payload of `state`: birth and will. */
export const StatePayload = z.looseObject({ online: z.boolean(), fw: z.string().max(64).optional() })
/** Payload of `ack`: the answer to a command. */
export const AckPayload = z.looseObject({
  id: z.string().min(1).max(128),
  ok: z.boolean(),
  data: z.record(z.string(), z.unknown()).optional(),
})
