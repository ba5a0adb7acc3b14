// Skills and channels of a person, from the form and back.
import { expect, it } from 'vitest'
import { User } from '#core/contracts/user.ts'
import { blankSkill, expiring, notifyDraft, notifyOf, skillDrafts, skillsOf } from './draft.ts'

const zhao = User.parse({
  ...{ username: 'zhao', name: '赵工', role: 'technician', notify: ['push', 'mail'] },
  skills: [{ id: 'electrical', certificate: 'T-1', expiresAt: '2026-12-01' }, { id: 'lift' }],
})

it('keeps skills as they are and leaves empty lines out', () => {
  expect(skillsOf([...skillDrafts(zhao), blankSkill()])).toEqual(zhao.skills)
  expect(User.shape.skills.parse(skillsOf(skillDrafts(zhao)))).toEqual(zhao.skills)
})
it('puts channels in order, each once', () => {
  expect(notifyDraft(zhao)).toEqual(['push', 'mail', ''])
  expect(notifyOf(['', 'mail', 'mail'])).toEqual(['mail'])
})
it('says which certificates run out, the last day included', () => {
  expect(expiring(zhao.skills, '2026-12-01')).toEqual([{ skill: 'electrical', on: '2026-12-01', over: false }])
  expect(expiring(zhao.skills, '2026-12-02')[0]?.over).toBe(true)
  expect(expiring(zhao.skills, '2026-10-31')).toEqual([])
})
