// The work slip of a ticket: gathered from the records and put into words. What is not known yet stays empty, to be
// written by hand.
import type { Kysely } from 'kysely'
import type { Device } from '../../core/contracts/device.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Site, Zone } from '../../core/contracts/site.ts'
import type { Ticket, TicketCheck } from '../../core/contracts/ticket.ts'
import { formatDate, formatTime, zoneLabel } from '../../core/texts/format.ts'
import type { TextParams } from '../../core/texts/message.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { findDevice } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { findUser } from '../store/user.ts'
import { findVendor } from '../store/vendor.ts'
import { findZone } from '../store/zone.ts'
import { codeOf, type Code } from './code.ts'
import type { Table } from './paper.ts'

export type Field = { label: string; value: string }
/** Free words with their heading; `lines` is the room that is left for handwriting where there are none. */
export type Block = { heading: string; words: string; lines: number }
export type Slip = {
  form: 'slip'
  locale: Locale
  title: string
  number: string
  site: string
  code: Code
  codeWords: string
  fields: Field[]
  blocks: Block[]
  tables: Table[]
  signatures: Field[]
  date: string
  foot: string
}

type Facts = {
  ticket: Ticket
  site: Site
  device: Device | null
  zone: Zone | null
  people: ReadonlyMap<string, string>
  vendor: string | null
  locale: Locale
  at: number
}
type Pen = ReturnType<typeof penOf>

/** The slip of a ticket. `url`: where its code leads. */
export async function slipOf(
  db: Kysely<Records>,
  ticket: Ticket,
  { locale, url, at }: { locale: Locale; url: string; at: number },
): Promise<Slip> {
  const facts = await gather(db, ticket, locale, at)
  const pen = penOf(facts)
  const { say } = pen
  const zone = `${facts.site.timezone} ${zoneLabel(at, facts.site.timezone)}`
  return {
    ...{ form: 'slip', locale, title: say('slip.title'), number: say('slip.number', { number: ticket.number }) },
    ...{ site: facts.site.name[locale], code: codeOf(url), codeWords: say('slip.scan') },
    fields: fieldsOf(facts, pen),
    blocks: blocksOf(facts, pen),
    tables: tablesOf(facts, pen),
    signatures: signaturesOf(facts, pen),
    ...{ date: say('slip.date'), foot: say('slip.made', { at: pen.time(new Date(at).toISOString()), zone }) },
  }
}

async function gather(db: Kysely<Records>, ticket: Ticket, locale: Locale, at: number): Promise<Facts> {
  const site = await findSite(db, ticket.site)
  if (!site) throw new Error(`a ticket of site ${ticket.site}, which is not there`)
  const device = ticket.device === null ? null : await findDevice(db, ticket.device)
  const place = ticket.zone ?? device?.zone ?? null
  const zone = place === null ? null : await findZone(db, place)
  const named = [ticket.assignee, ticket.finishedBy, device?.lockout?.by, lastOf(ticket, 'verified')?.by]
  const people = new Map<string, string>()
  for (const name of named) if (name) people.set(name, (await findUser(db, name))?.name ?? name)
  const firm = ticket.finishedVendor ?? ticket.vendor
  const vendor = firm === null ? null : ((await findVendor(db, firm))?.name[locale] ?? firm)
  return { ticket, site, device, zone, people, vendor, locale, at }
}

const lastOf = ({ timeline }: Ticket, type: string) => timeline.findLast((entry) => entry.type === type)

const penOf = ({ site, people, locale }: Facts) => ({
  say: (key: TextKey, params: TextParams = {}): string => text(locale, key, params),
  time: (at: string | null | undefined): string =>
    at ? `${formatDate(Date.parse(at), site.timezone)} ${formatTime(Date.parse(at), site.timezone).slice(0, 5)}` : '',
  person: (name: string | null | undefined): string => (name ? (people.get(name) ?? name) : ''),
})

