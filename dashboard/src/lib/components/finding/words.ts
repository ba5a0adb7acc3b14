// How a finding is called, and how its deadline stands.
import type { Finding } from '#core/contracts/finding.ts'
import { epoch } from '#core/contracts/instant.ts'
import { isUnsettled } from '#core/domain/finding.ts'
import { estate } from '#lib/estate.svelte.ts'
import { named, t } from '#lib/locale.svelte.ts'
import { span } from '#lib/words.ts'

/** Where it was seen: a checkpoint or a device; empty for the site as a whole. */
export function whereOf({ checkpoint, device }: Pick<Finding, 'checkpoint' | 'device'>): string {
  if (checkpoint !== null) return named(estate.checkpoints.get(checkpoint))
  return device === null ? '' : named(estate.devices.get(device)?.name)
}

/** What was seen, in one line. */
export const whatOf = ({ text, checkName }: Pick<Finding, 'text' | 'checkName'>): string =>
  text || (checkName ? named(checkName) : t('finding.unnamed'))

/** Place and thing. */
export function titleOf(finding: Finding): string {
  const [place, what] = [whereOf(finding), whatOf(finding)]
  return place ? t('finding.at_place', { place, what }) : what
}

/** How long until the deadline, or past it; null when nothing runs any more. */
export function dueWords(finding: Finding, now: number): string | null {
  if (!isUnsettled(finding) || finding.state === 'fixed') return null
  const left = epoch(finding.dueAt) - now
  return left < 0 ? t('findings.due.over', { time: span(-left) }) : t('findings.due.left', { time: span(left) })
}

/** Whether the deadline has passed and it is not put right. */
export const isLate = (finding: Finding, now: number): boolean =>
  (finding.state === 'open' || finding.state === 'assigned') && (finding.overdue || epoch(finding.dueAt) < now)
