// What the page of a dispute pack says of stops and taps: what speaks for the guard stands there, too.
import { expect, test } from 'vitest'
import type { DisputePack } from '../../core/contracts/report.ts'
import { texts } from '../../core/texts/texts.ts'
import { showPack, type Page } from './dispute-show.ts'

type Made = { tag: string; inner: (Made | string)[] }

/** A document that only remembers what was put into it. */
function paper() {
  const made: Made[] = []
  const element = (tag: string) => {
    const one: Made = { tag, inner: [] }
    made.push(one)
    const append = (...nodes: unknown[]) => void one.inner.push(...(nodes as (Made | string)[]))
    return Object.assign(one, { textContent: null, append, setAttribute: () => undefined })
  }
  const page: Page = { createElement: element, getElementById: element, title: '' }
  const rows = () => made.filter(({ tag }) => tag === 'tr').map((row) => row.inner.map((cell) => textOf(cell)))
  return { page, rows, text: () => made.map(textOf).join('\n') }
}
const textOf = (node: Made | string): string => (typeof node === 'string' ? node : node.inner.map(textOf).join(' '))

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`
const visit = { from: at('18:00'), until: at('18:05'), deadline: at('18:07'), at: null, by: null, tap: null, flags: [] }
const round = {
  ...{ name: { 'zh-CN': '夜巡', en: 'Night' }, guard: 'chen', state: 'incomplete', startsAt: at('18:00') },
  pauses: [{ from: at('18:20'), until: at('18:30') }],
  visits: [
    { ...visit, checkpoint: 'a', state: 'missed', unwatched: true, outOfOrder: false },
    { ...visit, checkpoint: 'b', state: 'late', outOfOrder: true, flags: ['leg_long'], at: at('18:06'), by: 'chen' },
  ],
}
const tap = { id: 't-1', checkpoint: 'b', at: at('18:06'), receivedAt: at('19:06'), by: 'chen', grade: 'C', counter: 4 }
const against = { tap: 't-0', counter: 3, receivedAt: at('18:40') }
const entry = (seq: number, type: string, thing: string, doc: object) => ({
  ...{ seq, hash: '' },
  entry: { seq, at: 0, type, site: 'hq', by: null, thing, doc: JSON.stringify(doc) },
})
const links = [
  entry(1, 'round.incomplete', 'r-1', round),
  entry(2, 'tap.accepted', 't-1', { ...tap, against, bounds: null, sensor: null, flags: ['counter_contradicts'] }),
]
const names = { siteName: { 'zh-CN': '总部', en: 'HQ' }, checkpoints: {}, people: {}, routes: {} }
const pack = { ...names, timezone: 'Asia/Shanghai', round: 'r-1', madeAt: at('20:00'), madeBy: 'lead', files: [] }

function shown() {
  const { page, rows, text } = paper()
  showPack({
    ...{ page, locale: 'en', sha256: () => '', sha256OfBytes: () => '', bytesOf: () => new Uint8Array() },
    pack: { ...pack, chain: { before: '', links }, sum: '' } as unknown as DisputePack,
    words: Object.fromEntries(Object.entries(texts).map(([key, words]) => [key, words.en])),
    verify: () => ({ ok: true, entries: 2, head: '', firstBad: null }),
  })
  return { rows: rows(), text: text() }
}

test('a stop shows its window apart from the deadline, and a miss that nobody could hear is nobody’s', () => {
  const [missed, late] = ['a', 'b'].map((id) => shown().rows.find((row) => row[0] === id && row.length > 7)!)
  expect(missed![1]).toBe('System was down')
  expect(missed![2]).toMatch(/02:00:00.* – .*02:05:00/)
  expect(missed![3]).toContain('02:07:00')
  expect(missed!.at(-1)).toContain('nobody’s fault')
  expect(late!.at(-1)).toBe('Out of order · Leg longer than its maximum')
})

test('pauses, and the read that speaks against a tap, are told', () => {
  const { rows, text } = shown()
  expect(rows.find(([what]) => what === 'Paused (deadlines moved)')![1]).toMatch(/02:20:00.* – .*02:30:00/)
  expect(text).toMatch(/read 3 of the same tag was received at .*02:40:00/)
})
