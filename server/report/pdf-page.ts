// A PDF begun: A4, our font, and its bytes when it is ended. Shared by everything that is printed.
import PDFDocument from 'pdfkit'
import type { Code } from './code.ts'

export type Pdf = InstanceType<typeof PDFDocument>

/** Points. */
export const margin = 40
export const ink = '#16191c'
export const faint = '#6b757c'

/** `font`: TrueType or OpenType with every sign that may occur. */
export function beginPdf(title: string, locale: string, font: Buffer): { pdf: Pdf; bytes: Promise<Buffer> } {
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin, bufferPages: true, info: { Title: title, Creator: 'Watchkeeper' }, lang: locale },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  pdf.on('end', () => resolve(Buffer.concat(chunks)))
  pdf.on('error', reject)
  pdf.registerFont('text', font).font('text').fillColor(ink)
  return { pdf, bytes: promise }
}

/** Draws a code as squares, `size` points wide; the paper around it is its quiet zone. */
export function drawCode(pdf: Pdf, code: Code, x: number, y: number, size: number): void {
  const cell = size / code.length
  for (const [row, cells] of code.entries())
    for (const [column, dark] of cells.entries()) if (dark) pdf.rect(x + column * cell, y + row * cell, cell, cell)
  pdf.fill('#000000').fillColor(ink)
}
