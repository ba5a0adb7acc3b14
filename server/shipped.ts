// Kinds, rules and ladders that come with the product. New ones are put in before the estate is loaded; those of which a newer
// version ships another form follow it once the pipeline listens, so that memories are taken over as after any edit.
// What somebody deleted stays deleted.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import { iso } from '../core/contracts/instant.ts'
import type { Kind } from '../core/contracts/kind.ts'
import type { Ladder } from '../core/contracts/ladder.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'
import { fateOf } from '../core/domain/shipped.ts'
import { shippedLadders } from '../core/kinds/ladders.ts'
import { shippedKinds, shippedRules } from '../core/kinds/shipped.ts'
import type { Commit } from './commit.ts'
import { findKind, saveKind } from './store/kind.ts'
import { findLadder, saveLadder } from './store/ladder.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import { findRule, saveRule } from './store/rule.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>
export type Shipped = { kinds: readonly Kind[]; rules: readonly Rule[]; ladders?: readonly Ladder[] }
type Document = Kind | Rule | Ladder

const metaKey = 'shipped_prints'
const product: Shipped = { kinds: shippedKinds, rules: shippedRules, ladders: shippedLadders }
const keyOf = (noun: 'kind' | 'rule' | 'ladder', id: string): string => `${noun} ${id}`

/** Puts in what was never put in before. */
export const putShipped = (commit: Commit, { kinds, rules, ladders = [] }: Shipped = product): Promise<void> =>
  commit(async (tx) => {
    const before = await keptPrints(tx)
    for (const kind of kinds)
      if (!before.has(keyOf('kind', kind.id)) && !(await findKind(tx, kind.id))) await saveKind(tx, kind)
    for (const rule of rules)
      if (!before.has(keyOf('rule', rule.id)) && !(await findRule(tx, rule.id))) await saveRule(tx, rule)
    for (const ladder of ladders)
      if (!before.has(keyOf('ladder', ladder.id)) && !(await findLadder(tx, ladder.id))) await saveLadder(tx, ladder)
    await keepPrints(tx, new Map([...printsOf({ kinds, rules, ladders }), ...before]))
    return { result: undefined, happenings: [] }
  })

/** Brings what nobody has edited to the form that is shipped now; an edited rule says that there is another. */
export const followShipped = (
  commit: Commit,
  at: number,
  { kinds, rules, ladders = [] }: Shipped = product,
): Promise<void> =>
  commit(async (tx) => {
    const before = await keptPrints(tx)
    const happenings: NewHappening[] = []
    for (const kind of kinds) happenings.push(...(await followKind(tx, kind, before, at)))
    for (const rule of rules) happenings.push(...(await followRule(tx, rule, before, at)))
    for (const ladder of ladders) happenings.push(...(await followLadder(tx, ladder, before, at)))
    await keepPrints(tx, new Map([...before, ...printsOf({ kinds, rules, ladders })]))
    return { result: undefined, happenings }
  })

async function followKind(tx: Tx, shipped: Kind, before: ReadonlyMap<string, string>, at: number) {
  const current = await findKind(tx, shipped.id)
  if (!current?.shipped || fate(current, shipped, before.get(keyOf('kind', shipped.id))) !== 'follow') return []
  const next = { ...shipped, version: current.version + 1 }
  await saveKind(tx, next)
  return [{ type: 'kind.changed' as const, ...told(next.id, at), data: next }]
}

async function followRule(tx: Tx, shipped: Rule, before: ReadonlyMap<string, string>, at: number) {
  const current = await findRule(tx, shipped.id)
  if (!current?.shipped) return []
  const what = fate(current, shipped, before.get(keyOf('rule', shipped.id)))
  if (what === 'same') return []
  const form = what === 'follow' ? shipped : { ...current, shippedChanged: true }
  const next = { ...form, version: current.version + 1 }
  await saveRule(tx, next)
  return [{ type: 'rule.changed' as const, ...told(next.id, at), data: next }]
}

async function followLadder(tx: Tx, shipped: Ladder, before: ReadonlyMap<string, string>, at: number) {
  const current = await findLadder(tx, shipped.id)
  if (!current || fate(current, shipped, before.get(keyOf('ladder', shipped.id))) !== 'follow') return []
  const next = { ...shipped, version: current.version + 1 }
  await saveLadder(tx, next)
  return [{ type: 'ladder.changed' as const, ...told(next.id, at), data: next }]
}

const told = (id: string, at: number) => ({ at: iso(at), site: null, by: null, id })

const fate = (current: Document, shipped: Document, before: string | undefined) =>
  fateOf({ current: print(current), before: before ?? null, now: print(shipped) })

const printsOf = ({ kinds, rules, ladders = [] }: Shipped): [string, string][] => [
  ...kinds.map((kind): [string, string] => [keyOf('kind', kind.id), print(kind)]),
  ...rules.map((rule): [string, string] => [keyOf('rule', rule.id), print(rule)]),
  ...ladders.map((ladder): [string, string] => [keyOf('ladder', ladder.id), print(ladder)]),
]

/** A print of what a document says, whatever the order of its parts and however often it was saved. */
function print({ version: _version, ...document }: Document): string {
  const { shippedChanged: _changed, ...said } = document as Partial<Rule>
  return createHash('sha256').update(JSON.stringify(said, sorted)).digest('base64url')
}

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

async function keptPrints(tx: Tx): Promise<Map<string, string>> {
  return new Map(JSON.parse((await readMeta(tx, metaKey)) ?? '[]') as [string, string][])
}

const keepPrints = (tx: Tx, prints: ReadonlyMap<string, string>): Promise<void> =>
  writeMeta(tx, metaKey, JSON.stringify([...prints]))
