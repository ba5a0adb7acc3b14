// Dark or light. The wall is always dark (a control room at night); everything else follows the person's choice, else
// the system's.
import { store, stored } from './stored.ts'

export type ThemeChoice = 'system' | 'dark' | 'light'

const known = (word: string | null): ThemeChoice => (word === 'dark' || word === 'light' ? word : 'system')
let choice = $state<ThemeChoice>(known(stored('theme')))
let wallChoice = $state<ThemeChoice>(known(stored('wall-theme')))
let systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => (systemDark = event.matches))

export const theme = {
  get choice(): ThemeChoice {
    return choice
  },
  /** What is shown on a page: `wall` is dark unless this screen was told otherwise. */
  shown(wall: boolean): 'dark' | 'light' {
    if (wall) return wallChoice === 'light' ? 'light' : 'dark'
    return choice === 'system' ? (systemDark ? 'dark' : 'light') : choice
  },
  /** Remembers a choice for this screen; for the wall apart from the rest. */
  choose(next: ThemeChoice, wall = false): void {
    if (wall) wallChoice = next
    else choice = next
    store(wall ? 'wall-theme' : 'theme', next)
  },
}
