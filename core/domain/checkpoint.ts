// A checkpoint's tag as everybody may see it.
import type { NewTag, Tag } from '../contracts/checkpoint.ts'

/** A tag without its keys, its UID in upper-case hex. */
export const shownTag = (tag: NewTag | null): Tag | null =>
  tag && {
    ...{ type: tag.type, uid: tag.uid.toUpperCase() },
    ...(tag.type === 'ntag424' && tag.batch !== undefined && { batch: tag.batch }),
  }
