// A ticket that was written before there were policies is a whole ticket afterwards, and its clocks stand as they stood.
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { Ticket } from '../../../core/contracts/ticket.ts'
import { sqliteDialect } from '../sqlite.ts'
import * as records from './0001-records.ts'
import * as patrol from './0002-patrol.ts'
import * as notice from './0003-notice.ts'
import * as ticket from './0004-ticket.ts'
import * as lockout from './0005-lockout.ts'
import * as tagRead from './0006-tag-read.ts'
import * as deviceFile from './0007-device-file.ts'

const clock = { dueAt: '2026-11-23T06:30:00.000Z', state: 'running', stoppedAt: null, leftMs: null, breached: false }
const stopped = { ...clock, state: 'stopped', stoppedAt: '2026-11-23T06:10:00.000Z', leftMs: 1_200_000 }
const old = {
  ...{
    id: 't-1',
    number: 7,
    site: 'hq',
    type: 'entrapment',
    title: { 'zh-CN': '困人', en: 'Trapped' },
    description: '',
  },
  ...{ state: 'accepted', priority: 1, device: 'e-1', zone: null, incident: 'i-1', source: 'rule', reporter: null },
  ...{ assignee: 'wang', vendor: null, finishedBy: null, clocks: { response: stopped, resolution: clock } },
  ...{
    rating: { score: 4, text: '' },
    createdAt: '2026-11-23T06:00:00.000Z',
    closedAt: null,
    version: 3,
    timeline: [],
  },
}

test('an old ticket becomes a whole one', async () => {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
  for (const { up } of [records, patrol, notice]) await up(db)
  await sql`insert into ticket (id, number, site, state, created_at, doc)
    values ('t-1', 7, 'hq', 'accepted', 1, ${JSON.stringify(old)})`.execute(db)
  for (const { up } of [ticket, lockout, tagRead, deviceFile]) await up(db)
  const { rows } = await sql<{ doc: string }>`select doc from ticket`.execute(db)
  const filled = Ticket.parse(JSON.parse(rows[0]!.doc))
  expect(filled).toMatchObject({
    ...{ number: 7, version: 3, terms: { version: 1, response: '2m', resolution: '30m' }, checks: [], bounces: 0 },
    rating: { score: 4, at: '2026-11-23T06:00:00.000Z' },
    clocks: {
      response: { ...stopped, intervals: [{ from: old.createdAt, to: stopped.stoppedAt }] },
      resolution: { ...clock, warned: true, intervals: [{ from: old.createdAt, to: null }] },
    },
  })
  await db.destroy()
})
