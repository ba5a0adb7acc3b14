// What the auditor calls stuck, and what it does not.
import { expect, test } from 'vitest'
import type { Incident } from '../contracts/incident.ts'
import { iso } from '../contracts/instant.ts'
import type { Climb } from '../contracts/ladder.ts'
import type { Ticket } from '../contracts/ticket.ts'
import { stuckLadders } from './ladder-audit.ts'

const now = Date.parse('2026-11-23T06:00:00.000Z')
const fire = (set: Partial<Incident> = {}): Incident =>
  ({
    ...{ id: 'i-1', site: 'hq', priority: 1, active: true, acknowledged: false, historic: false, lifeSafety: false },
    ...{ closedAt: null, shelvedUntil: null, ...set },
  }) as Incident
const climb = (set: Partial<Climb>): Climb => ({ state: 'climbing', nextAt: iso(now + 1000), ...set }) as Climb
const why = (thing: Incident | Ticket, on: Climb | null) => stuckLadders([{ thing, climb: on }], now)[0]?.why ?? null

test.each([
  ['no ladder at all', null, 'none'],
  ['a step to come', climb({}), null],
  ['a step that is due now', climb({ nextAt: iso(now - 60_000) }), null],
  ['a step that was forgotten', climb({ nextAt: iso(now - 121_000) }), 'late'],
  ['no time for the next step', climb({ nextAt: null }), 'no_step'],
  ['stopped although nobody took it', climb({ state: 'stopped', nextAt: null }), 'no_step'],
  ['come to the telephone', climb({ state: 'done', nextAt: null }), null],
])('%s', (_words, on, found) => expect(why(fire(), on)).toBe(found))

test.each([{ acknowledged: true }, { active: false }, { historic: true }, { shelvedUntil: iso(now + 60_000) }])(
  'nobody needs to be told of %j',
  (set) => expect(why(fire(set), null)).toBeNull(),
)

test('a ticket counts until somebody has accepted it', () => {
  const ticket = (state: Ticket['state']) => ({ id: 't-1', site: 'hq', state }) as Ticket
  expect(stuckLadders([{ thing: ticket('dispatched'), climb: null }], now)).toEqual([
    { of: { type: 'ticket', id: 't-1' }, site: 'hq', why: 'none' },
  ])
  expect(why(ticket('accepted'), null)).toBeNull()
})
