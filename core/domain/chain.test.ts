import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentOf, genesis, linkOf, verifyChain, type ChainEntry, type ChainLink } from './chain.ts'
import { sha256OfText as sha256 } from './sha256.ts'

const entryOf = (n: number, doc: string): ChainEntry => ({
  ...{ seq: n, at: 1_000 * n, type: 'tap.accepted', site: n % 2 ? 'hq' : null, by: 'li', thing: `t-${n}`, doc },
})

/** A chain of entries with gaps in the numbers; every third is shown by its hash alone. */
function chainOf(docs: readonly string[]): ChainLink[] {
  let hash = genesis
  return docs.map((doc, n) => {
    const entry = entryOf(2 * n + 1, doc)
    const content = contentOf(sha256, entry)
    hash = linkOf(sha256, hash, content)
    return { seq: entry.seq, hash, ...(n % 3 === 2 ? { content } : { entry }) }
  })
}
const docs = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 30 })

test('an untouched chain holds, whatever is shown of it', () => {
  fc.assert(
    fc.property(docs, (said) => {
      const links = chainOf(said)
      expect(verifyChain(sha256, genesis, links)).toMatchObject({ ok: true, firstBad: null, head: links.at(-1)!.hash })
    }),
  )
})

/** Changes one character of a text to another one. */
const flip = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)

test('a change of any part of any entry names that entry', () => {
  fc.assert(
    fc.property(docs, fc.nat(), fc.nat(), fc.nat(), (said, where, what, at) => {
      const links = chainOf(said)
      const n = where % links.length
      const link = links[n]!
      const parts =
        'entry' in link
          ? (['hash', 'doc', 'at', 'site', 'by', 'thing', 'type'] as const)
          : (['hash', 'content'] as const)
      const part = parts[what % parts.length]!
      let changed: ChainLink
      if (part === 'hash') changed = { ...link, hash: flip(link.hash, at % 64) }
      else if ('content' in link) changed = { ...link, content: flip(link.content, at % 64) }
      else if (part === 'at') changed = { ...link, entry: { ...link.entry, at: link.entry.at + 1 } }
      else changed = { ...link, entry: { ...link.entry, [part]: `${link.entry[part as 'doc'] ?? ''}x` } }
      const verdict = verifyChain(sha256, genesis, links.with(n, changed))
      expect(verdict).toMatchObject({ ok: false, firstBad: link.seq, entries: n + 1 })
    }),
  )
})

test('an entry that is left out, put in twice, moved or renumbered is found', () => {
  const links = chainOf(['a', 'b', 'c', 'd', 'e'])
  expect(verifyChain(sha256, genesis, links.toSpliced(1, 1)).firstBad).toBe(5)
  expect(verifyChain(sha256, genesis, links.toSpliced(1, 0, links[1]!)).firstBad).toBe(3)
  expect(verifyChain(sha256, genesis, [links[0]!, links[3]!, links[2]!]).firstBad).toBe(7)
  const first = links[0]! as ChainLink & { entry: ChainEntry }
  expect(verifyChain(sha256, genesis, links.with(0, { ...first, seq: 2 })).firstBad).toBe(2)
  expect(verifyChain(sha256, linkOf(sha256, genesis, genesis), links).firstBad).toBe(1)
})
