import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Happening, NewHappening } from '../core/contracts/live.ts'
import { iso } from '../core/contracts/instant.ts'
import { createCommits, type Commits } from './commit.ts'
import { openDatabase, type Database } from './store/database.ts'
import { happeningsAfter } from './store/happening.ts'

let database: Database
let commits: Commits
beforeEach(async () => {
  database = await openDatabase(':memory:')
  commits = await createCommits(database.db)
})
afterEach(() => database.close())

const told = (id: string, site: string | null = null): NewHappening => ({
  ...{ type: 'audit.noted', at: iso(0), site, by: null, id, data: {} },
})
const put = (key: string) =>
  commits.commit(async (tx) => {
    await tx.insertInto('meta').values({ key, value: '' }).execute()
    return { result: key, happenings: [told(`${key}-1`), told(`${key}-2`)] }
  })

test('tells listeners in the order of the sequence, however many commits run at once', async () => {
  const heard: Happening[] = []
  commits.onCommitted((happenings) => void heard.push(...happenings))
  await Promise.all(['a', 'b', 'c', 'd'].map(put))
  expect(heard.map((h) => h.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(heard.map((h) => h.id.slice(0, 1)).join('')).toBe('aabbccdd')
  expect(await happeningsAfter(database.db, { after: 0, limit: 100, sites: null })).toEqual(heard)
  expect(commits.head()).toBe(8)
})

test('work that throws changes nothing and is told to nobody; its numbers leave no gap', async () => {
  let calls = 0
  commits.onCommitted(() => void calls++)
  const broken = commits.commit(async (tx) => {
    await tx.insertInto('meta').values({ key: 'x', value: '' }).execute()
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect(await database.db.selectFrom('meta').selectAll().execute()).toEqual([])
  expect(calls).toBe(0)
  await put('y')
  expect(commits.head()).toBe(2)
})

test('waits for what a listener promises, so that its cache is current when the commit returns', async () => {
  let current = false
  commits.onCommitted(async () => {
    await database.db.selectFrom('meta').selectAll().execute()
    current = true
  })
  await put('a')
  expect(current).toBe(true)
})

test('a site-scoped reader sees its sites and what concerns everybody', async () => {
  await commits.commit(() => Promise.resolve({ result: 0, happenings: [told('a', 's1'), told('b', 's2'), told('c')] }))
  const seen = await happeningsAfter(database.db, { after: 0, limit: 10, sites: ['s1'] })
  expect(seen.map((h) => h.id)).toEqual(['a', 'c'])
})
