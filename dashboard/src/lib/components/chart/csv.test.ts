// The exported file: opened rightly by a spreadsheet, and never calculated by it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvOf } from './csv.ts'

it('begins with the mark that tells a spreadsheet it is UTF-8', () => {
  expect(csvOf([['时间', 'a']])).toBe('\uFEFF时间,a\r\n')
})

it('quotes what would break a row', () => {
  expect(csvOf([['a,b', 'say "x"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""x""","two\nlines"\r\n')
})

it('leaves numbers numbers, also negative ones', () => {
  expect(csvOf([[-1.5, null, 0]])).toBe('\uFEFF-1.5,,0\r\n')
})

it('never lets a cell become a formula', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (start, rest) => {
      const text = csvOf([[start + rest]]).slice(1)
      expect(text.replace(/^"/, '').startsWith("'")).toBe(true)
    }),
  )
})
