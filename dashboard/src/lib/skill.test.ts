// Skills in words.
import { expect, test } from 'vitest'
import { skillOfKind } from '#core/kinds/ladders.ts'
import { skillName, skillNames } from './skill.ts'

test('every skill that a shipped kind asks for has a name; what a house made up keeps its own', () => {
  for (const id of skillOfKind.values()) expect(skillName(id)).not.toBe(id)
  expect(skillNames(['lift', 'welding'])).toBe('电梯 · welding')
})
