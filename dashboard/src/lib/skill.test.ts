// Skills in words.
import { expect, test } from 'vitest'
import { skillOfKind } from '#core/kinds/ladders.ts'
import { skillName } from '#core/texts/skill.ts'

test('every skill that a shipped kind asks for has a name; what a house made up keeps its own', () => {
  for (const id of skillOfKind.values()) expect(skillName('zh-CN', id)).toMatch(/^[\u4e00-\u9fff]+$/)
  expect(skillName('zh-CN', 'welding')).toBe('welding')
})
