// What a notice may say and where it leads. The words themselves stand in core/texts/notice.ts.
import type { Channel } from '../contracts/channel.ts'
import type { Climb } from '../contracts/ladder.ts'

/** Whether names and numbers of people may stand in a message: to the person alone always, to a group if it is allowed. */
export const mayNamePeople = (channel: Pick<Channel, 'personal'>, to: unknown): boolean =>
  to !== null || channel.personal

/** The page that a notice opens. `base`: the address of the house, without a slash at its end. */
export const linkTo = (of: Climb['of'], base: string): string => `${base}/${of.type}s/${of.id}`
