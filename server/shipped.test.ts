// An upgrade that ships other forms: what nobody edited follows, what somebody edited stays and says so.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Happening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'
import { shippedKinds, shippedRules } from '../core/kinds/shipped.ts'
import { createCommits, type Commits } from './commit.ts'
import { followShipped, putShipped, type Shipped } from './shipped.ts'
import { openDatabase, type Database } from './store/database.ts'
import { findKind } from './store/kind.ts'
import { deleteRule, findRule, saveRule } from './store/rule.ts'

const at = Date.parse('2026-11-23T06:00:00Z')
const now: Shipped = { kinds: shippedKinds, rules: shippedRules }
const id = 'pump-vibration'
/** What a later version ships: one rule and one kind have another form. */
const later: Shipped = {
  kinds: shippedKinds.map((kind) => (kind.id === 'pump' ? { ...kind, interval: '20s' } : kind)),
  rules: shippedRules.map((rule) => (rule.id === id ? { ...rule, for: '90s' } : rule)),
}

let database: Database
let commits: Commits
let told: Happening[]
const rule = async (): Promise<Rule> => (await findRule(database.db, id))!
/** A start of the product. */
async function start(shipped: Shipped): Promise<void> {
  await putShipped(commits.commit, shipped)
  await followShipped(commits.commit, at, shipped)
}
beforeEach(async () => {
  database = await openDatabase(':memory:')
  commits = await createCommits(database.db)
  told = []
  commits.onCommitted((happenings) => void told.push(...happenings))
  await start(now)
})
afterEach(() => database.close())

test('a second start of the same version changes nothing', async () => {
  await start(now)
  expect(told).toEqual([])
  expect(await rule()).toMatchObject({ version: 1, shipped: true, shippedChanged: false })
})

test('what nobody edited takes the new form, is told, and only once', async () => {
  await start(later)
  await start(later)
  expect(await rule()).toMatchObject({ for: '90s', version: 2, shippedChanged: false })
  expect(await findKind(database.db, 'pump')).toMatchObject({ interval: '20s', version: 2 })
  expect(told.map((one) => `${one.type} ${one.id} ${one.by}`)).toEqual([
    'kind.changed pump null',
    `rule.changed ${id} null`,
  ])
})

test('what somebody edited stays, and says that another form is shipped until it is saved again', async () => {
  await saveRule(database.db, { ...(await rule()), for: '5m', version: 2 })
  await start(later)
  expect(await rule()).toMatchObject({ for: '5m', version: 3, shippedChanged: true })
  await saveRule(database.db, { ...(await rule()), shippedChanged: false, version: 4 })
  await start(later)
  expect(await rule()).toMatchObject({ for: '5m', version: 4, shippedChanged: false })
})

test('what was edited and put back is as if nobody had touched it, in whatever order its parts are written', async () => {
  const { when, raise, ...rest } = await rule()
  await saveRule(database.db, { raise, when, ...rest, version: 7 })
  await start(later)
  expect(await rule()).toMatchObject({ for: '90s', version: 8, shippedChanged: false })
})

test('what somebody deleted stays deleted, also in its new form', async () => {
  await deleteRule(database.db, id)
  await start(later)
  expect(await findRule(database.db, id)).toBeNull()
})

test('a rule of somebody’s own under the same id is nobody’s business', async () => {
  const own = { ...(await rule()), shipped: false, for: '1h' }
  await saveRule(database.db, own)
  await start(later)
  expect(await rule()).toEqual(own)
})
