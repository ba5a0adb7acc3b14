// Draws a paper as PDF: A4, a head, tables whose head is repeated on every page, page numbers. Runs in a thread of its
// own (pdf.worker.ts): a font of all Chinese signs takes its time.
import { text } from '../../core/texts/texts.ts'
import { beginPdf, faint, ink, margin, type Pdf } from './pdf-page.ts'
import type { Column, Paper, Table } from './paper.ts'

const padding = 3
const [titleSize, headingSize, textSize, tableSize] = [18, 12, 9, 8]

/** The bytes of the PDF. `font`: TrueType or OpenType with every sign that may occur. */
export function drawPdf(paper: Paper, font: Buffer): Promise<Buffer> {
  const { pdf, bytes } = beginPdf(paper.title, paper.locale, font)
  drawHead(pdf, paper)
  for (const table of paper.tables) drawTable(pdf, table, paper)
  numberPages(pdf, paper)
  pdf.end()
  return bytes
}

function drawHead(pdf: Pdf, { title, lines }: Paper): void {
  pdf.fontSize(titleSize).text(title, margin, margin).moveDown(0.3)
  pdf.fontSize(textSize)
  for (const line of lines) pdf.text(line)
}

const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * margin
const bottomOf = (pdf: Pdf): number => pdf.page.height - margin - 20

function drawTable(pdf: Pdf, { heading, columns, rows }: Table, { locale }: Paper): void {
  const head = columns.map(({ name }) => name)
  const first = rows[0] ?? [text(locale, 'report.none')]
  const needed = 40 + heightOf(pdf, head, columns) + heightOf(pdf, first, columns)
  if (pdf.y + needed > bottomOf(pdf)) pdf.addPage()
  pdf.moveDown(1).fontSize(headingSize).text(heading, margin).moveDown(0.3)
  if (rows.length === 0) return void pdf.fontSize(textSize).fillColor(faint).text(first[0]!, margin).fillColor(ink)
  drawRow(pdf, head, columns, true)
  for (const row of rows) {
    if (pdf.y + heightOf(pdf, row, columns) > bottomOf(pdf)) {
      pdf.addPage()
      drawRow(pdf, head, columns, true)
    }
    drawRow(pdf, row, columns, false)
  }
}

/** Left edge and width of each column, in points. */
function placesOf(pdf: Pdf, columns: readonly Column[]): { x: number; width: number }[] {
  const sum = columns.reduce((all, { width }) => all + width, 0)
  let x = margin
  return columns.map(({ width }) => {
    const place = { x, width: (widthOf(pdf) * width) / sum }
    x += place.width
    return place
  })
}

/** A cell that would fill a page ends there. */
function heightOf(pdf: Pdf, row: readonly string[], columns: readonly Column[]): number {
  pdf.fontSize(tableSize)
  const places = placesOf(pdf, columns)
  const heights = row.map((cell, n) => pdf.heightOfString(cell || ' ', { width: places[n]!.width - 2 * padding }))
  return Math.min(Math.max(...heights), bottomOf(pdf) - margin - 60) + 2 * padding
}

function drawRow(pdf: Pdf, row: readonly string[], columns: readonly Column[], isHead: boolean): void {
  const [y, height] = [pdf.y, heightOf(pdf, row, columns)]
  if (isHead) pdf.rect(margin, y, widthOf(pdf), height).fill('#e6e8e9').fillColor(ink)
  pdf.fontSize(tableSize)
  for (const [n, { x, width }] of placesOf(pdf, columns).entries())
    pdf.text(row[n] ?? '', x + padding, y + padding, { width: width - 2 * padding, height: height - padding })
  pdf
    .moveTo(margin, y + height)
    .lineTo(margin + widthOf(pdf), y + height)
    .lineWidth(0.5)
    .strokeColor('#b3babf')
    .stroke()
  pdf.x = margin
  pdf.y = y + height
}

function numberPages(pdf: Pdf, { locale, title }: Paper): void {
  const { count } = pdf.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    pdf.switchToPage(n)
    // Below the margin, where text would otherwise open a new page
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - margin
    pdf.fontSize(tableSize).fillColor(faint).text(title, margin, y, { lineBreak: false })
    const page = text(locale, 'report.page', { page: n + 1, pages: count })
    pdf.text(page, pdf.page.width - margin - pdf.widthOfString(page), y, { lineBreak: false })
  }
}
