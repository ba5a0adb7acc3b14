// The chain in the records: any edit of the table is found, and named.
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iso } from '../core/contracts/instant.ts'
import { sql } from 'kysely'
import { verifyAudit } from './chain.ts'
import { createCommits, type Commits } from './commit.ts'
import { sha256OfText } from '../core/domain/sha256.ts'
import { openDatabase, type Database } from './store/database.ts'
import { trimHappenings } from './store/happening.ts'
import { sha256 } from './store/sha256.ts'

let database: Database
let commits: Commits
beforeEach(async () => {
  database = await openDatabase(':memory:')
  commits = await createCommits(database.db)
  for (let n = 1; n <= 30; n++) await tell(n % 4 === 0 ? 'presence.changed' : 'audit.noted', n)
})
afterEach(() => database.close())

const tell = (type: 'presence.changed' | 'audit.noted', n: number) =>
  commits.commit(() => {
    const told = { type, at: iso(n * 1000), site: 'hq', by: 'li', id: `thing-${n}`, data: { n } as never }
    return Promise.resolve({ result: null, happenings: [told] })
  })
const edit = (statement: string) => sql.raw(statement).execute(database.db)

test('what nobody touched holds, over pages and after machine-made entries are trimmed', async () => {
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 23, firstBad: null })
  await trimHappenings(database.db, 29_000)
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 23 })
  await tell('audit.noted', 31)
  const many = Array.from({ length: 2500 }, (_, n) => ({
    ...{ type: 'audit.noted' as const, at: iso(40_000), site: null, by: null, id: `x-${n}`, data: {} },
  }))
  await commits.commit(() => Promise.resolve({ result: null, happenings: many }))
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 2524 })
})

test.each([
  ['its data', `update happening set doc = '{"n":99}' where seq = 7`, 7],
  ['its time', 'update happening set at = at + 1 where seq = 9', 9],
  ['its person', `update happening set "by" = 'wang' where seq = 10`, 10],
  ['its site', `update happening set site = null where seq = 11`, 11],
  ['its hash', `update happening set hash = '00' || substr(hash, 3) where seq = 13`, 13],
  ['its kind, so that it stands outside the chain', `update happening set type = 'presence.x' where seq = 14`, 14],
  ['its place', 'update happening set seq = 100 where seq = 17', 18],
  ['the whole entry: it is gone', 'delete from happening where seq = 19', 20],
])('a change of %s is found', async (_, statement, firstBad) => {
  await edit(statement)
  expect(await verifyAudit(database.db)).toMatchObject({ ok: false, firstBad })
})

test('numbers are never given twice, whatever is trimmed', async () => {
  await tell('presence.changed', 31)
  await trimHappenings(database.db, 9e12)
  await tell('audit.noted', 32)
  expect(commits.head()).toBe(32)
})

test('the hash that pages carry is the one that the server reckons with', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256OfText(text)).toBe(sha256(text))
    }),
  )
})
