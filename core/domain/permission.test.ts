// The whole role × permission matrix, written out a second time by hand. A change of who may what must be made twice.
import { describe, expect, test } from 'vitest'
import { Role } from '../contracts/user.ts'
import { may, permissions, permissionsOf, sees, type Permission } from './permission.ts'

/** One column a role, in the order of the roles: viewer, guard, technician, operator, supervisor, admin. */
const matrix: Record<Permission, string> = {
  //                    V G T O S A
  'estate.read': '      x x x x x x',
  'tap.read': '         . x x x x x',
  'trail.read': '       . . . x x x',
  'tap.record': '       . x x x x x',
  'incident.act': '     . . . x x x',
  'person.call': '      . . . x x x',
  'incident.comment': ' . x x x x x',
  'ticket.create': '    . x x x x x',
  'ticket.dispatch': '  . . . x x x',
  'ticket.work': '      . . x x x x',
  'ticket.verify': '    . . . x x x',
  'ticket.override': '  . . . . x x',
  'ticket.cancel': '    . . . x x x',
  'ticket.rate': '      . x x x x x',
  'vendor.manage': '    . . . . x x',
  'policy.manage': '    . . . . x x',
  'finding.read': '     . x x x x x',
  'finding.act': '      . . . x x x',
  'finding.fix': '      . . x x x x',
  'round.start': '      . . . x x x',
  'notice.read': '      . . . x x x',
  'notice.retry': '     . . . x x x',
  'channel.read': '     . . . x x x',
  'channel.manage': '   . . . . . x',
  'device.service': '   . . . x x x',
  'device.command': '   . . x x x x',
  'lockout.override': ' . . . . . x',
  'device.manage': '    . . . . . x',
  'site.manage': '      . . . . . x',
  'kind.manage': '      . . . . . x',
  'rule.read': '        x x x x x x',
  'rule.manage': '      . . . . x x',
  'patrol.manage': '    . . . . x x',
  'shift.manage': '     . . . . x x',
  'ladder.read': '      . . . x x x',
  'ladder.manage': '    . . . . x x',
  'diagnostics.read': ' . . . x x x',
  'user.read': '        . . . . x x',
  'user.manage': '      . . . . . x',
  'token.manage': '     . . . . . x',
  'audit.read': '       . . . . x x',
  'simulator.run': '    . . . x x x',
  'session.own': '      x x x x x x',
}
const cells = Object.entries(matrix).flatMap(([permission, row]) =>
  row
    .trim()
    .split(' ')
    .map((cell, n) => ({ permission: permission as Permission, role: Role.options[n] as Role, allowed: cell === 'x' })),
)

test('every role has a cell for every permission', () => {
  expect(Object.keys(matrix)).toEqual(Object.keys(permissions))
  expect(cells).toHaveLength(Object.keys(permissions).length * Role.options.length)
})

test.each(cells)('$role, $permission: $allowed', ({ role, permission, allowed }) => {
  expect(may(role, permission)).toBe(allowed)
  expect(permissionsOf(role).includes(permission)).toBe(allowed)
})

describe('scope', () => {
  test('null sees every site, a list only its own, and what has no site is everybody’s', () => {
    expect(sees({ sites: null }, 'hq')).toBe(true)
    expect(sees({ sites: ['hq'] }, 'hq')).toBe(true)
    expect(sees({ sites: ['hq'] }, 'north')).toBe(false)
    expect(sees({ sites: [] }, 'hq')).toBe(false)
    expect(sees({ sites: [] }, null)).toBe(true)
  })
})
