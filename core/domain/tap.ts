// Judges one tap: what it proves of place, time and person, summed up as a grade. Flags are evidence, never verdicts.
// The signature is checked elsewhere and comes in as the fact `verified`.
import { iso } from '../contracts/instant.ts'
import type { Checkpoint } from '../contracts/checkpoint.ts'
import type { Tap, TapPayload } from '../contracts/tap.ts'

type Refused = NonNullable<Tap['reason']>

/** What a payload claims to be: how to find its checkpoint, or why it cannot be judged. */
export type TapClaim =
  | { how: 'signed'; uid: string | null }
  | { how: 'uid'; uid: string }
  | { how: 'code'; code: string }
  | { how: 'refused'; reason: Refused }

/** The verifier's answer to a signed tap: which read it is, and whether the tag says that it was opened; or why none. */
export type Verified = { uid: string; counter: number; tampered: boolean } | { refused: Refused }

/** Everything a tap is judged by. */
export type TapFacts = {
  id: string
  payload: TapPayload
  /** The checkpoint that the tag or the code names; null when nobody knows it. */
  checkpoint: Pick<Checkpoint, 'id' | 'site' | 'tag'> | null
  /** The tag is the reader's own test tag, and no place. */
  selfTest: boolean
  /** Null for a tap that claims no signature. */
  verified: Verified | null
  /** Who tapped and how that is known. */
  by: string | null
  person: Tap['person']
  /** When it was read and when it was received, epoch ms; `claimed` when the sender said so itself. */
  at: number
  claimed: boolean
  receivedAt: number
  /** When the server first saw it, if it was kept until its sender was known. */
  seenAt?: number
  /** The reader that sent it; null for a phone. */
  reader: string | null
  /** Where it counts while nobody knows its place: the site of the reader or of the person's work. */
  site: string | null
  /** The measured offset of the sender's clock in ms; null when it is not known. */
  clockOffsetMs: number | null
  /** An accepted tap with the same id, or with the same (uid, counter), and whose it was. */
  earlier: { same: 'id' | 'read'; by: string | null; reader: string | null } | null
  /** This read was used up when the tag was presented to be enrolled. */
  spent: boolean
  /** Other taps of the same person (or reader) in the 10 minutes before. */
  recent: number
}

/** A tap that arrives so soon after its read is live. */
export const liveMs = 30_000
const skewMs = 5 * 60_000
const spam = 8

const isHex = (text: string | undefined, ...bytes: number[]): boolean =>
  text !== undefined && bytes.some((n) => text.length === n * 2) && /^[0-9A-Fa-f]+$/.test(text)

/** Encrypted file data are whole blocks of 16 bytes, 256 bytes at most. */
const fileBlocks = Array.from({ length: 16 }, (_, i) => 16 * (i + 1))

/** A UID as people and phones write it (`04:de:5f…`, `04 DE 5F…`) → upper-case hex. */
const plainHex = (text: string): string => text.replace(/[:\s-]/g, '').toUpperCase()

function claimOfSigned(payload: TapPayload): TapClaim {
  if (!isHex(payload.cmac, 8)) return { how: 'refused', reason: 'malformed' }
  if (payload.enc !== undefined && !isHex(payload.enc, ...fileBlocks)) return { how: 'refused', reason: 'malformed' }
  if (payload.picc_data === undefined) {
    const uid = plainHex(payload.uid ?? '')
    const whole = isHex(uid, 7) && isHex(payload.ctr, 3)
    return whole ? { how: 'signed', uid } : { how: 'refused', reason: 'malformed' }
  }
  // LRP tags encrypt 24 bytes where AES ones encrypt 16
  if (isHex(payload.picc_data, 24)) return { how: 'refused', reason: 'lrp_unsupported' }
  return isHex(payload.picc_data, 16) ? { how: 'signed', uid: null } : { how: 'refused', reason: 'malformed' }
}

/** Reads what a payload claims, before anything is looked up. Signed data win over a UID, a UID over a code. */
export function claimOf(payload: TapPayload): TapClaim {
  if (payload.picc_data !== undefined || payload.cmac !== undefined) return claimOfSigned(payload)
  const uid = payload.tag ?? payload.uid
  if (uid !== undefined) {
    const plain = plainHex(uid)
    return isHex(plain, 4, 7, 10) ? { how: 'uid', uid: plain } : { how: 'refused', reason: 'malformed' }
  }
  const code = payload.code?.replace(/[\s-]/g, '').toUpperCase()
  return code ? { how: 'code', code } : { how: 'refused', reason: 'malformed' }
}

