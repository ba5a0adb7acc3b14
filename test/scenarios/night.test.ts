// A night of eight routes × twelve checkpoints × eight rounds: what night.ts says is done leaves exactly the findings that
// it lists, whatever the seed by which honest guards dawdle.
import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { Happening } from '../../core/contracts/live.ts'
import type { Round, Visit } from '../../core/contracts/round.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { instantOf } from '../../core/domain/schedule.ts'
import { seeded } from '../../simulators/random.ts'
import { paddingFrom, signTap, type SunTap } from '../../simulators/sun.ts'
import { openNight, type NightEstate } from '../support/night-house.ts'
import { deeds, dwell, findings, orders, outage, shared, starts, stopsPerRound, twoRoles } from './night.ts'
import { walkRound, type Errand, type Sent } from './night-walk.ts'

const minute = 60_000
const timezone = 'Asia/Shanghai'
const [evening, morning] = ['2026-11-23', '2026-11-24']
const onClock = (time: string): number => instantOf(time >= '12:00' ? evening : morning, time, timezone)
const nightStart = onClock('19:55')
const nightEnd = onClock('08:00')
const [silentFrom, silentUntil] = [onClock(outage.from), onClock(outage.to)]
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

// The estate

const keyOf = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase()
const uidOf = (id: string): string => `04${keyOf(id).slice(0, 12)}`
/** Tags of one batch: what they encrypt their data with is the same, what they sign with is each one's own. */
const sunOf = (id: string) => ({ uid: uidOf(id), metaKey: keyOf('batch'), fileKey: keyOf(`file ${id}`) })
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const codeOf = (id: string): string =>
  [...createHash('sha256').update(id).digest().subarray(0, 6)].map((byte) => letters[byte % 32]).join('')
const pointAt = (route: number, place: number): string =>
  shared[`route-${route}`] === place ? 'lobby' : `cp-${route}-${place}`

function checkpoint(id: string, place: number, more: object = {}): NightEstate['checkpoints'][number] {
  // Halfway each route goes over to the other building.
  const zone = place <= stopsPerRound / 2 - 1 ? 'west' : 'east'
  const key = place === 1 || place === stopsPerRound
  const tag = { type: 'ntag424' as const, ...sunOf(id), encrypted: true, macInput: 'empty' as const }
  return { ...{ id, site: 'hq', name: id, code: codeOf(id), zone, building: zone, key, tag }, ...more }
}
const ownPoints = numbers(orders.length).flatMap((route) =>
  numbers(stopsPerRound)
    .filter((place) => pointAt(route, place) !== 'lobby')
    .map((place) => checkpoint(pointAt(route, place), place, { twoRoles: route === 8 && place === twoRoles })),
)
const route = (order: (typeof orders)[number], n: number): NightEstate['routes'][number] => ({
  ...{ id: `route-${n}`, site: 'hq', name: `Route ${n}`, order, guard: `guard-${n}`, graceMinutes: 3 },
  schedule: { starts },
  ...(n === 8 ? { startPoint: 'post', endPoint: 'post' } : {}),
  stops: numbers(stopsPerRound).map((place) => ({
    ...{ checkpoint: pointAt(n, place), from: (place - 1) * 6, until: place * 6, leg: { min: 1, max: 15 } },
    dwellSeconds: n === 8 && place === dwell ? 120 : 0,
  })),
})
const building = (id: string) => ({ id, name: id, floors: 3 })
const estate: NightEstate = {
  site: { id: 'hq', name: 'HQ', timezone, buildings: [building('west'), building('east')] },
  zones: ['west', 'east'].map((id) => ({ id, site: 'hq', building: id, floor: 1, name: id })),
  checkpoints: [...ownPoints, checkpoint('lobby', 6), checkpoint('post', 6)],
  routes: orders.map((order, n) => route(order, n + 1)),
  users: [
    ...numbers(orders.length).map((n) => ({ username: `guard-${n}`, name: `Guard ${n}`, role: 'guard' as const })),
    { username: 'tech', name: 'Technician', role: 'technician' },
  ],
}

// The play

let house: Awaited<ReturnType<typeof openNight>> | null = null
afterEach(async () => {
  await house?.end()
  house = null
})

