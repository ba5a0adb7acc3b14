// Draws a work slip: one framed sheet to carry along, fill in and sign.
import { beginPdf, drawCode, faint, ink, margin, type Pdf } from './pdf-page.ts'
import type { Table } from './paper.ts'
import type { Block, Field, Slip } from './slip.ts'

const [titleSize, textSize, labelSize] = [20, 10, 8]
const pad = 5
const codeSize = 84
const lineHeight = 22
const frame = '#6b757c'

type Box = { x: number; y: number; width: number; height: number }

/** The bytes of the PDF. `font` as for every print. */
export function drawSlip(slip: Slip, font: Buffer): Promise<Buffer> {
  const { pdf, bytes } = beginPdf(`${slip.title} ${slip.number}`, slip.locale, font)
  drawHead(pdf, slip)
  drawFields(pdf, slip.fields)
  for (const block of slip.blocks) drawBlock(pdf, block)
  for (const table of slip.tables) drawTable(pdf, table)
  drawSignatures(pdf, slip)
  drawFoot(pdf, slip)
  pdf.end()
  return bytes
}

const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * margin
const box = (pdf: Pdf, { x, y, width, height }: Box): Pdf =>
  pdf.rect(x, y, width, height).lineWidth(0.7).strokeColor(frame).stroke()

/** Text inside a box, cut where it would leave it. */
function write(pdf: Pdf, words: string, at: Box, size = textSize, color = ink): void {
  const room = { width: at.width - 2 * pad, height: at.height - pad, ellipsis: true }
  pdf
    .fontSize(size)
    .fillColor(color)
    .text(words, at.x + pad, at.y + pad, room)
  pdf.fillColor(ink)
}
const heightIn = (pdf: Pdf, words: string, width: number, size = textSize): number =>
  pdf.fontSize(size).heightOfString(words || ' ', { width: width - 2 * pad }) + 2 * pad

/** Goes on on another page when this one has no room for so much. */
function need(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - margin - 20) pdf.addPage()
}

function drawHead(pdf: Pdf, { title, number, site, code, codeWords }: Slip): void {
  const x = pdf.page.width - margin - codeSize
  drawCode(pdf, code, x, margin, codeSize)
  pdf.fontSize(labelSize).fillColor(faint)
  pdf.text(codeWords, x - 20, margin + codeSize + 4, { width: codeSize + 40, align: 'center' }).fillColor(ink)
  pdf.fontSize(titleSize).text(title, margin, margin, { width: widthOf(pdf) - codeSize - 20 })
  pdf.fontSize(14).text(number).moveDown(0.3).fontSize(textSize).text(site)
  pdf.y = margin + codeSize + 24
}

/** Two fields a row: label small above the value. */
function drawFields(pdf: Pdf, fields: readonly Field[]): void {
  const width = widthOf(pdf) / 2
  for (let n = 0; n < fields.length; n += 2) {
    const pair = fields.slice(n, n + 2)
    const height = Math.max(...pair.map(({ value }) => heightIn(pdf, value, width))) + labelSize + 2
    need(pdf, height)
    const y = pdf.y
    for (const [side, field] of pair.entries()) drawField(pdf, field, { x: margin + side * width, y, width, height })
    pdf.y = y + height
  }
}

function drawField(pdf: Pdf, { label, value }: Field, at: Box): void {
  box(pdf, at)
  write(pdf, label, { ...at, y: at.y - 2 }, labelSize, faint)
  write(pdf, value, { ...at, y: at.y + labelSize + 2, height: at.height - labelSize - 2 })
}

function drawBlock(pdf: Pdf, { heading, words, lines }: Block): void {
  const width = widthOf(pdf)
  const written = Math.min(heightIn(pdf, words, width), pdf.page.height / 2)
  const height = Math.max(words === '' ? 0 : written, words === '' ? lines * lineHeight : 0) + labelSize + 6
  need(pdf, height)
  const at = { x: margin, y: pdf.y, width, height }
  box(pdf, at)
  write(pdf, heading, { ...at, y: at.y - 2 }, labelSize, faint)
  write(pdf, words, { ...at, y: at.y + labelSize + 2, height: height - labelSize - 2 })
  pdf.y = at.y + height
}

function drawTable(pdf: Pdf, { heading, columns, rows }: Table): void {
  const width = widthOf(pdf)
  const sum = columns.reduce((all, column) => all + column.width, 0)
  need(pdf, 3 * lineHeight)
  const top = { x: margin, y: pdf.y, width, height: labelSize + 2 * pad }
  box(pdf, top)
  write(pdf, heading, top, labelSize, faint)
  pdf.y = top.y + top.height
  for (const row of [columns.map(({ name }) => name), ...rows]) {
    const widths = columns.map((column) => (width * column.width) / sum)
    const height = Math.max(lineHeight, ...row.map((cell, n) => heightIn(pdf, cell, widths[n]!)))
    need(pdf, height)
    drawRow(pdf, row, widths, height)
  }
}

function drawRow(pdf: Pdf, row: readonly string[], widths: readonly number[], height: number): void {
  const y = pdf.y
  let x = margin
  for (const [n, width] of widths.entries()) {
    box(pdf, { x, y, width, height })
    write(pdf, row[n] ?? '', { x, y, width, height })
    x += width
  }
  pdf.y = y + height
}

/** Names that are known are printed; the hand signs beside them. */
function drawSignatures(pdf: Pdf, { signatures, date }: Slip): void {
  const width = widthOf(pdf) / signatures.length
  const height = 72
  need(pdf, height)
  const y = pdf.y
  for (const [n, { label, value }] of signatures.entries()) {
    const at = { x: margin + n * width, y, width, height }
    box(pdf, at)
    write(pdf, label, at, labelSize, faint)
    write(pdf, value, { ...at, y: y + labelSize + 4, height: 24 })
    write(pdf, date, { ...at, y: y + height - labelSize - 2 * pad, height: 20 }, labelSize, faint)
  }
  pdf.y = y + height
}

function drawFoot(pdf: Pdf, { foot }: Slip): void {
  const { count } = pdf.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    pdf.switchToPage(n)
    // Below the margin, where text would otherwise open a new page
    pdf.page.margins.bottom = 0
    const page = `${foot}    ${n + 1}/${count}`
    pdf
      .fontSize(labelSize)
      .fillColor(faint)
      .text(page, margin, pdf.page.height - margin, { lineBreak: false })
  }
}
