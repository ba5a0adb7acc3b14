// Whom work can be given to: who is on duty now first, then everybody else, by name.
import { dutyAt } from '#core/domain/schedule.ts'
import { clock } from '#lib/clock.svelte.ts'
import { estate } from '#lib/estate.svelte.ts'
import { t } from '#lib/locale.svelte.ts'
import { place } from '#lib/place.svelte.ts'

/** Everybody, as options of a select in two groups. */
export function peopleToChoose(): { value: string; words: string; group: string }[] {
  const shifts = [...estate.shifts.values()].filter((shift) => shift.site === place.site?.id)
  const onDuty = new Set(dutyAt(shifts, place.timezone, clock.exact()).flatMap(({ shift }) => shift.people))
  const people = [...estate.people].map(([value, words]) => ({
    value,
    words,
    group: onDuty.has(value) ? t('ticket.on_duty') : t('ticket.others'),
  }))
  return people.toSorted(
    (a, b) => Number(onDuty.has(b.value)) - Number(onDuty.has(a.value)) || a.words.localeCompare(b.words),
  )
}
