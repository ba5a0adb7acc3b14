// Figures as tables show them; nothing measured is a dash, never a zero.
import { span } from '#lib/words.ts'

export const time = (ms: number | null): string => (ms === null ? '–' : span(ms))
export const percent = (share: number | null): string => (share === null ? '–' : `${Math.floor(share * 100)}%`)