function refusalOf(facts: TapFacts, claim: TapClaim): Refused | null {
  if (claim.how === 'refused') return claim.reason
  if (claim.how === 'signed' && !facts.verified) return 'signature_unsupported'
  if (facts.verified && 'refused' in facts.verified) return facts.verified.refused
  if (!facts.checkpoint && facts.selfTest) return null
  if (!facts.checkpoint) return claim.how === 'code' ? 'unknown_code' : 'unknown_tag'
  if (claim.how === 'uid' && facts.checkpoint.tag?.type === 'ntag424') return 'signed_tag_needs_signature'
  if (facts.spent) return 'replayed'
  return facts.earlier?.same === 'read' && !isOwn(facts, facts.earlier) ? 'replayed' : null
}

/** Whether an earlier tap came from the same person; of two that nobody knows, from the same reader. */
const isOwn = ({ by, reader }: TapFacts, earlier: { by: string | null; reader: string | null }): boolean =>
  by === null ? earlier.by === null && earlier.reader === reader : earlier.by === by

/** Received within 30 s of the read. A read that lies in the future is a wrong clock and proves nothing. */
const isLive = ({ at, receivedAt, seenAt = receivedAt }: TapFacts): boolean =>
  seenAt - at <= liveMs && at - receivedAt <= skewMs

/** The grade of what a tap proves of place and time. */
export const gradeOf = (how: 'signed' | 'uid' | 'code', time: Tap['time']): Tap['grade'] =>
  how === 'code' ? 'E' : how === 'uid' ? 'D' : time === 'live' ? 'A' : time === 'bounded' ? 'B' : 'C'

function flagsOf(facts: TapFacts): Tap['flags'] {
  const flags: Tap['flags'] = []
  if (Math.abs(facts.clockOffsetMs ?? 0) > skewMs || facts.at - facts.receivedAt > skewMs) flags.push('clock_skew')
  if (facts.recent + 1 > spam) flags.push('scan_spam')
  if (facts.earlier && !isOwn(facts, facts.earlier)) flags.push('two_people')
  if (facts.verified && 'uid' in facts.verified && facts.verified.tampered) flags.push('tag_tampered')
  if (claimOf(facts.payload).how === 'code' && facts.checkpoint?.tag) flags.push('tag_unused')
  return flags
}

/**
 * The verdict on a tap: accepted, duplicate (same id, or same read by the same person) or refused with a reason, and
 * what it proves. `round` is left null; {@link attribute} of round.ts finds it.
 */
export function judgeTap(facts: TapFacts): Tap {
  const claim = claimOf(facts.payload)
  const refusal = refusalOf(facts, claim)
  const status =
    facts.earlier?.same === 'id' ? 'duplicate' : refusal ? 'refused' : facts.earlier ? 'duplicate' : 'accepted'
  const proves = refusal === null && claim.how !== 'refused' ? claim.how : null
  const time = proves && (isLive(facts) ? 'live' : 'unproven')
  const read = facts.verified && 'uid' in facts.verified ? facts.verified : null
  return {
    id: facts.id,
    status,
    place: proves,
    time,
    person: facts.person,
    grade: proves && gradeOf(proves, time),
    checkpoint: facts.checkpoint?.id ?? null,
    site: facts.checkpoint?.site ?? facts.site,
    uid: read?.uid ?? ('uid' in claim ? claim.uid : null),
    counter: read?.counter ?? null,
    at: iso(facts.at),
    claimed: facts.claimed,
    receivedAt: iso(facts.receivedAt),
    by: facts.by,
    reader: facts.reader,
    round: null,
    flags: flagsOf(facts),
    ...{ bounds: null, against: null, gap: null, sensor: null, checks: facts.payload.checks ?? [] },
    reason: status === 'refused' ? refusal : null,
  }
}

/**
 * A phone sends a tap at once and the answers to its checks when they are given, under the same id. They are added once,
 * from the same person; null when there is nothing to add.
 */
export function answered(tap: Tap, { checks = [] }: TapPayload, by: string | null): Tap | null {
  const first = tap.status === 'accepted' && tap.by !== null && tap.by === by && tap.checks.length === 0
  return first && checks.length > 0 ? { ...tap, checks } : null
}
