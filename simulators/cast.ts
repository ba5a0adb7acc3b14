// Who plays in a scenario: the devices to which something happens, those that stand in for them, and those behind them.
import type { Estate } from './estate.ts'
import type { Scenario } from './scenario.ts'

/** The estate with no other devices than those of the scenario, so that it can run beside a fleet that is elsewhere. */
export function castOf({ steps, undo }: Scenario, estate: Estate): Estate {
  const named = new Set([...steps, ...undo].map(({ device }) => device))
  const groups = new Set(estate.devices.flatMap(({ id, group }) => (named.has(id) && group !== null ? [group] : [])))
  const devices = estate.devices.filter(
    ({ id, group, parent }) =>
      named.has(id) || (group !== null && groups.has(group)) || (parent !== null && named.has(parent)),
  )
  return { ...estate, devices }
}

/** Whether everybody to whom something happens is there. */
export function canPlay({ steps, undo }: Scenario, estate: Estate): boolean {
  const present = new Set(estate.devices.map(({ id }) => id))
  return [...steps, ...undo].every(({ device }) => present.has(device))
}
