// Enrolling a tag: what a presented one may be used for, and how it comes to hang at a checkpoint. Nothing gives way
// that the person did not say yes to.
import type { Checkpoint, Tag } from '../contracts/checkpoint.ts'
import { isRefusal, refuse, type Refusal } from '../contracts/refusal.ts'
import type { Locale } from '../contracts/scalars.ts'
import type { TagBinding, TagReadRefusal } from '../contracts/tag-read.ts'
import { revise } from './revision.ts'

/** The number that a phone's reader sees of a tag with a fixed UID; others (random ones of 4 bytes) say nothing. */
const fixedUid = /^[0-9A-F]{14}$/

/** A signed read that was presented, with what is known of it. */
export type PresentedRead = {
  uid: string
  /** What the phone's own reader saw, upper-case hex; null when it saw nothing. */
  serial: string | null
  /** Who used up this very read: by a tap, or by presenting it before. Null: nobody. */
  spent: { how: 'tap' | 'presented'; by: string | null } | null
  by: string
}

/** Why a genuine read is no use; null when it is. Presented again by the same person it is the same. */
export function faultOfRead({ uid, serial, spent, by }: PresentedRead): TagReadRefusal | null {
  if (serial !== null && fixedUid.test(serial) && serial !== uid) return 'copied_url'
  return spent && (spent.how === 'tap' || spent.by !== by) ? 'replayed' : null
}

/** Why a UID alone cannot be enrolled; `holder` is the checkpoint at which it hangs. Null when it can. */
export const faultOfUid = (uid: string, holder: Pick<Checkpoint, 'tag'> | null): TagReadRefusal | null =>
  !fixedUid.test(uid) ? 'uid_length' : holder?.tag?.type === 'ntag424' ? 'signed_tag_needs_signature' : null

export type Enrolled = {
  next: Checkpoint
  /** The checkpoint that loses the tag. */
  freed: Checkpoint | null
  /** The tag's keys are its own, and move along with it. */
  keepsKeys: boolean
}

/**
 * Hangs a tag at `checkpoint`; `holder` is where it hangs now. Refused: `tag_kept` (another tag hangs here),
 * `tag_elsewhere` and `tag_kept_elsewhere` (both) until `replace` says that they give way, and `stale_version`.
 */
export function enrol(
  checkpoint: Checkpoint,
  holder: Checkpoint | null,
  { uid, batch, replace, version }: TagBinding,
  locale: Locale,
): Enrolled | Refusal {
  const [tag, other] = [tagOf(uid.toUpperCase(), batch, holder), holder?.id === checkpoint.id ? null : holder]
  const kept = checkpoint.tag?.uid === tag.uid ? null : checkpoint.tag
  if (!replace && (kept ?? other)) return givesWay(kept, other?.name[locale] ?? null)
  const next = revise(checkpoint, { tag, ...(version !== undefined && { version }) })
  if (isRefusal(next)) return next
  const freed = other && (revise(other, { tag: null }) as Checkpoint)
  return { next, freed, keepsKeys: tag === holder?.tag }
}

/** Everything that would give way is in the one sentence that the person says yes to. */
function givesWay(kept: Tag | null, name: string | null): Refusal {
  if (kept && name !== null) return refuse('tag_kept_elsewhere', { uid: kept.uid, name })
  return kept ? refuse('tag_kept', { uid: kept.uid }) : refuse('tag_elsewhere', { name: name ?? '' })
}

/** What is known of a tag is not forgotten because only its UID was read this time. */
const tagOf = (uid: string, batch: string | undefined, holder: Checkpoint | null): Tag =>
  batch !== undefined
    ? { type: 'ntag424', uid, batch }
    : holder?.tag?.type === 'ntag424'
      ? holder.tag
      : { type: 'uid', uid }
