// A checkpoint's tag as everybody may see it, and when it counts as another one.
import type { Checkpoint, NewTag, Tag } from '../contracts/checkpoint.ts'

/** A tag without its keys, its UID in upper-case hex. */
export const shownTag = (tag: NewTag | null): Tag | null =>
  tag && {
    ...{ type: tag.type, uid: tag.uid.toUpperCase() },
    ...(tag.type === 'ntag424' && tag.batch !== undefined && { batch: tag.batch }),
  }

/** What a change is measured against: a tag that comes with keys is always new, for keys cannot be compared. */
export const beforeTag = (before: Checkpoint, tag: NewTag | null | undefined): Checkpoint =>
  tag?.type === 'ntag424' && tag.fileKey !== undefined ? { ...before, tag: null } : before
