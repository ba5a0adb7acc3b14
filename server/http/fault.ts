// What a schema found wrong, as `errors[]` of a problem document: path, code, and a sentence in the caller's language.
import { z } from 'zod'
import type { Fault } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { isTextKey, text, type TextKey } from '../../core/texts/texts.ts'

type Issue = z.core.$ZodIssue
const words = { 'zh-CN': z.locales.zhCN().localeError, en: z.locales.en().localeError } as const
/** Issues whose own sentence says more than the code: the limit, the unknown keys, the allowed values. */
const telling: ReadonlySet<string> = new Set(['too_small', 'too_big', 'unrecognized_keys', 'invalid_value'])

/** Faults listed at most; the first ones are enough to begin with. */
const most = 50

/** Validates a value; what is wrong comes back as faults. Paths read `stops.0.from`; the empty path is the whole value. */
export function validate<T>(schema: z.ZodType<T>, value: unknown, locale: Locale): { value: T } | { faults: Fault[] } {
  const parsed = schema.safeParse(value, { error: words[locale], reportInput: true })
  if (parsed.success) return { value: parsed.data }
  return { faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, [], locale)).slice(0, most) }
}

/** One fault by its code, for what only a handler can see. */
export const fault = (path: string, code: FaultCode, locale: Locale): Fault => ({
  path,
  code,
  detail: text(locale, `fault.${code}`),
})
type FaultCode = TextKey extends infer Key ? (Key extends `fault.${infer Code}` ? Code : never) : never

function faultsOf(issue: Issue, above: PropertyKey[], locale: Locale): Fault[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return likeliest(issue.errors).flatMap((inner) => faultsOf(inner, path, locale))
  return [{ path: path.map(String).join('.'), ...said(issue, locale) }]
}

/** A schema's own message is a code of ours; else the kind of issue is the code. */
function said(issue: Issue, locale: Locale): Pick<Fault, 'code' | 'detail'> {
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  const code = missing ? 'required' : isTextKey(`fault.${issue.message}`) ? issue.message : issue.code
  const key = `fault.${code}`
  return { code, detail: isTextKey(key) && !telling.has(code) ? text(locale, key) : issue.message }
}

/** Of the ways in which a union could be meant, the one that was followed deepest. */
function likeliest(ways: readonly Issue[][]): Issue[] {
  const depth = (issues: Issue[]) => Math.max(...issues.map((issue) => issue.path.length))
  return [...ways].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
}
