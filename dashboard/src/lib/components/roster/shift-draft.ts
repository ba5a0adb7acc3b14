// A shift as its form holds it, and back to what the server takes. Pure.
import type { Name } from '#core/contracts/scalars.ts'
import type { Need, Shift } from '#core/contracts/shift.ts'
import type { Role } from '#core/contracts/user.ts'

export type NeedDraft = { key: number; role: string; people: string; skill: string; post: Name }
export type ShiftDraft = {
  id: string
  name: Name
  start: string
  end: string
  days: number[]
  people: string[]
  needs: NeedDraft[]
}

let keys = 0
export const blankNeed = (): NeedDraft => ({
  ...{ key: keys++, role: 'operator', people: '1', skill: '', post: { 'zh-CN': '', en: '' } },
})
const needDraft = ({ role, people, skill, post }: Need): NeedDraft => ({
  ...{ ...blankNeed(), role, people: String(people), skill: skill ?? '' },
  ...(post && { post: { ...post } }),
})

/** The form of a shift; a new one is a day shift of every day. */
export const draftOf = (shift: Shift | null): ShiftDraft => ({
  ...{ id: shift?.id ?? '', start: shift?.start ?? '08:00', end: shift?.end ?? '20:00' },
  name: shift ? { ...shift.name } : { 'zh-CN': '', en: '' },
  ...{ days: [...(shift?.days ?? [1, 2, 3, 4, 5, 6, 7])], people: [...(shift?.people ?? [])] },
  needs: (shift?.needs ?? []).map(needDraft),
})

function needOf({ role, people, skill, post }: NeedDraft): Need {
  const [chinese, english] = [post['zh-CN'].trim(), post.en.trim()]
  return {
    ...{ role: role as Role, people: Number(people) },
    ...(skill.trim() && { skill: skill.trim() }),
    ...((chinese || english) && { post: { 'zh-CN': chinese || english, en: english || chinese } }),
  }
}

/** What a new shift and a changed one have in common. */
export const bodyOf = ({ start, end, days, people, needs }: ShiftDraft, name: Name) => ({
  ...{ name, start, end, days: days.toSorted((a, b) => a - b), people: [...people] },
  needs: needs.map(needOf),
})
