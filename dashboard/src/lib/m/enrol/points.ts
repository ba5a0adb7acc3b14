// Choosing a checkpoint for a tag, and what a read tag means for the chosen one. Nothing is asked of the server here.
import type { Checkpoint } from '#core/contracts/checkpoint.ts'
import type { TagRead } from '#core/contracts/tag-read.ts'

const plain = (text: string): string => text.replace(/[\s:-]/g, '').toLowerCase()

/** The checkpoints whose name, id, code or tag holds what was typed; all when nothing was. */
export function found(points: readonly Checkpoint[], typed: string): Checkpoint[] {
  const words = plain(typed)
  const said = ({ id, name, code, tag }: Checkpoint) => [id, name['zh-CN'], name.en, code, tag?.uid ?? '']
  return points.filter((point) => said(point).some((text) => plain(text).includes(words)))
}

/** Those that wait for a tag, and those that have one. */
export const byNeed = (points: readonly Checkpoint[]): { without: Checkpoint[]; tagged: Checkpoint[] } => ({
  without: points.filter(({ tag }) => tag === null),
  tagged: points.filter(({ tag }) => tag !== null),
})

/** Where a good tag hangs, seen from a checkpoint. */
export const standing = ({ checkpoint }: TagRead, point: Pick<Checkpoint, 'id'>): 'free' | 'here' | 'elsewhere' =>
  checkpoint === null ? 'free' : checkpoint.id === point.id ? 'here' : 'elsewhere'

/** What the second read of a tag that was just hung shows; a refused one is worded by its reason. */
export function trial(first: TagRead, second: TagRead, point: Pick<Checkpoint, 'id'>): Trial {
  if (second.reason !== null) return 'refused'
  if (second.uid !== first.uid || second.checkpoint?.id !== point.id) return 'other_tag'
  return second.counter !== null && second.counter === first.counter ? 'same_read' : 'works'
}
export type Trial = 'works' | 'same_read' | 'other_tag' | 'refused'
