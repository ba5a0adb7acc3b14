// A paper as CSV: one table after another, with the mark that makes spreadsheets read UTF-8, and no cell that they would
// take for a formula.
import { stringify } from 'csv-stringify/sync'
import type { Paper } from './paper.ts'

/** The text of a CSV file. */
export function csvOf({ title, lines, tables }: Paper): string {
  const rows = [[title], ...lines.map((line) => [line])]
  for (const { heading, columns, rows: body } of tables)
    rows.push(
      [],
      [heading],
      columns.map(({ name }) => name),
      ...body,
    )
  return stringify(rows, { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
