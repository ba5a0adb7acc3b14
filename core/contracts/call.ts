// A call to a guard that asks for an answer in time: a sign of life (平安呼叫), or a tap at a named checkpoint (抽查).
import { z } from 'zod'
import { milliseconds } from './instant.ts'
import { DeviceTime } from './reading.ts'
import { Duration, Id, IsoTime } from './scalars.ts'

/** `safety`: one key answers it. `challenge`: a tap at `checkpoint` answers it. */
export const CallType = z.enum(['safety', 'challenge'])
export const CallState = z.enum(['waiting', 'answered', 'unanswered', 'answered_late', 'cancelled'])

export const Call = z.strictObject({
  id: Id,
  site: Id,
  type: CallType,
  user: z.string(),
  checkpoint: Id.nullable(),
  /** Who asks; null is the product itself (a random challenge, a spot tap where times are not proven). */
  by: z.string().nullable(),
  /** Words of the caller; of the product's own calls `random` or `spot_tap`. */
  reason: z.string(),
  at: IsoTime,
  dueAt: IsoTime,
  state: CallState,
  answeredAt: IsoTime.nullable(),
  tap: z.string().nullable(),
  version: z.int().min(1),
})
export type Call = z.infer<typeof Call>

/** What is no duration at all is told as that. */
function inReason(within: string): boolean {
  const ms = Duration.safeParse(within).success ? milliseconds(within) : shortest
  return ms >= shortest && ms <= longest
}
const shortest = 30_000
const longest = 3_600_000

/** `within` is the time for the answer, 30 s to 1 h. A challenge names its checkpoint. */
export const NewCall = z
  .strictObject({
    type: CallType,
    user: z.string().max(64),
    checkpoint: Id.optional(),
    within: Duration.default('3m').refine(inReason, 'call_within'),
    reason: z.string().trim().max(200).default(''),
  })
  .refine((call) => (call.type === 'challenge') === (call.checkpoint !== undefined), {
    path: ['checkpoint'],
    error: 'challenge_checkpoint',
  })
export const AnswerCall = z.strictObject({ ts: DeviceTime.optional(), sentAt: DeviceTime.optional() })

/** A cry for help: priority 1, with the last checkpoint. `id` is the phone's; repeated it is the same cry. */
export const Sos = z.strictObject({
  id: z.string().min(8).max(64),
  ts: DeviceTime.optional(),
  sentAt: DeviceTime.optional(),
  checkpoint: Id.optional(),
  text: z.string().trim().max(200).default(''),
})
