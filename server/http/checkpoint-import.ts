// Enrolment of checkpoints and tags from CSV: every row is looked at before any is written, and either all are or none.
import { CsvError, parse } from 'csv-parse/sync'
import type { Checkpoint, CheckpointImported, NewTag } from '../../core/contracts/checkpoint.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { beforeTag, shownTag } from '../../core/domain/checkpoint.ts'
import { revise } from '../../core/domain/revision.ts'
import { text } from '../../core/texts/texts.ts'
import { findCheckpoint, saveCheckpoint } from '../store/checkpoint.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import { newCheckpointOf, patchOf, unknownColumns, type Row } from './checkpoint-row.ts'
import { fits, newCode, tell } from './checkpoint.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'

type Routes = Pick<Handlers, 'importCheckpoints'>
type Fault = { column: string; code: string; detail: string }
type Db = Parameters<typeof findCheckpoint>[0]
type Planned = { before: Checkpoint | null; next: Checkpoint; tag: NewTag | null | undefined }
type ImportCall = Call<'importCheckpoints'>

export const checkpointImportRoutes = ({ tags }: HttpDeps): Routes => ({
  importCheckpoints: (call) => {
    const rows = rowsOf(call.body.csv)
    if (isRefusal(rows)) return rows
    return call.commit(async (tx) => {
      const { planned, errors } = await plan(tx, rows, call)
      const answer = sorted(planned, errors)
      if (call.body.dryRun || errors.length > 0) return untold(answer)
      const happenings: NewHappening[] = []
      for (const { before, next, tag } of planned) {
        if (before === next) continue
        await saveCheckpoint(tx, next, tag === undefined ? undefined : tags.sealTag(tag))
        happenings.push(tell(before ? 'changed' : 'created', next, call))
      }
      return { result: answer, happenings }
    })
  },
})

function rowsOf(csv: string): Row[] | Refusal {
  try {
    return parse<Row>(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    if (error instanceof CsvError) return refuse('malformed', { reason: error.message })
    throw error
  }
}

const sorted = (planned: readonly Planned[], errors: CheckpointImported['errors']): CheckpointImported => {
  const ids = (which: (one: Planned) => boolean) => planned.filter(which).map(({ next }) => next.id)
  return {
    created: ids(({ before }) => before === null),
    changed: ids(({ before, next }) => before !== null && before !== next),
    unchanged: ids(({ before, next }) => before === next),
    errors,
  }
}

async function plan(tx: Db, rows: readonly Row[], call: ImportCall) {
  const planned: Planned[] = []
  const errors: CheckpointImported['errors'] = []
  const seen = new Set<string>()
  const strange = unknownColumns(Object.keys(rows[0] ?? {}))
  errors.push(...strange.map((column) => ({ row: 1, ...asFault({ ...unknown(call), path: column }) })))
  for (const [index, row] of rows.entries()) {
    const one = await planRow(tx, row, call)
    const twice = 'faults' in one ? [] : twiceIn(seen, one.next, call)
    const faults = 'faults' in one ? one.faults : twice
    errors.push(...faults.map((each) => ({ row: index + 2, ...each })))
    if (!('faults' in one) && twice.length === 0) planned.push(one)
  }
  return { planned, errors }
}

const unknown = ({ locale }: ImportCall) => fault('', 'unrecognized_keys', locale)
const asFault = ({ path, ...rest }: { path: string; code: string; detail: string }): Fault => ({
  column: path,
  ...rest,
})

/** An id, a tag or a code that stands in the list twice. */
function twiceIn(seen: Set<string>, { id, tag, code }: Checkpoint, { locale }: ImportCall): Fault[] {
  const marks = { id: `id ${id}`, code: `code ${code}`, ...(tag && { uid: `uid ${tag.uid}` }) }
  const twice = Object.entries(marks).filter(([, mark]) => seen.has(mark))
  for (const mark of Object.values(marks)) seen.add(mark)
  return twice.map(([column]) => asFault(fault(column, 'duplicate', locale)))
}

async function planRow(tx: Db, row: Row, call: ImportCall): Promise<Planned | { faults: Fault[] }> {
  const known = row.id ? await findCheckpoint(tx, row.id) : null
  const before = known && visible(call.actor, known)
  // Another site's checkpoint is no different from an id that is taken.
  if (isRefusal(before)) return { faults: [refused(refuse('id_taken', { id: row.id! }), call)] }
  const made = before ? changed(before, row, call) : created(row, call)
  if ('faults' in made) return made
  const no = made.next === before ? null : await fits(tx, made.next, call.actor.sites, call.locale)
  if (!no) return made
  return { faults: no.faults ? no.faults.map(asFault) : [refused(no, call)] }
}

const refused = (no: Refusal, { locale }: ImportCall): Fault => ({
  ...{ column: no.refused === 'id_taken' ? 'id' : '', code: no.refused },
  detail: text(locale, `refusal.${no.refused}`, no.params),
})

function created(row: Row, { locale }: ImportCall): Planned | { faults: Fault[] } {
  const read = newCheckpointOf(row, locale)
  if ('faults' in read) return { faults: read.faults.map(asFault) }
  const { tag, code, ...rest } = read.value
  return { before: null, next: { ...rest, tag: shownTag(tag), code: code ?? newCode(), version: 1 }, tag }
}

function changed(before: Checkpoint, row: Row, call: ImportCall): Planned | { faults: Fault[] } {
  const read = patchOf(row, call.locale)
  if ('faults' in read) return { faults: read.faults.map(asFault) }
  const { tag, ...rest } = read.value
  const seen = beforeTag(before, tag)
  const next = revise(seen, tag === undefined ? rest : { ...rest, tag: shownTag(tag) })
  return isRefusal(next) ? { faults: [refused(next, call)] } : { before: seen, next, tag }
}