function fieldsOf(facts: Facts, { say, time, person }: Pen): Field[] {
  const { ticket, device, vendor, locale } = facts
  const { clocks, appointment, arrival, assignee, finishedBy, reporter } = ticket
  const worker = [person(finishedBy ?? assignee), vendor].filter(Boolean).join(' · ')
  const lock = device?.lockout ? `${person(device.lockout.by)} ${time(device.lockout.since)}` : ''
  const rows: [TextKey, string][] = [
    ['slip.what', ticket.title[locale]],
    ['slip.type', say(`ticket.type.${ticket.type}`)],
    ['slip.device', device ? `${device.name[locale]} (${device.id})` : ''],
    ['slip.place', placeOf(facts)],
    ['slip.priority', say(`priority.${ticket.priority}`)],
    ['slip.state', say(`ticket.state.${ticket.state}`)],
    ['slip.reporter', reporter ? `${reporter.name} ${reporter.phone}`.trim() : ''],
    ['slip.source', say(`ticket.source.${ticket.source}`)],
    ['slip.received', time(ticket.createdAt)],
    ['slip.assignee', worker],
    ['slip.respond_by', time(clocks.response.dueAt)],
    ['slip.accepted', time(lastOf(ticket, 'accepted')?.at)],
    ['slip.resolve_by', time(clocks.resolution.dueAt)],
    ['slip.arrived', time(arrival?.at)],
    ['slip.appointment', time(appointment?.at)],
    ['slip.finished', time(ticket.finishedAt)],
    ['slip.lockout', lock],
    ['slip.verified', time(lastOf(ticket, 'verified')?.at)],
  ]
  return rows.map(([label, value]) => ({ label: say(label), value }))
}

function placeOf({ site, device, zone, locale }: Facts): string {
  const id = zone?.building ?? device?.building ?? null
  const building = site.buildings.find((one) => one.id === id)
  return [building?.name[locale], zone?.name[locale]].filter(Boolean).join(' · ')
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

function blocksOf({ ticket }: Facts, { say }: Pen): Block[] {
  const done = lastOf(ticket, 'finished')?.data ?? {}
  const minutes = typeof done.minutes === 'number' ? say('slip.minutes', { minutes: done.minutes }) : ''
  const price = lastOf(ticket, 'closed')?.data.cost ?? done.cost
  const cost = typeof price === 'number' ? say('slip.cost', { cost: price }) : ''
  const work = [words(done.note), minutes, cost].filter(Boolean).join('\n')
  const { verdict } = ticket
  const judged =
    verdict === null ? [] : [{ heading: say('slip.verdict'), words: say(`ticket.verdict.${verdict.state}`), lines: 0 }]
  return [
    { heading: say('slip.fault'), words: ticket.description, lines: 2 },
    { heading: say('slip.work'), words: work, lines: 4 },
    ...judged,
  ]
}

type Part = { name: string; quantity: number }
const blankParts = 2

function tablesOf({ ticket, locale }: Facts, { say }: Pen): Table[] {
  const parts = (lastOf(ticket, 'finished')?.data.parts ?? []) as Part[]
  const rows = parts.map(({ name, quantity }) => [name, String(quantity)])
  const blank = Array.from({ length: rows.length > 0 ? 0 : blankParts }, () => ['', ''])
  const checks: Table = {
    heading: say('slip.checks'),
    columns: [
      { name: say('slip.check'), width: 60 },
      { name: say('slip.found'), width: 40 },
    ],
    rows: ticket.checks.map((check) => [check.item.label[locale], foundOf(check, say)]),
  }
  return [
    ...(ticket.checks.length > 0 ? [checks] : []),
    {
      heading: say('slip.parts'),
      columns: [
        { name: say('slip.part'), width: 75 },
        { name: say('slip.quantity'), width: 25 },
      ],
      rows: [...rows, ...blank],
    },
  ]
}

function foundOf({ item, ok, answer }: TicketCheck, say: Pen['say']): string {
  if (ok === null) return ''
  const value = answer?.value === undefined ? '' : `${answer.value} ${item.unit}`.trim()
  return [value, say(ok ? 'slip.ok' : 'slip.failed'), answer?.note ?? ''].filter(Boolean).join(' · ')
}

const signaturesOf = ({ ticket }: Facts, { say, person }: Pen): Field[] => [
  { label: say('slip.sign.technician'), value: person(ticket.finishedBy) },
  { label: say('slip.sign.verifier'), value: person(lastOf(ticket, 'verified')?.by) },
  { label: say('slip.sign.reporter'), value: '' },
]
