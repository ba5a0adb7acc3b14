// Names as forms give them: in both languages, or in one that stands for both.
import type { Name } from '#core/contracts/scalars.ts'

/** A name without blanks around it; where one language is empty, the other stands for it. Null when both are. */
export function wholeName(name: Name): Name | null {
  const [chinese, english] = [name['zh-CN'].trim(), name.en.trim()]
  if (!chinese && !english) return null
  return { 'zh-CN': chinese || english, en: english || chinese }
}
