// Which buttons a finding shows, and to whom.
import { describe, expect, it } from 'vitest'
import { may } from '#core/domain/permission.ts'
import type { Role } from '#core/contracts/user.ts'
import { deedsOf } from './deeds.ts'

const deeds = (state: 'open' | 'fixed' | 'closed', role: Role, me = 'li', ticket: string | null = null) =>
  deedsOf({ state, ticket, fixedBy: 'wang' }, me, (permission) => may(role, permission))

describe('the buttons of a finding', () => {
  it('let the desk assign, settle and open one ticket', () => {
    expect(deeds('open', 'operator')).toEqual(['assign', 'fix', 'ticket', 'dismiss', 'comment'])
    expect(deeds('open', 'operator', 'li', 'k-1')).not.toContain('ticket')
  })
  it('let a technician say that it is put right, and a guard comment', () => {
    expect(deeds('open', 'technician')).toEqual(['fix', 'comment'])
    expect(deeds('open', 'guard')).toEqual(['comment'])
  })
  it('let somebody else than who put it right look again', () => {
    expect(deeds('fixed', 'operator')).toContain('recheck')
    expect(deeds('fixed', 'operator', 'wang')).not.toContain('recheck')
    expect(deeds('closed', 'operator')).toEqual(['comment'])
  })
})
