// The dispute pack (争议包) of a round, gathered: the span of the chain in which the round and what belongs to it stand,
// with others' entries as hashes, and the photos.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { FileInfo } from '../../core/contracts/file.ts'
import type { Incident } from '../../core/contracts/incident.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { DisputePack } from '../../core/contracts/report.ts'
import type { Round } from '../../core/contracts/round.ts'
import type { Site } from '../../core/contracts/site.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { contentOf, isChained, type ChainEntry } from '../../core/domain/chain.ts'
import type { Files } from '../file.ts'
import { findFiles } from '../store/file.ts'
import { chainBefore, chainedAfter, firstEntryOf } from '../store/happening.ts'
import { listIncidents } from '../store/incident.ts'
import { findingsOn, tapsReadIn } from '../store/report.ts'
import type { Records } from '../store/schema.ts'
import { sha256 } from '../store/sha256.ts'
import { all, frameOf, namesOf, type Asked } from './gather.ts'

type Db = Kysely<Records>
/** Taps count so long before the start of a round, and late syncs so long after its end; ms. */
const [lead, lateSync] = [30 * 60_000, 24 * 3_600_000]
const linksAtOnce = 1000
/** Photos and voice notes that a pack carries at most, bytes; of the others it says what they are. */
const photoBytes = 8 * 1024 * 1024

type Wanted = { site: Site; round: Round; at: number; by: string; files: Pick<Files, 'read'> }

export async function disputePack(db: Db, { site, round, at, by, files }: Wanted): Promise<DisputePack> {
  const to = Math.min(at, epoch(round.endsAt) + lateSync) + 1
  const asked: Asked = { site, from: epoch(round.startsAt) - lead, to, at }
  const own = await belongings(db, asked, round)
  const rest = {
    ...{ version: 1 as const, ...frameOf(asked), ...(await namesOf(db, asked)), madeBy: by, round: round.id },
    chain: await chainOf(db, asked, round, new Set([round.id, ...own.things])),
    files: await carried(await findFiles(db, own.files), files),
  }
  return { ...rest, sum: sha256(JSON.stringify(rest)) }
}

/** Ids of what belongs to the round: its taps, refused ones at its places, incidents, findings, and their photos. */
async function belongings(db: Db, asked: Asked, round: Round): Promise<{ things: string[]; files: string[] }> {
  const { site, from, to, at } = asked
  const places = new Set(round.visits.map(({ checkpoint }) => checkpoint))
  const read = await all((query) => tapsReadIn(db, { ...query, site: site.id, from, to }))
  const taps = read.filter((tap) => ofRound(tap, round, places))
  const raised = await all((query) => listIncidents(db, { ...query, sites: [site.id], from, to, at }))
  const incidents = raised.filter((incident) => concerns(incident, round, places))
  const ids = new Set(taps.map(({ id }) => id))
  const seen = await findingsOn(db, site.id, from, to)
  const findings = seen.filter((each) => each.round === round.id || (each.tap !== null && ids.has(each.tap)))
  const shown = [
    ...taps.flatMap(({ checks }) => checks.flatMap((check) => check.photos ?? [])),
    ...findings.flatMap(({ photos, voice }) => [...photos, ...(voice === null ? [] : [voice])]),
  ]
  const files = [...new Set(shown)]
  return { things: [...taps, ...incidents, ...findings].map(({ id }) => id).concat(files), files }
}

const ofRound = (tap: Tap, round: Round, places: ReadonlySet<string>): boolean =>
  tap.round === round.id ||
  round.visits.some((visit) => visit.tap === tap.id) ||
  (tap.status === 'refused' && (places.has(tap.checkpoint ?? '') || (tap.by !== null && tap.by === round.guard)))

const concerns = ({ subject, evidence }: Incident, round: Round, places: ReadonlySet<string>): boolean =>
  evidence.round === round.id ||
  (evidence.round === undefined && subject.type === 'checkpoint' && places.has(subject.id)) ||
  (evidence.round === undefined && subject.type === 'user' && subject.id === round.guard)

/** From the first own entry in the span to the last one, without a gap. */
async function chainOf(db: Db, { from, to }: Asked, round: Round, own: ReadonlySet<string>) {
  const first = await firstEntryOf(db, round.id, from)
  const links: DisputePack['chain']['links'] = []
  let kept = 0
  const before = await chainBefore(db, first)
  for (let after = first - 1; ;) {
    const rows = await chainedAfter(db, after, linksAtOnce)
    for (const { hash, ...entry } of rows.filter(({ type, at }) => isChained(type) && at < to)) {
      links.push(linkOf(entry, hash, own))
      if (own.has(entry.thing)) kept = links.length
    }
    if (rows.length < linksAtOnce || rows.some(({ at }) => at >= to)) return { before, links: links.slice(0, kept) }
    after = rows.at(-1)!.seq
    await nextTurn()
  }
}

const linkOf = (entry: ChainEntry, hash: string, own: ReadonlySet<string>): DisputePack['chain']['links'][number] =>
  own.has(entry.thing) ? { seq: entry.seq, hash, entry } : { seq: entry.seq, hash, content: contentOf(sha256, entry) }

/** The files with their bytes, as long as there is room for them. */
async function carried(
  infos: ReadonlyMap<string, FileInfo>,
  files: Pick<Files, 'read'>,
): Promise<DisputePack['files']> {
  const out: DisputePack['files'] = []
  let left = photoBytes
  for (const info of infos.values()) {
    const bytes = info.bytes <= left ? await files.read(info) : null
    left -= bytes?.length ?? 0
    out.push({
      id: info.id,
      type: info.type,
      bytes: info.bytes,
      sha256: info.sha256,
      base64: bytes?.toString('base64') ?? null,
    })
  }
  return out
}
