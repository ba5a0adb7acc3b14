// A ladder as its form holds it, and back to what the server takes. The last step always phones. Pure.
import type { Audience, Ladder, LadderStep } from '#core/contracts/ladder.ts'
import type { Name, Priority } from '#core/contracts/scalars.ts'
import type { TicketType } from '#core/contracts/ticket.ts'
import type { Role } from '#core/contracts/user.ts'

export const audienceKinds = ['duty', 'role', 'user', 'assignee', 'channel'] as const
export type AudienceKind = (typeof audienceKinds)[number]

export type StepDraft = {
  /** Stays with the step while it is moved about. */
  key: number
  after: string
  does: LadderStep['does']
  kind: AudienceKind
  role: string
  skill: string
  user: string
  channel: string
  channels: string[]
  times: string
  every: string
  hasWindow: boolean
  start: string
  end: string
  days: number[]
  moreThan: string
}
export type LadderDraft = {
  id: string
  site: string
  name: Name
  priorities: Priority[]
  tickets: string[]
  /** Empty: never. */
  resumeAfter: string
  enabled: boolean
  steps: StepDraft[]
}

let keys = 0
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const blankStep = (): StepDraft => ({
  ...{ key: keys++, after: '5m', does: 'notify', kind: 'duty', role: 'operator', skill: '', user: '', channel: '' },
  ...{ channels: [], times: '0', every: '2m', hasWindow: false, start: '08:00', end: '20:00', days: everyDay },
  moreThan: '',
})

function audienceDraft(who: Audience): Partial<StepDraft> {
  if ('duty' in who) return { kind: 'duty', role: who.duty, skill: who.skill ?? '' }
  if ('role' in who) return { kind: 'role', role: who.role }
  if ('user' in who) return { kind: 'user', user: who.user }
  return 'channel' in who ? { kind: 'channel', channel: who.channel } : { kind: 'assignee' }
}

const stepDraft = ({ after, does, who, channels, repeat, window, onlyIfMoreThan }: LadderStep): StepDraft => ({
  ...{ ...blankStep(), after, does, ...audienceDraft(who), channels: [...channels] },
  ...(repeat && { times: String(repeat.times), every: repeat.every }),
  ...(window && { hasWindow: true, start: window.start, end: window.end, days: [...window.days] }),
  moreThan: onlyIfMoreThan === null ? '' : String(onlyIfMoreThan),
})

/** The form of a ladder; a new one tells who is on duty, then has the supervisor phoned, and does not forget what was taken. */
export function draftOf(ladder: Ladder | null): LadderDraft {
  const phone: StepDraft = { ...blankStep(), after: '10m', does: 'phone', kind: 'role', role: 'supervisor' }
  return {
    ...{ id: ladder?.id ?? '', site: ladder?.site ?? '', enabled: ladder?.enabled ?? true },
    name: ladder ? { ...ladder.name } : { 'zh-CN': '', en: '' },
    ...{ priorities: [...(ladder?.priorities ?? [])], tickets: [...(ladder?.tickets ?? [])] },
    resumeAfter: ladder ? (ladder.resumeAfter ?? '') : '30m',
    steps: ladder ? ladder.steps.map(stepDraft) : [{ ...blankStep(), after: '0s' }, phone],
  }
}

function audienceOf({ kind, role, skill, user, channel }: StepDraft): Audience {
  switch (kind) {
    case 'duty':
      return { duty: role as Role, ...(skill.trim() && { skill: skill.trim() }) }
    case 'role':
      return { role: role as Role }
    case 'user':
      return { user }
    case 'channel':
      return { channel }
    default:
      return { assignee: true }
  }
}

const stepOf = (step: StepDraft): LadderStep => ({
  ...{ after: step.after.trim(), does: step.does, who: audienceOf(step), channels: [...step.channels] },
  repeat:
    step.does === 'notify' && Number(step.times) > 0 ? { times: Number(step.times), every: step.every.trim() } : null,
  window: step.hasWindow ? { start: step.start, end: step.end, days: [...step.days] } : null,
  onlyIfMoreThan: step.moreThan.trim() === '' ? null : Number(step.moreThan),
})

/** What a new ladder and a changed one have in common. */
export const bodyOf = (draft: LadderDraft, name: Name) => ({
  ...{ name, enabled: draft.enabled, priorities: [...draft.priorities], tickets: [...draft.tickets] as TicketType[] },
  ...{ resumeAfter: draft.resumeAfter.trim() || null, steps: draft.steps.map(stepOf) },
})

/** A new step stands before the last one, which stays the telephone. */
export const withStep = (steps: readonly StepDraft[]): StepDraft[] => [
  ...steps.slice(0, -1),
  blankStep(),
  ...steps.slice(-1),
]

/** The steps with one moved up (-1) or down (1); the last one stays where it is. */
export function movedStep(steps: readonly StepDraft[], index: number, by: -1 | 1): StepDraft[] {
  const [to, last] = [index + by, steps.length - 1]
  if (index === last || to < 0 || to >= last) return [...steps]
  const next = [...steps]
  ;[next[index], next[to]] = [next[to]!, next[index]!]
  return next
}
