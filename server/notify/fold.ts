// Which letter leaves next: a notice by itself while there is room, else a digest that names everything it carries. Only
// what was never tried is folded: what may have arrived keeps its own key.
import type { Notice } from '../../core/contracts/notice.ts'
import type { Locale, Priority } from '../../core/contracts/scalars.ts'
import { text } from '../../core/texts/texts.ts'
import { noticeId } from '../store/notice.ts'
import { sha256 } from '../store/sha256.ts'

export type Letter = { notice: Notice; folds: readonly Notice[] }

export type Room = {
  /** How many messages may leave now. */
  free: number
  /** More than so many of one lane are folded, whatever the provider allows. */
  most: number
  mostBytes: number
  /** The address of the house, without a slash at its end. */
  base: string
}

const marks: Record<Priority, string> = { 1: '■', 2: '▲', 3: '◆', 4: '●' }
const digestPrefix = 'digest:'
const bytes = (text: string): number => Buffer.byteLength(text)

/** The next letter of what is due, most urgent and oldest first; null when nothing may leave. */
export function nextLetter(due: readonly Notice[], room: Room, at: string): Letter | null {
  const [first] = due
  if (!first || room.free < 1) return null
  const alone = Math.max(1, Math.min(Math.floor(room.free / 2), room.most))
  const companions = foldable(first) ? due.filter((notice) => foldable(notice) && goesWith(first, notice)) : []
  if (due.length <= alone || companions.length < 2) return { notice: first, folds: [] }
  return digestOf(companions, room, at)
}

const foldable = ({ attempts, key }: Notice): boolean => attempts === 0 && !key.startsWith(digestPrefix)
const goesWith = (one: Notice, other: Notice): boolean => one.to === other.to && one.locale === other.locale

/** One line of a digest: the title, with as much of the text as there is room for. */
function lineOf(notice: Notice, most: number): string {
  const more = most > 60 ? ` · ${notice.text.replace(/\s+/g, ' ')}` : ''
  const words = [...`${marks[notice.priority]} ${notice.title}${more}`]
  return words.length > most ? `${words.slice(0, most - 1).join('')}…` : words.join('')
}

/** As many as fit, with all their words if all fit so. What does not fit goes with the next digest. */
function digestOf(notices: readonly Notice[], room: Room, at: string): Letter {
  const most = room.mostBytes - 400
  const whole = notices.map((notice) => lineOf(notice, 140))
  const lines = bytes(whole.join('\n')) <= most ? whole : notices.map((notice) => lineOf(notice, 48))
  let size = 0
  const fits = lines.findIndex((line) => (size += bytes(line) + 1) > most)
  const count = fits === -1 ? notices.length : Math.max(1, fits)
  const folds = notices.slice(0, count)
  return { notice: digest(folds, lines.slice(0, count), room.base, at), folds }
}

function digest(folds: readonly Notice[], lines: readonly string[], base: string, at: string): Notice {
  const first = folds[0]!
  const key = `${digestPrefix}${sha256(folds.map(({ key }) => key).join('\n')).slice(0, 32)}`
  const site = folds.every((notice) => notice.site === first.site) ? first.site : null
  return {
    ...{ ...first, id: noticeId(key), key, site, about: null, priority: first.priority, createdAt: at },
    ...{ title: titleOf(first.locale, folds.length), text: lines.join('\n'), link: `${base}/incidents` },
  }
}

const titleOf = (locale: Locale, count: number): string => text(locale, 'notice.digest', { count })
