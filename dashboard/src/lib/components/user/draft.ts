// What notices and dispatch need to know of a person, as the form holds it. Pure.
import type { Skill, User } from '#core/contracts/user.ts'

export type SkillDraft = { key: number; id: string; certificate: string; expiresAt: string }
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

/** Certificates that have run out or will within 30 days; the last day counts whole. `today`: `YYYY-MM-DD`. */
export function expiring(skills: readonly Skill[], today: string): { skill: string; on: string; over: boolean }[] {
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * day).toISOString().slice(0, 10)
  return skills
    .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= soon)
    .map(({ id, expiresAt = '' }) => ({ skill: id, on: expiresAt, over: expiresAt < today }))
}
