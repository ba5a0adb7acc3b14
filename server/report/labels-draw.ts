// Draws a sheet of labels: two columns, six rows on A4, with faint lines to cut along.
import type { Label, Labels } from './labels.ts'
import { beginPdf, drawCode, faint, ink, type Pdf } from './pdf-page.ts'

const [columns, rows] = [2, 6]
const edge = 24
const pad = 12
/** The small print, points. */
const small = 9
const perPage = columns * rows

/** The bytes of the PDF. `font` as for every print. */
export function drawLabels({ title, locale, labels }: Labels, font: Buffer): Promise<Buffer> {
  const { pdf, bytes } = beginPdf(title, locale, font)
  const width = (pdf.page.width - 2 * edge) / columns
  const height = (pdf.page.height - 2 * edge) / rows
  for (const [n, label] of labels.entries()) {
    if (n > 0 && n % perPage === 0) pdf.addPage()
    pdf.page.margins.bottom = 0
    const place = n % perPage
    const at = { x: edge + (place % columns) * width, y: edge + Math.floor(place / columns) * height }
    drawLabel(pdf, label, { ...at, width, height })
  }
  pdf.end()
  return bytes
}

type Box = { x: number; y: number; width: number; height: number }

function drawLabel(pdf: Pdf, label: Label, { x, y, width, height }: Box): void {
  const { code, words, big, name, second, place, id } = label
  pdf.rect(x, y, width, height).dash(2, { space: 3 }).lineWidth(0.5).strokeColor('#b3babf').stroke().undash()
  const size = height - 2 * pad
  drawCode(pdf, code, x + pad, y + pad, size)
  const left = x + size + 2 * pad
  const room = { width: x + width - left - pad, height: 34, ellipsis: true }
  pdf
    .fontSize(big === '' ? 11 : 9)
    .fillColor(ink)
    .text(words, left, y + pad, room)
  if (big !== '') pdf.fontSize(20).text(big, left, undefined, { ...room, characterSpacing: 3 })
  pdf
    .moveDown(0.2)
    .fontSize(12)
    .text(name, left, undefined, { ...room, height: 40 })
  pdf.fontSize(small).fillColor(faint)
  // What does not fit any more would stand on the next label.
  const lines = (big === '' ? [second, place, id] : [place, second]).filter((line) => line !== '')
  for (const line of lines)
    if (pdf.y + small < y + height - small / 2) pdf.text(line, left, undefined, { ...room, height: 24 })
  pdf.fillColor(ink)
}
