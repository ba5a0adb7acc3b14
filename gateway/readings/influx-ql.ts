// InfluxQL in small pieces: quoting, instants, and statements that sum a curve up.
import { tsOf } from './key.ts'

/** A name of a database, measurement or field. */
export const name = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`
/** A text value. */
export const text = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`
/** An instant by its key (microseconds); as ISO text, because a bare number would mean nanoseconds. */
export function instant(key: number): string {
  const micros = String(((key % 1000) + 1000) % 1000).padStart(3, '0')
  return text(new Date(tsOf(key)).toISOString().replace('Z', `${micros}Z`))
}

/** `time` of [from, to), keys. */
export const within = (from: number, to: number): string => `time >= ${instant(from)} AND time < ${instant(to)}`

/** The grouping of a chart whose first bucket begins at `from`, ms. */
export const byTime = (width: number, from: number): string => `time(${width}ms, ${((from % width) + width) % width}ms)`

/** All figures of a field, or of those that match; functions that a field's type does not have are left out. */
export const figures = (fields: string): string =>
  ['min', 'max', 'mean', 'count', 'last'].map((figure) => `${figure}(${fields})`).join(', ')

/** A pattern that matches one field. */
export const exactly = (field: string): string => `/^${field}$/`
