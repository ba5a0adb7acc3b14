// The phone is dark at night, so that it blinds nobody on a dark stair; a person's own choice wins.
import { clock } from '#lib/clock.svelte.ts'
import { theme } from '#lib/theme.svelte.ts'
import { hourMinute } from '#lib/time.ts'
import { held } from './held.svelte.ts'

/** Whether an instant lies between dusk and dawn by the clock of a zone. */
export function isNight(at: number, timeZone: string): boolean {
  const time = hourMinute(at, timeZone)
  return time >= '18:30' || time < '06:30'
}

/** The theme of the phone's pages. */
export function phoneTheme(): 'dark' | 'light' {
  if (theme.choice !== 'system') return theme.choice
  const zone = held.sheet?.timezone
  return theme.shown(false) === 'dark' || (zone !== undefined && isNight(clock.now, zone)) ? 'dark' : 'light'
}
