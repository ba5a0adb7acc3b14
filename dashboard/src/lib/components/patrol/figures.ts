// The figures behind an exception, in words: when it was due, limits, reason, sensor. What has no words stays out.
import type { PatrolException } from '#core/contracts/report.ts'
import { epoch } from '#core/contracts/instant.ts'
import { isTextKey } from '#core/texts/texts.ts'
import { estate } from '#lib/estate.svelte.ts'
import { named, t } from '#lib/locale.svelte.ts'
import { moment } from '#lib/words.ts'

const word = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const time = (value: unknown): string | null => {
  const at = word(value)
  return at === null ? null : moment(epoch(at))
}

type Data = PatrolException['data']
const limits = (leg: unknown): string[] => {
  const { min, max } = (leg ?? {}) as { min?: number; max?: number | null }
  if (min === undefined) return []
  return [max == null ? t('patrol.legs.min', { min }) : t('patrol.legs.limits', { min, max })]
}
const received = (data: Data): string[] =>
  word(data['receivedAt']) ? [t('report.received', { at: time(data['receivedAt']) })] : []

function ofTap(data: Data): string[] {
  const reason = `tap.reason.${String(data['reason'])}`
  const sensor = (data['sensor'] as { device?: string } | undefined)?.device ?? word(data['device'])
  const name = sensor === null ? null : (estate.devices.get(sensor)?.name ?? null)
  return [
    ...(isTextKey(reason) ? [t(reason)] : []),
    ...(name === null ? [] : [t('report.sensor', { device: named(name) })]),
    ...received(data),
  ]
}

/** One line; empty when there is nothing to say. */
export function figureWords({ type, data }: PatrolException): string {
  const words = [
    ...(type === 'missed' || type === 'unwatched' ? [t('report.deadline', { at: time(data['deadline']) })] : []),
    ...(type === 'late' || type === 'early' || type === 'late_synced'
      ? [t('report.window', { from: time(data['from']), until: time(data['until']) })]
      : []),
    ...limits(data['leg']),
    ...(typeof data['dwellSeconds'] === 'number' ? [t('exceptions.stay', { n: data['dwellSeconds'] })] : []),
    ...(word(data['clearedAt']) ? [t('report.back', { at: time(data['clearedAt']) })] : []),
    ...ofTap(data),
  ]
  if (type !== 'call_unanswered') return words.join(' · ')
  return word(data['answeredAt']) ? t('report.answered', { at: time(data['answeredAt']) }) : t('report.unanswered')
}
