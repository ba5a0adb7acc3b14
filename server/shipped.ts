// Puts the kinds and rules that come with the product into the records, each once: what somebody changed stays changed,
// and what somebody deleted stays deleted.
import { shippedKinds, shippedRules } from '../core/kinds/shipped.ts'
import type { Commit } from './commit.ts'
import { findKind, saveKind } from './store/kind.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import { findRule, saveRule } from './store/rule.ts'

const metaKey = 'shipped'

export async function putShipped(commit: Commit): Promise<void> {
  await commit(async (tx) => {
    const before = new Set(JSON.parse((await readMeta(tx, metaKey)) ?? '[]') as string[])
    for (const kind of shippedKinds)
      if (!before.has(`kind ${kind.id}`) && !(await findKind(tx, kind.id))) await saveKind(tx, kind)
    for (const rule of shippedRules)
      if (!before.has(`rule ${rule.id}`) && !(await findRule(tx, rule.id))) await saveRule(tx, rule)
    const now = [...shippedKinds.map(({ id }) => `kind ${id}`), ...shippedRules.map(({ id }) => `rule ${id}`)]
    await writeMeta(tx, metaKey, JSON.stringify([...new Set([...before, ...now])]))
    return { result: null, happenings: [] }
  })
}
