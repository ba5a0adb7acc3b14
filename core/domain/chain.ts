// The chain of what happened: chainₙ = H(chainₙ₋₁ ‖ H(entryₙ)), all as lower-case hex text, beginning at `genesis`. One who
// is shown only H(entry) of what is not his can still recompute it. The same functions are written into dispute packs,
// so each stands on its own and uses no other name of this file but what is passed in or listed in server/report/dispute.ts.

/** The chain before the first entry. */
export const genesis = '0'.repeat(64)

/** SHA-256 of a text in UTF-8, lower-case hex. */
export type Sha256 = (text: string) => string

/** An entry as it is kept: `at` epoch ms, `doc` the very text of its data. */
export type ChainEntry = {
  seq: number
  at: number
  type: string
  site: string | null
  by: string | null
  thing: string
  doc: string
}

/** Devices that come and go are told often, prove nothing and are not kept for ever: they stand outside the chain. */
export const isChained = (type: string): boolean => !type.startsWith('presence.')

/** What an entry says, as one hash. */
export const contentOf = (sha256: Sha256, { seq, at, type, site, by, thing, doc }: ChainEntry): string =>
  sha256(JSON.stringify([seq, at, type, site, by, thing, doc]))

/** The chain with one more entry. */
export const linkOf = (sha256: Sha256, before: string, content: string): string => sha256(before + content)

/** A link as it is shown: the entry itself, or only what it hashes to. */
export type ChainLink = { seq: number; hash: string } & ({ entry: ChainEntry } | { content: string })

export type ChainVerdict = {
  ok: boolean
  /** How many links were looked at, up to the first bad one. */
  entries: number
  /** The sequence of the first link that does not follow from the one before; null when all do. */
  firstBad: number | null
  /** The chain after the last good link. */
  head: string
}

/** Follows links from the chain before them and names the first that was changed, left out or put in. */
export function verifyChain(sha256: Sha256, before: string, links: Iterable<ChainLink>): ChainVerdict {
  let head = before
  let entries = 0
  let last = 0
  for (const link of links) {
    entries++
    const content = 'entry' in link ? contentOf(sha256, link.entry) : link.content
    const honest = 'entry' in link ? link.entry.seq === link.seq : true
    if (!honest || link.seq <= last || linkOf(sha256, head, content) !== link.hash)
      return { ok: false, entries, firstBad: link.seq, head }
    head = link.hash
    last = link.seq
  }
  return { ok: true, entries, firstBad: null, head }
}
