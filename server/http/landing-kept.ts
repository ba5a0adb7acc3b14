// What the landing page hands to a phone and takes back unchanged: the stamp of a page that was shown, and taps that wait
// for their sender to say who he is. Sealed, so that nobody can make them up; nothing is written for people unknown.
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { TapPayload } from '../../core/contracts/tap.ts'
import { keyFor, seal, unseal } from '../seal.ts'

/** The part of a URL that says what was read. */
const Claim = z.object({
  picc_data: z.string().max(64).optional(),
  cmac: z.string().max(32).optional(),
  enc: z.string().max(512).optional(),
  uid: z.string().max(32).optional(),
  ctr: z.string().max(16).optional(),
  code: z.string().max(16).optional(),
})
export type Claim = z.infer<typeof Claim>

/** What the form of a page carries: the id of the tap that its button makes, in clear for the phone and sealed for us. */
export type Stamped = { tap: string; stamp: string }
const Stamp = z.object({ id: z.string(), at: z.number(), of: z.string() })
const Kept = z.object({ claim: Claim, id: z.string(), at: z.number() })
/** A tap that was sent: what was read, and when its page was first shown, epoch ms. */
export type Kept = z.infer<typeof Kept>

const keptMs = 12 * 3_600_000
/** Browsers keep no longer cookies; the oldest taps go first. */
const longest = 3500

/** What a URL or a form claims; null when it claims nothing. */
export function claimIn(fields: unknown): Claim | null {
  const parsed = Claim.safeParse(fields)
  const claim = parsed.success ? parsed.data : {}
  return claim.cmac === undefined && claim.picc_data === undefined && claim.code === undefined ? null : claim
}

export const payloadOf = ({ claim, id }: Kept): TapPayload => ({ ...claim, id })

const digest = (claim: Claim): string =>
  createHash('sha256')
    .update(JSON.stringify(Claim.parse(claim)))
    .digest('hex')

export type LandingSeals = {
  /** Stamps a page: this was seen now. Its button makes the tap of this id, whoever brings it. */
  stamp(claim: Claim, at: number): Stamped
  /** The tap of a form: seen when its page was stamped, or now when the stamp is too old or another page's. */
  tapOf(claim: Claim, stamp: unknown, at: number): Kept
  /** The taps that a cookie holds; none when it is not ours. */
  open(cookie: string | null, at: number): Kept[]
  /** A cookie that holds these taps, the newest ones where they are too many. */
  close(taps: readonly Kept[]): string
}

export function createLandingSeals(secretKey: Buffer): LandingSeals {
  const key = keyFor(secretKey, 'landing page')
  const opened = (text: string): unknown => {
    try {
      return JSON.parse(unseal(text, key))
    } catch {
      // Somebody else's or an older one: as good as none.
      return null
    }
  }
  const closed = (taps: readonly Kept[]): string => {
    const cookie = seal(JSON.stringify(taps), key)
    return cookie.length <= longest ? cookie : closed(taps.slice(1))
  }
  return {
    stamp(claim, at) {
      const id = randomUUID()
      return { tap: id, stamp: seal(JSON.stringify({ id, at, of: digest(claim) }), key) }
    },
    tapOf(claim, stamp, at) {
      const seen = Stamp.safeParse(typeof stamp === 'string' ? opened(stamp) : null)
      if (!seen.success || seen.data.of !== digest(claim)) return { claim, id: randomUUID(), at }
      return { claim, id: seen.data.id, at: seen.data.at > at - keptMs ? seen.data.at : at }
    },
    open(cookie, at) {
      const kept = z.array(Kept).safeParse(cookie === null ? null : opened(cookie))
      return kept.success ? kept.data.filter((tap) => tap.at > at - keptMs) : []
    },
    close: closed,
  }
}
