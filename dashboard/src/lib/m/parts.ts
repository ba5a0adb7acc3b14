// The parts of the phone app, by who works with them: a guard walks rounds; what other trades do on a phone adds a line.
import type { Role } from '#core/contracts/user.ts'
import { permissions } from '#core/domain/permission.ts'
import type { TextKey } from '#core/texts/texts.ts'

/** `icon`: strokes on a 24 × 24 grid. `roles`: whose part it is; null is everybody's. */
export type Part = { path: string; words: TextKey; icon: string; roles: readonly Role[] | null }

const parts: readonly Part[] = [
  {
    path: '/m/tickets',
    words: 'm.part.tickets',
    icon: 'M15.5 4.500a4.500 4.500 0 0 0-5.800 5.800L4 16v4h4l5.700-5.700a4.500 4.500 0 0 0 5.800-5.800L16.500 11.500 12.500 7.500z',
    roles: ['technician'],
  },
  {
    path: '/m',
    words: 'm.part.round',
    icon: 'M5 6.5h9.5a3.5 3.5 0 0 1 0 7H9a3.5 3.5 0 0 0 0 7h10',
    roles: null,
  },
  {
    path: '/m/enrol',
    words: 'm.part.enrol',
    icon: 'M4 4h7l9 9-7 7-9-9zM8.500 8.500h.01M17 3v5M14.500 5.500h5',
    roles: permissions['patrol.manage'],
  },
  {
    path: '/m/me',
    words: 'm.me',
    icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1.2-3.600 4-5.500 7.500-5.500s6.300 1.900 7.500 5.500',
    roles: null,
  },
]

/** The parts that a role sees, in their order. */
export const partsOf = (role: Role | undefined): Part[] =>
  parts.filter(({ roles }) => roles === null || (role !== undefined && roles.includes(role)))

/** The first page of the phone's part for those who work with it; null for those who sit at a desk. */
export const homeOf = (role: Role | undefined): string | null =>
  role === 'guard' ? '/m' : role === 'technician' ? '/m/tickets' : null
