import { expect, test } from 'vitest'
import { shippedRules } from '#core/kinds/shipped.ts'
import { askedOf } from './asked-of.ts'

const of = (id: string) => askedOf(shippedRules.find((rule) => rule.id === id)!)

test.each([
  ['pump-low-pressure', 'device'],
  ['fire-alarm', 'point'],
  ['fire-mains-lost', 'device'],
  ['key-checkpoint-missed', 'checkpoint'],
  ['guard-lost', 'user'],
  ['clock-wrong', 'device'],
  ['finding-overdue', null],
])('%s is asked of a %s', (id, subject) => expect(of(id)).toBe(subject))

test('a point is found however deep its event stands', () => {
  const scope = { subject: 'device' as const }
  const when = { any: [{ silent: 2 }, { not: { event: 'alarm', by: 'point' as const } }] }
  expect(askedOf({ scope, when })).toBe('point')
})
