import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from './database.ts'

const scratch = mkdtempSync(path.join(tmpdir(), 'wk-database-'))
const file = path.join(scratch, 'records.db')
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

test('opens twice on the same file, keeps what was written, and refuses a newer form in one sentence', async () => {
  const first = await openDatabase(file)
  await first.db.insertInto('meta').values({ key: 'a', value: 'b' }).execute()
  await first.close()

  const second = await openDatabase(file)
  expect(await second.db.selectFrom('meta').selectAll().execute()).toEqual([{ key: 'a', value: 'b' }])
  await second.close()

  const raw = new DatabaseSync(file)
  raw.exec('pragma user_version = 99')
  raw.close()
  await expect(openDatabase(file)).rejects.toThrow(/newer version/)
})

test('one fault is one open incident: the database itself refuses a second', async () => {
  const { db, close } = await openDatabase(':memory:')
  const row = (id: string, open: number | null, opened_by: string) => ({
    ...{ id, open, opened_by, rule: 'r', subject: 'device:d', site: 's', device: 'd', priority: 1, active: 1 },
    ...{ acknowledged: 0, shelved_until: null, raised_at: 1, closed_at: null, doc: '{}' },
  })
  await db
    .insertInto('incident')
    .values(row('i1', 1, 'e/urgent/1/0'))
    .execute()
  await expect(
    db
      .insertInto('incident')
      .values(row('i2', 1, 'e/urgent/2/0'))
      .execute(),
  ).rejects.toThrow('UNIQUE')
  await expect(
    db
      .insertInto('incident')
      .values(row('i3', null, 'e/urgent/1/0'))
      .execute(),
  ).rejects.toThrow('UNIQUE')
  await db
    .insertInto('incident')
    .values(row('i4', null, 'e/urgent/3/0'))
    .execute()
  await close()
})

test('waits without blocking while another process holds the lock', async () => {
  const locked = mkdtempSync(path.join(tmpdir(), 'wk-lock-'))
  const { db, close } = await openDatabase(path.join(locked, 'records.db'))
  const other = new DatabaseSync(path.join(locked, 'records.db'))
  other.exec('begin immediate')
  const write = db.insertInto('meta').values({ key: 'a', value: 'b' }).execute()
  await new Promise(setImmediate)
  other.exec('rollback')
  await write
  expect(await db.selectFrom('meta').selectAll().execute()).toHaveLength(1)
  other.close()
  await close()
  rmSync(locked, { recursive: true })
})
