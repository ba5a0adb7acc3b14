// Of what a rule can be asked why it stands as it does: of a device, one point of a panel, a checkpoint or a person.
import type { Condition, Rule } from '#core/contracts/rule.ts'

export type AskedOf = 'device' | 'point' | 'checkpoint' | 'user'

const subjects: Record<Rule['scope']['subject'], AskedOf | null> = {
  ...{ device: 'device', checkpoint: 'checkpoint', user: 'user' },
  // What goes wrong with the system itself goes wrong with one of its devices.
  ...{ system: 'device', round: null, finding: null, ticket: null },
}

/** Null when its subjects stand in no list here. */
export function askedOf({ scope, when }: Pick<Rule, 'scope' | 'when'>): AskedOf | null {
  const of = subjects[scope.subject]
  return of === 'device' && hasPoints(when) ? 'point' : of
}

function hasPoints(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(hasPoints)
  if ('any' in condition) return condition.any.some(hasPoints)
  if ('not' in condition) return hasPoints(condition.not)
  return 'event' in condition && condition.by === 'point'
}
