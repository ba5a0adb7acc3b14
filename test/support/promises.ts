// What a scenario promises, held against the incidents that really followed. Used where time is virtual and where wires
// are real: the promises are the same.
import type { Incident } from '../../core/contracts/incident.ts'
import { offsetMs, type Expectation, type Scenario } from '../../simulators/scenario.ts'

/** What was seen: the incidents, the oldest first, and when the scenario began (epoch ms). */
export type Seen = { incidents: readonly Incident[]; startsAt: number }

/** The promises that were broken, each with all that was seen; empty when every one was kept. */
export const broken = ({ expect }: Scenario, seen: Seen): unknown[] =>
  expect.filter((promise) => !holds(promise, seen)).map((promise) => ({ promise, seen: gist(seen) }))

/**
 * Incidents that sound (priority 1 and 2) and that nobody promised. Tickets that breach are left out: nobody works during
 * a scenario, so that every limit is passed in its time.
 */
export function surplus({ expect }: Scenario, { incidents, startsAt }: Seen): ReturnType<typeof gist> {
  const promised = expect.filter(({ incident }) => incident === 'open')
  const unexpected = incidents.filter(
    (incident) =>
      incident.priority <= 2 &&
      incident.subject.type !== 'ticket' &&
      !promised.some((promise) => isOf(promise, incident)),
  )
  return gist({ incidents: unexpected, startsAt })
}

/** What a person would say of the incidents: which, when (seconds from the start), for how long, how often. */
export const gist = ({ incidents, startsAt }: Seen) =>
  incidents.map(({ rule, subject, priority, openedAt, clearedAt, trips, active }) => ({
    what: `${rule} ${subject.id} P${priority}`,
    opened: (Date.parse(openedAt) - startsAt) / 1000,
    cleared: clearedAt === null ? null : (Date.parse(clearedAt) - startsAt) / 1000,
    ...{ trips, active },
  }))

const isOf = ({ rule, subject }: Expectation, incident: Incident): boolean =>
  incident.rule === rule && incident.subject.id === subject

function holds(promise: Expectation, { incidents, startsAt }: Seen): boolean {
  const [from, until] = [startsAt + offsetMs(promise.between[0]), startsAt + offsetMs(promise.between[1])]
  const inside = (time: string | null): boolean =>
    time !== null && Date.parse(time) >= from && Date.parse(time) <= until
  const own = incidents.filter((incident) => isOf(promise, incident))
  switch (promise.incident) {
    case 'open':
      return inside(own[0]?.openedAt ?? null)
    case 'cleared':
      return own.some(({ clearedAt }) => inside(clearedAt))
    case 'none':
      return own.every(
        ({ openedAt, clearedAt }) =>
          Date.parse(openedAt) > until || (clearedAt !== null && Date.parse(clearedAt) < from),
      )
  }
}
