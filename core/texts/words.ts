// The form of a dictionary: one key, both languages. zh-CN is written first.
import type { Locale } from '../contracts/scalars.ts'

export type Text = Readonly<Record<Locale, string>>
export type Texts = Readonly<Record<string, Text>>
