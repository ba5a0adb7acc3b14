// One row of an enrolment list as a checkpoint: cells that are empty say nothing, so that a list may bring tags alone.
// Columns: id, site, name_zh, name_en, building, zone, key, two_roles, code, tag, uid, batch, meta_key, file_key,
// encrypted, mac_input.
import { CheckpointPatch, NewCheckpoint } from '../../core/contracts/checkpoint.ts'
import type { Fault } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { validate } from './fault.ts'

export type Row = Readonly<Record<string, string>>

/** Column → where it stands in the document. */
const places: ReadonlyMap<string, string> = new Map<string, string>([
  ...(['id', 'site', 'building', 'zone', 'code', 'key'] as const).map((column) => [column, column] as const),
  ...([
    ['name_zh', 'name.zh-CN'],
    ['name_en', 'name.en'],
    ['two_roles', 'twoRoles'],
  ] as const),
  ...([
    ['tag', 'tag.type'],
    ['uid', 'tag.uid'],
    ['batch', 'tag.batch'],
  ] as const),
  ...([
    ['meta_key', 'tag.metaKey'],
    ['file_key', 'tag.fileKey'],
  ] as const),
  ...([
    ['encrypted', 'tag.encrypted'],
    ['mac_input', 'tag.macInput'],
  ] as const),
])
const flags: ReadonlySet<string> = new Set(['key', 'two_roles', 'encrypted'])
const words = new Map(
  Object.entries({ '1': true, true: true, yes: true, 是: true, '0': false, false: false, no: false, 否: false }),
)

/** Columns of a list that mean nothing. */
export const unknownColumns = (columns: readonly string[]): string[] => columns.filter((column) => !places.has(column))

/** The column at which a fault of the document stands. */
const columnOf = (path: string): string =>
  [...places].find(([, place]) => place === path || (path !== '' && place.startsWith(`${path}.`)))?.[0] ?? path

/** What the filled cells of a row say; one language of a name stands for both, a UID alone is a tag without signature. */
export function documentOf(row: Row): Record<string, unknown> {
  const filled = [...places].filter(([column]) => row[column])
  const flat = new Map(filled.map(([column, place]) => [place, valueOf(column, row[column]!)]))
  const within = (part: string) => filled.filter(([, place]) => place.startsWith(`${part}.`))
  const group = (part: string) =>
    Object.fromEntries(within(part).map(([, place]) => [place.slice(part.length + 1), flat.get(place)]))
  const plain = [...flat].filter(([place]) => !place.includes('.'))
  const name = flat.get('name.zh-CN') ?? flat.get('name.en')
  return {
    ...Object.fromEntries(plain),
    ...(name !== undefined && { name: { 'zh-CN': name, en: name, ...group('name') } }),
    ...(within('tag').length > 0 && {
      tag: { type: flat.has('tag.fileKey') || flat.has('tag.batch') ? 'ntag424' : 'uid', ...group('tag') },
    }),
  }
}

const valueOf = (column: string, cell: string): unknown =>
  flags.has(column) ? (words.get(cell.toLowerCase()) ?? cell) : cell

type Read<T> = { value: T } | { faults: Fault[] }
const named = <T>(read: Read<T>): Read<T> =>
  'faults' in read ? { faults: read.faults.map((fault) => ({ ...fault, path: columnOf(fault.path) })) } : read

/** A row as a new checkpoint; faults name the column. */
export const newCheckpointOf = (row: Row, locale: Locale) => named(validate(NewCheckpoint, documentOf(row), locale))

/** A row as a change of the checkpoint that is there: what its cells leave out stays. */
export function patchOf(row: Row, locale: Locale): Read<Partial<CheckpointDocument>> {
  const { id: _id, site: _site, ...document } = documentOf(row)
  const read = named(validate(CheckpointPatch, document, locale))
  // Defaults of the schema would reset what the row does not name.
  if ('faults' in read) return read
  return { value: Object.fromEntries(Object.entries(read.value).filter(([key]) => Object.hasOwn(document, key))) }
}
type CheckpointDocument = (typeof CheckpointPatch)['_output']
