// A lock-out (断电挂牌): somebody works on a machine, and until that person takes the tag away we send it no command.
import { z } from 'zod'
import { IsoTime, Note, Reason } from './scalars.ts'

/** Who holds the machine, since when, and why. It keeps back our commands; it is no substitute for isolating the supply. */
export const Lockout = z.strictObject({ by: z.string(), since: IsoTime, note: z.string() })
export type Lockout = z.infer<typeof Lockout>

export const NewLockout = z.strictObject({ note: Note.default('') })
/** `reason` is owed by an administrator who takes away what somebody else has hung up. */
export const EndLockout = z.strictObject({ reason: Reason.optional() })
