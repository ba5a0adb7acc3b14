// What complete tickets need: vendors, versions of policies, watches over finished work, links of reporters.
// Tickets that were opened before carry the terms that the product had then.
import { sql, type Kysely } from 'kysely'
import { createTables } from './build.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      vendor: [
        ['id', 'text'],
        ['doc', 'text'],
      ],
      policy: [
        ['type', 'text'],
        ['version', 'integer'],
        ['doc', 'text'],
      ],
      watch: [
        ['ticket', 'text'],
        ['next_at', 'integer'],
        ['doc', 'text'],
      ],
      report_link: [
        ['id', 'text'],
        ['token', 'text'],
        ['site', 'text'],
        ['device', 'text', 'null'],
        ['ticket', 'text', 'null'],
        ['doc', 'text'],
      ],
    },
    keys: { policy: ['type', 'version'] },
    indexes: [
      ['watch', ['next_at']],
      ['report_link', ['token'], 'unique'],
      ['report_link', ['device']],
      ['report_link', ['ticket']],
      ['ticket', ['device', 'created_at']],
      ['ticket', ['created_at']],
    ],
  })
  await refill(db)
}

type Doc = Record<string, unknown>
type Clock = Doc & { dueAt: string; state: string; stoppedAt: string | null }

/** Response and resolution, minutes, as they were before there were policies. */
const promised: Record<string, readonly [number, number]> = {
  ...{ fault: [30, 1440], repair: [30, 1440], complaint: [30, 1440] },
  ...{ entrapment: [2, 30], inspection: [480, 10_080], other: [120, 4320] },
}

async function refill(db: Kysely<unknown>): Promise<void> {
  const rows = await sql<{ id: string; doc: string }>`select id, doc from ticket`.execute(db)
  for (const { id, doc } of rows.rows) {
    const filled = JSON.stringify(fill(JSON.parse(doc) as Doc))
    await sql`update ticket set doc = ${filled} where id = ${id}`.execute(db)
  }
}

function fill(doc: Doc): Doc {
  const [response, resolution] = promised[String(doc.type)] ?? [120, 4320]
  const terms = {
    ...{ version: 1, response: `${response}m`, resolution: `${resolution}m`, stopsAt: 'finish', warnShare: 0.8 },
    ...{ hold: '10m', pauses: ['parts', 'access', 'caller', 'vendor', 'weather', 'shutdown', 'other'], checks: [] },
  }
  const clocks = doc.clocks as { response: Clock; resolution: Clock }
  const from = String(doc.createdAt)
  const rating = doc.rating as Doc | null
  return {
    ...{ finishedVendor: null, finishedAt: null, lease: null, appointment: null, workSince: from, arrival: null },
    ...{
      checks: [],
      proof: null,
      verdict: null,
      bounces: 0,
      recurrence: 1,
      warranty: null,
      readBack: false,
      said: null,
    },
    ...doc,
    ...{ terms, rating: rating && { at: doc.closedAt ?? from, ...rating } },
    clocks: { response: fillClock(clocks.response, from), resolution: fillClock(clocks.resolution, from) },
  }
}

/** Of pauses before there were intervals only the sum is known: what was counted stands as one stretch. */
function fillClock(clock: Clock, from: string): Doc {
  const to = clock.state === 'running' ? null : (clock.stoppedAt ?? from)
  return { warnAt: null, warned: true, intervals: [{ from, fromBy: null, to, toBy: null, why: null }], ...clock }
}
