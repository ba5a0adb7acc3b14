// What the incident list shows and in which order. Pure; the page draws the answers.
import type { Device } from '#core/contracts/device.ts'
import type { Incident } from '#core/contracts/incident.ts'
import { foldIncidents } from '#core/domain/flood.ts'
import { byUrgency, isWaiting } from '#lib/incidents.ts'

export const tabs = ['open', 'unacknowledged', 'shelved', 'closed'] as const
export type Tab = (typeof tabs)[number]

/** Empty words do not narrow. `words` must all be found, in any order, in what is known of the incident. */
export type Filter = { words: string; priority: string; building: string }

/** Whether an open incident belongs under a tab; closed ones come from the records. */
export function isUnder(tab: Tab, incident: Incident): boolean {
  if (tab === 'shelved') return incident.shelvedUntil !== null
  if (tab === 'unacknowledged') return isWaiting(incident)
  return tab === 'open' && incident.shelvedUntil === null
}

/** @param known what a search looks into: names, place, ids */
export function fits(incident: Incident, filter: Filter, building: string | null, known: string): boolean {
  if (filter.priority && String(incident.priority) !== filter.priority) return false
  if (filter.building && building !== filter.building) return false
  if (!filter.words.trim()) return true
  const text = known.toLowerCase()
  return filter.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** `depth` 1: folded under the first-out incident above it. */
export type Row = { incident: Incident; folded: number; isUnfolded: boolean; depth: 0 | 1 }

/** One row each; most urgent first. */
export const plainRows = (incidents: readonly Incident[]): Row[] =>
  incidents.toSorted(byUrgency).map((incident) => ({ incident, folded: 0, isUnfolded: false, depth: 0 }))

/** First-out groups, by the most urgent incident in each; those in `unfolded` (by first incident) show all they hold. */
export function foldedRows(
  incidents: readonly Incident[],
  devices: ReadonlyMap<string, Pick<Device, 'parent' | 'group'>>,
  unfolded: ReadonlySet<string>,
): Row[] {
  const groups = foldIncidents(incidents, devices).map(({ first, folded }) => ({
    first,
    folded: folded.toSorted(byUrgency),
    worst: [first, ...folded].toSorted(byUrgency)[0] ?? first,
  }))
  return groups
    .toSorted((a, b) => byUrgency(a.worst, b.worst))
    .flatMap(({ first, folded }) => {
      const isUnfolded = unfolded.has(first.id)
      const head: Row = { incident: first, folded: folded.length, isUnfolded, depth: 0 }
      const rest = isUnfolded ? folded : []
      return [head, ...rest.map((incident): Row => ({ incident, folded: 0, isUnfolded: false, depth: 1 }))]
    })
}

/**
 * The order that stays while somebody works in the list: rows do not move under the hand. Those that came since wait
 * aside, except priority 1 and life safety, which go on top at once. What folds under a row stays with it.
 * @param kept ids in the order in which they stand; null when nobody works in the list
 */
export function keepOrder(rows: readonly Row[], kept: readonly string[] | null): { shown: Row[]; aside: Row[] } {
  if (kept === null) return { shown: [...rows], aside: [] }
  const places = new Map(kept.map((id, i) => [id, i]))
  const placeOf = ({ head }: Group) => places.get(head.incident.id) ?? null
  const groups = groupsOf(rows)
  const fresh = groups.filter((group) => placeOf(group) === null)
  const known = groups
    .filter((group) => placeOf(group) !== null)
    .toSorted((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0))
  const rowsOf = ({ head, rest }: Group): Row[] => {
    const place = (row: Row) => places.get(row.incident.id) ?? Infinity
    return [head, ...rest.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))]
  }
  return {
    shown: [...fresh.filter(mayNotWait), ...known].flatMap(rowsOf),
    aside: fresh.filter((group) => !mayNotWait(group)).flatMap(rowsOf),
  }
}

type Group = { head: Row; rest: Row[] }

function groupsOf(rows: readonly Row[]): Group[] {
  const groups: Group[] = []
  for (const row of rows) {
    if (row.depth === 1) groups.at(-1)?.rest.push(row)
    else groups.push({ head: row, rest: [] })
  }
  return groups
}

const mayNotWait = ({ head, rest }: Group): boolean =>
  [head, ...rest].some(({ incident }) => incident.priority === 1 || incident.lifeSafety)

/** What one press may take together: waiting, shown, and neither critical nor life safety. */
export const takenTogether = (rows: readonly Row[]): Incident[] =>
  rows.map((row) => row.incident).filter((it) => isWaiting(it) && it.priority !== 1 && !it.lifeSafety)
