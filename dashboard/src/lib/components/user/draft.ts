// A person as the form holds him, and back to what the server takes. Pure.
import type { Skill, User } from '#core/contracts/user.ts'
import { scopeDraft, sitesOf, type ScopeDraft } from './scope.ts'

export type SkillDraft = { key: number; id: string; certificate: string; expiresAt: string }
export type UserDraft = ScopeDraft & {
  username: string
  name: string
  role: string
  locale: User['locale']
  phone: string
  email: string
  /** Empty for the house's own. */
  vendor: string
  notify: string[]
  skills: SkillDraft[]
  badge: string
  enabled: boolean
  /** Empty leaves the present one. */
  password: string
}
/** So many channels can be put in order; the rest follow by themselves. */
export const choices = 3
const day = 86_400_000

let keys = 0
export const blankSkill = (): SkillDraft => ({ key: keys++, id: '', certificate: '', expiresAt: '' })
export const skillDrafts = (user: User | null): SkillDraft[] =>
  (user?.skills ?? []).map(({ id, certificate = '', expiresAt = '' }) => ({
    ...blankSkill(),
    id,
    certificate,
    expiresAt,
  }))

/** The skills that were named; an empty line is none. */
export const skillsOf = (drafts: readonly SkillDraft[]): Skill[] =>
  drafts
    .filter(({ id }) => id.trim() !== '')
    .map(({ id, certificate, expiresAt }) => ({
      id: id.trim(),
      ...(certificate.trim() && { certificate: certificate.trim() }),
      ...(expiresAt && { expiresAt }),
    }))

/** The channels in order, each once, without gaps. */
export const notifyOf = (chosen: readonly string[]): string[] => [...new Set(chosen.filter((id) => id !== ''))]
/** The order as the form has it, with places left empty. */
export const notifyDraft = (user: User | null): string[] =>
  Array.from({ length: choices }, (_, n) => user?.notify[n] ?? '')

/** The form of a person; a new one is an operator of every site. */
export const draftOf = (user: User | null): UserDraft => ({
  ...{ username: user?.username ?? '', name: user?.name ?? '', role: user?.role ?? 'operator' },
  ...scopeDraft(user?.sites ?? null),
  ...{ locale: user?.locale ?? 'zh-CN', phone: user?.phone ?? '', email: user?.email ?? '' },
  ...{ vendor: user?.vendor ?? '', notify: notifyDraft(user), skills: skillDrafts(user) },
  ...{ badge: user?.badge ?? '', enabled: user?.enabled ?? true, password: '' },
})

/** What a new person and a changed one have in common. */
export const bodyOf = (draft: UserDraft) => ({
  ...{ name: draft.name.trim(), role: draft.role as User['role'], sites: sitesOf(draft), locale: draft.locale },
  ...{ phone: draft.phone.trim() || null, email: draft.email.trim() || null, notify: notifyOf(draft.notify) },
  ...{ badge: draft.badge.trim() || null, vendor: draft.vendor || null, skills: skillsOf(draft.skills) },
  enabled: draft.enabled,
})

/** Certificates that have run out or will within 30 days; the last day counts whole. `today`: `YYYY-MM-DD`. */
export function expiring(skills: readonly Skill[], today: string): { skill: string; on: string; over: boolean }[] {
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * day).toISOString().slice(0, 10)
  return skills
    .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= soon)
    .map(({ id, expiresAt = '' }) => ({ skill: id, on: expiresAt, over: expiresAt < today }))
}
