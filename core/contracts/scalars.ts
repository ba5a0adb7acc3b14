// The small values every noun is made of: ids, bilingual names, durations, times, priorities.
// In contracts and in the API a time is an ISO 8601 UTC string with milliseconds; inside decisions it is `at`, epoch ms.
import { z } from 'zod'

/** An id as it stands in topics, URLs and rows: `[a-z0-9][a-z0-9_-]{0,63}`. */
export const Id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'id')
export type Id = z.infer<typeof Id>

/** Words used as sub-paths of resources; no thing may carry one as its id. */
export const reservedIds: ReadonlySet<string> = new Set([
  'discovered',
  'backtest',
  'export',
  'import',
  'verify',
  'plans',
  'labels',
])

/** The id of a thing that is being created: an {@link Id} that is not a reserved word. */
export const NewId = Id.refine((id) => !reservedIds.has(id), 'reserved')

export const Locale = z.enum(['zh-CN', 'en'])
export type Locale = z.infer<typeof Locale>

const Line = z.string().trim().min(1).max(200)

/** A name in both languages. A plain string is accepted and stands for both. */
export const Name = z.union([
  z.strictObject({ 'zh-CN': Line, en: Line }),
  Line.transform((text) => ({ 'zh-CN': text, en: text })),
])
export type Name = { 'zh-CN': string; en: string }

/** A length of time as people write it: `500ms`, `5s`, `10m`, `24h`, `7d`. */
export const Duration = z.string().regex(/^\d{1,9}(ms|s|m|h|d)$/, 'duration')
export type Duration = z.infer<typeof Duration>

/** An instant as the API writes it: ISO 8601, UTC, milliseconds. */
export const IsoTime = z.iso.datetime({ offset: true })
export type IsoTime = string

/** 1 ■ 危急 danger to people · 2 ▲ 高 · 3 ◆ 中 · 4 ● 低. */
export const Priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Priority = z.infer<typeof Priority>

/** A time of day in the site's zone, `HH:MM`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** An IANA zone name that this runtime knows. */
export const TimeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'timezone')

/** Free words of a person. */
export const Note = z.string().trim().max(2000)
/** Words a person owes when an action demands a reason. */
export const Reason = z.string().trim().min(1).max(500)