const clockOf = (at: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' }).format(epoch(at))
const nameOf = ({ route, startsAt }: Round): string => `${route}@${clockOf(startsAt)}`

/** What each read says: the tag's counter rises with every read, whoever sends it and whenever. */
function signed(sent: readonly Sent[], seed: number): Map<Sent, SunTap> {
  const counters = new Map<string, number>()
  const random = seeded(`${seed}:padding`)
  const reads = new Map<Sent, SunTap>()
  for (const tap of sent.filter(({ copyOf }) => !copyOf).toSorted((a, b) => a.read - b.read)) {
    const counter = (counters.get(tap.checkpoint) ?? 0) + 1
    counters.set(tap.checkpoint, counter)
    reads.set(tap, signTap(sunOf(tap.checkpoint), counter, paddingFrom(random)))
  }
  return reads
}

/** Everything that happens, in the order in which the server learns of it. */
async function play(
  seed: number,
): Promise<{ rounds: Round[]; happened: Happening[]; taps: Tap[]; incidents: Incident[] }> {
  const night = await openNight(estate, nightStart)
  house = night
  const planned = (await night.rounds()).filter(({ startsAt }) => epoch(startsAt) < nightEnd)
  const walks = planned.map((round) => walkRound(round, nameOf(round), deeds, seed))
  const sent = walks.flatMap((walk) => walk.sent)
  const reads = signed(sent, seed)
  let ids = 0
  const tap = (one: Sent, at: number) => {
    const stated = { ts: one.at + one.skew, sentAt: at + one.skew }
    return night.tap(one.by, `t-${++ids}`, { ...reads.get(one.copyOf ?? one)!, ...stated }, at)
  }
  // While nothing listens, nothing arrives: phones keep what they have.
  const heardAt = (at: number) => (at >= silentFrom && at < silentUntil ? silentUntil + 1000 : at)
  const acts = [
    ...sent.map((one) => ({ at: heardAt(one.sent), sent: one.sent, act: (at: number) => tap(one, at) })),
    ...walks.flatMap(({ errands }) => errands).flatMap(errandActs(night)),
    ...ticks().map((at) => ({ at, sent: at, act: () => night.tick(at, at >= silentUntil ? silentUntil : nightStart) })),
  ]
  for (const { at, act } of acts.toSorted((a, b) => a.at - b.at || a.sent - b.sent)) await act(at)
  const rounds = (await night.rounds()).filter(({ startsAt }) => epoch(startsAt) < nightEnd)
  return { rounds, happened: night.happened, taps: await night.taps(), incidents: await night.incidents() }
}

const errandActs =
  (night: Awaited<ReturnType<typeof openNight>>) =>
  ({ round, from, until }: Errand) => [
    { at: from, sent: from, act: (at: number) => night.send(round, at) },
    { at: until, sent: until, act: (at: number) => night.back(round, at) },
  ]

function ticks(): number[] {
  const all: number[] = []
  for (let at = nightStart; at <= nightEnd; at += 20_000) if (at < silentFrom || at >= silentUntil) all.push(at)
  return all
}

// What is left behind

function ofVisit(round: Round, visit: Visit, place: number): string[] {
  const where = `${nameOf(round)} #${place}`
  const state = visit.state === 'on_time' ? [] : [`${where} ${visit.state}${visit.unwatched ? ', unwatched' : ''}`]
  return [
    ...state,
    ...(visit.outOfOrder ? [`${where} out of order`] : []),
    ...visit.flags.map((flag) => `${where} ${flag}`),
  ]
}

function ofRound(round: Round): string[] {
  const minutes = ({ from, until }: Round['pauses'][number]) => (epoch(until ?? from) - epoch(from)) / minute
  return [
    ...round.visits.flatMap((visit, n) => ofVisit(round, visit, n + 1)),
    ...round.pauses.map((pause) => `${nameOf(round)} paused ${minutes(pause)} min`),
    ...(round.startPoint && !round.startPoint.at ? [`${nameOf(round)} no start`] : []),
    ...(round.endPoint && !round.endPoint.at ? [`${nameOf(round)} no end`] : []),
    ...(round.state === 'complete' || round.visits.some(({ state }) => state === 'missed')
      ? []
      : [`${nameOf(round)} open`]),
  ]
}

function ofTaps(taps: readonly Tap[], rounds: readonly Round[]): string[] {
  const named = new Map(rounds.map((round) => [round.id, nameOf(round)]))
  const refused = taps.filter(({ status }) => status === 'refused')
  const counts = new Map<string, number>()
  for (const { flags, round, status } of taps)
    for (const flag of status === 'accepted' ? flags : []) {
      const line = `${named.get(round ?? '') ?? 'no round'} ${flag}`
      counts.set(line, (counts.get(line) ?? 0) + 1)
    }
  // How many taps are too many depends on how fast the guard walked before.
  const flagged = [...counts].map(([line, count]) => (line.endsWith('scan_spam') ? line : `${line} ×${count}`))
  return [...refused.map(({ reason, by, checkpoint }) => `${reason} ${by} ${checkpoint}`), ...flagged]
}

const notes: Record<string, string> = { late_synced: ', late sync', was_offline: ', was offline' }
function ofIncidents(incidents: readonly Incident[], rounds: readonly Round[]): string[] {
  const drawn = rounds.find((round) => nameOf(round) === 'route-7@00:30')?.visits[0]?.checkpoint
  return incidents.flatMap(({ rule, subject, active, timeline }) => {
    const what = subject.id === drawn ? 'first of route-7@00:30' : subject.id
    const trips = timeline.flatMap((entry, n) => (/opened|retripped/.test(entry.type) ? [n] : []))
    return trips.map((from, n) => {
      const until = trips[n + 1] ?? timeline.length
      const life = timeline.slice(from, until)
      const noted = life.find(({ type }) => type === 'annotated')
      const over = n + 1 < trips.length || !active
      const name = what.startsWith('first') ? 'checkpoint-missed' : rule
      return `${name} ${what} ${over ? 'cleared' : 'active'}${noted ? notes[String(noted.data.corrected)] : ''}`
    })
  })
}

const ofHappenings = (happened: readonly Happening[]): string[] =>
  happened.filter(({ type }) => type === 'round.lost').map(({ data }) => `${nameOf(data as Round)} lost`)

test.each([1, 2])('the night leaves exactly what is listed (seed %d)', { timeout: 120_000 }, async (seed) => {
  const { rounds, happened, taps, incidents } = await play(seed)
  expect(rounds).toHaveLength(orders.length * starts.length)
  expect(rounds.flatMap(({ visits }) => visits)).toHaveLength(orders.length * starts.length * stopsPerRound)
  const found = [
    ...rounds.flatMap(ofRound),
    ...ofTaps(taps, rounds),
    ...ofIncidents(incidents, rounds),
    ...ofHappenings(happened),
  ]
  expect(found.toSorted()).toEqual([...findings].toSorted())
})
