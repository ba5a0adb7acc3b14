// A data directory of an earlier version (form 3) under today's product: the house starts, and whatever was written then
// is answered whole. The rows in old-records.json are what that version wrote; those of notices are added by hand.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { api, type ApiName } from '../../core/contracts/api.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { beginClimb } from '../../core/domain/climb.ts'
import { shippedLadders } from '../../core/kinds/ladders.ts'
import * as records from '../../server/store/migrations/0001-records.ts'
import * as patrol from '../../server/store/migrations/0002-patrol.ts'
import * as notice from '../../server/store/migrations/0003-notice.ts'
import { sqliteDialect } from '../../server/store/sqlite.ts'
import { openHouse, type House } from '../support/house.ts'

type Row = Record<string, string | number | null>
const written = JSON.parse(readFileSync(new URL('old-records.json', import.meta.url), 'utf8')) as Record<string, Row[]>
const at = '2026-11-23T21:00:00.000Z'
const site = 'binjiang'
const of = { type: 'incident', id: 'i-old' } as const

/** Ladders and climbs as they were before they began anew. */
const { resumeAfter: _after, ...ladder } = { ...shippedLadders[1]!, id: 'night', site, priorities: [2] }
const {
  resumeAfter: _climbAfter,
  resumeAt: _climbAt,
  ...climb
} = beginClimb({
  ...{ id: 'c-old', site, of, ladder: shippedLadders[0]!, at: epoch(at) },
})
const swap = {
  ...{ id: 'w-old', site, shift: 'day', date: '2026-11-24', from: 'wanglei', to: 'liqian', state: 'asked', reason: '' },
  ...{ askedBy: 'wanglei', askedAt: at, decidedBy: null, decidedAt: null, version: 1 },
}
const message = {
  ...{ id: 'n-old', key: 'old', site, channel: 'gone', to: 'wanglei', priority: 2, about: of, locale: 'zh-CN' },
  ...{ title: '水压低', text: '2号楼 水压低', link: '/incidents/i-old', state: 'sent', attempts: 1, nextAt: null },
  ...{ createdAt: at, sentAt: at, answer: 'ok', fault: null, digest: null },
}
const phone = {
  ...{ id: 'p-old', user: 'wanglei', label: 'phone', createdAt: at, sentAt: null },
  ...{ endpoint: 'https://push.example.invalid/1', keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } },
}
const channel = {
  ...{ id: 'bell', site, name: { 'zh-CN': '警铃', en: 'Bell' }, config: { type: 'mqtt', device: 'e-old' } },
  ...{ enabled: false, personal: false, perMinute: null, kept: [], tested: null, failingSince: null, version: 1 },
  heartbeat: { at, ok: true, answer: 'ok', fault: null, ms: 5 },
}
const doc = (value: unknown): string => JSON.stringify(value)
const told: Record<string, Row[]> = {
  ladder: [{ id: ladder.id, site, doc: doc(ladder) }],
  climb: [{ id: climb.id, of: `${of.type}:${of.id}`, open: 1, next_at: null, doc: doc(climb) }],
  channel: [{ id: channel.id, site, doc: doc(channel), secret: '' }],
  swap: [{ id: swap.id, site, doc: doc(swap) }],
  push_subscription: [{ id: phone.id, user: 'wanglei', doc: doc(phone) }],
  notice: [
    {
      ...{ id: message.id, key: message.key, site, channel: message.channel, recipient: message.to, priority: 2 },
      ...{ about: `${of.type}:${of.id}`, state: 'sent', attempts: 1, created_at: epoch(at), doc: doc(message) },
    },
  ],
}

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undone of undo.splice(0).reverse()) await undone()
})

function insert(raw: DatabaseSync, rows: Record<string, Row[]>): void {
  for (const [table, list] of Object.entries(rows))
    for (const row of list) {
      const columns = Object.keys(row)
      raw
        .prepare(
          `insert into "${table}" (${columns.map((name) => `"${name}"`).join()}) values (${columns.map(() => '?').join()})`,
        )
        .run(...Object.values(row))
    }
}

/** The data directory as the earlier version left it. */
async function oldDirectory(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'watchkeeper-old-'))
  const raw = new DatabaseSync(path.join(dataDir, 'records.db'))
  const db = new Kysely<unknown>({ dialect: sqliteDialect(raw) })
  await records.up(db)
  await patrol.up(db)
  // `hash` has a value of its own for what was written before there was a chain.
  insert(raw, written)
  await notice.up(db)
  insert(raw, told)
  raw.exec('pragma user_version = 3')
  await db.destroy()
  return dataDir
}

/** Whatever the API answers of a list, held against the contract by which it is promised. */
async function items({ admin }: House, name: ApiName, query = ''): Promise<unknown[]> {
  const endpoint: Endpoint = api[name]
  const answer = endpoint.response!.parse(await admin.get(endpoint.path + query)) as { items: unknown[] }
  return answer.items
}

test('a house starts on the data of an earlier version, and everything in it is whole', async () => {
  const house = await openHouse({ dataDir: await oldDirectory() })
  undo.push(() => house.leave())
  for (const [name, table, query] of [
    ['listSites', 'site'],
    ['listZones', 'zone'],
    ['listKinds', 'kind'],
    ['listDevices', 'device'],
    ['listIncidents', 'incident'],
    ['listTickets', 'ticket'],
    ['listCheckpoints', 'checkpoint'],
    ['listRoutes', 'route'],
    ['listRounds', 'round'],
    ['listTaps', 'tap'],
    ['listShifts', 'shift'],
    ['listTokens', 'token'],
    ['listAccounts', 'account'],
    ['listFindings', 'finding'],
    ['listDuties', 'duty'],
    ['listCalls', 'call'],
    ['listUsers', 'user'],
    ['listLadders', 'ladder'],
    ['listSwaps', 'swap', `?site=${site}`],
    ['listNotices', 'notice'],
    ['listChannels', 'channel'],
    ['listClimbs', 'climb', `?of=${of.type}:${of.id}`],
  ] as const) {
    const rows = written[table] ?? told[table]!
    const answered = JSON.stringify(await items(house, name, query))
    for (const { id, username } of rows) expect(answered, name).toContain(JSON.stringify(id ?? username))
  }
  for (const { id } of written['incident']!) api.getIncident.response.parse(await house.admin.get(`/incidents/${id}`))
  for (const { id } of written['ticket']!) api.getTicket.response.parse(await house.admin.get(`/tickets/${id}`))
  for (const { id } of written['finding']!) api.getFinding.response.parse(await house.admin.get(`/findings/${id}`))
  for (const { id } of written['rule']!) api.getRule.response.parse(await house.admin.get(`/rules/${id}`))
  expect(await house.admin.get('/audit/verify')).toMatchObject({ ok: true })
  expect(house.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
})
