// A paper as a workbook: one sheet a table, the paper's own lines on the first. Every cell is text, so that no cell is
// taken for a formula.
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import type { Paper, Table } from './paper.ts'

/** Characters that a sheet's name may not have, and how long it may be. */
const forbidden = /[[\]:*?/\\']/g
const longestName = 28

/** A name that no other sheet of the workbook has: headings may be alike once they are cut. */
const nameOf = (heading: string, index: number): string =>
  `${index + 1} ${heading.replaceAll(forbidden, ' ').slice(0, longestName)}`.trim()

const head = (words: string) => ({ value: words, type: String, fontWeight: 'bold' as const })
const plain = (words: string) => ({ value: words, type: String })

const dataOf = ({ columns, rows }: Table): SheetData => [
  columns.map(({ name }) => head(name)),
  ...rows.map((row) => row.map(plain)),
]

/** The bytes of an .xlsx file. */
export function xlsxOf({ title, lines, tables }: Paper): Promise<Buffer> {
  const cover: SheetData = [[head(title)], ...lines.map((line) => [plain(line)])]
  const sheets = [
    { data: cover, sheet: nameOf(title, 0), columns: [{ width: 60 }] },
    ...tables.map((table, index) => ({
      data: dataOf(table),
      sheet: nameOf(table.heading, index + 1),
      columns: table.columns.map(({ width }) => ({ width: Math.max(10, Math.round(width * 100)) })),
      stickyRowsCount: 1,
    })),
  ]
  return writeXlsxFile(sheets).toBuffer()
}
