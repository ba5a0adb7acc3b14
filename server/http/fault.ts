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
    return (
      choices(issue.errors, path, locale) ?? likeliest(issue.errors).flatMap((inner) => faultsOf(inner, path, locale))
    )
  return [{ path: path.map(String).join('.'), ...said(issue, locale) }]
}

/** A schema's own message is a code of ours; else the kind of issue is the code. */
function said(issue: Issue, locale: Locale): Pick<Fault, 'code' | 'detail'> {
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  const code = missing ? 'required' : isTextKey(`fault.${issue.message}`) ? issue.message : issue.code
  const key = `fault.${code}`
  return { code, detail: isTextKey(key) && !telling.has(code) ? text(locale, key) : issue.message }
}

/** A union of single values is one list to choose from. */
function choices(ways: readonly Issue[][], path: PropertyKey[], locale: Locale): Fault[] | null {
  const values = ways.flatMap(([issue, more]) =>
    issue?.code === 'invalid_value' && issue.path.length === 0 && !more ? [issue.values] : [],
  )
  if (values.length < ways.length) return null
  const detail = `${text(locale, 'fault.invalid_value')}: ${values.flat().join(', ')}`
  return [{ path: path.map(String).join('.'), code: 'invalid_value', detail }]
}

/** Of the ways in which a union could be meant, the one that was followed deepest; at the root, one of the right type. */
function likeliest(ways: readonly Issue[][]): Issue[] {
  const depth = (issues: Issue[]) => Math.max(...issues.map((issue) => issue.path.length))
  const strange = (issues: Issue[]) =>
    Number(issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0))
  const better = (a: Issue[], b: Issue[]) => depth(b) - depth(a) || strange(a) - strange(b) || a.length - b.length
  return [...ways].sort(better)[0] ?? []
}
