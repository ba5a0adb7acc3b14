// Ladders, performed: begun and stopped inside the very transaction that changes the incident or the ticket, moved on by
// the ticks of the journal. Notices go into the outbox in the same transaction, so neither can be without the other.
import type { Transaction } from 'kysely'
import { epoch } from '../core/contracts/instant.ts'
import { LadderStep, type Audience, type Climb, type Ladder } from '../core/contracts/ladder.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import { reachOf } from '../core/domain/audience.ts'
import {
  beginClimb,
  begun,
  ladderFor,
  resumeClimb,
  stopClimb,
  tickClimb,
  type Climbed,
  type Ground,
} from '../core/domain/climb.ts'
import { stuckLadders } from '../core/domain/ladder-audit.ts'
import { followUp, newsFor, quietIncident, quietTicket, type FollowUp } from '../core/domain/reaction.ts'
import { findSubject, readAudiences, thingOf, timezoneOf, type Audiences, type Subject } from './audience.ts'
import { holdOf, letLapse } from './climb-lapse.ts'
import { newsWords, noticesFor } from './climb-notice.ts'
import type { Reaction } from './commit.ts'
import type { Estate } from './estate.ts'
import { idOf } from './raise.ts'
import { climbKey, climbOf, climbsDue, keepClimb, laddered } from './store/climb.ts'
import { allLadders } from './store/ladder.ts'
import { noticeId, writeNotices } from './store/notice.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>

export type Climbs = {
  /** What the happenings of a transaction ask of ladders. */
  react: Reaction
  /** Lets time come to `at` for every climb. */
  tick(tx: Tx, at: number): Promise<NewHappening[]>
  /** Begins the climbs that are owed: of what was open before there was a ladder for it. */
  mend(tx: Tx, at: number): Promise<NewHappening[]>
}

/** `linkBase`: the address under which links of notices lead into the house. */
export function createClimbs(estate: Estate, linkBase: () => string): Climbs {
  const roomOf = (tx: Tx): Room => ({
    tx,
    estate,
    linkBase: linkBase(),
    audiences: readAudiences(tx, estate),
    ladders: null,
  })
  return {
    async react(tx, happenings) {
      const room = roomOf(tx)
      const told: NewHappening[] = []
      for (const happening of happenings) {
        const asked = followUp(happening)
        if (asked) told.push(...(await follow(room, asked, happening)))
        const audience = newsFor(happening)
        if (audience) await spread(room, happening, audience)
      }
      return told
    },
    async tick(tx, at) {
      const room = roomOf(tx)
      const told: NewHappening[] = []
      for (const climb of await climbsDue(tx, at))
        told.push(...(await (climb.state === 'stopped' ? letLapse(tx, climb, at) : moveOn(room, climb, at))))
      return told
    },
    async mend(tx, at) {
      const room = roomOf(tx)
      const told: NewHappening[] = []
      for (const { of, site, why } of stuckLadders(await laddered(tx), at)) {
        const subject = why === 'late' ? null : await findSubject(tx, of)
        if (!subject) continue
        const hold = holdOf(subject, at)
        const asked = { of, site, does: hold ? ('stop' as const) : ('again' as const), why: 'audit', hold }
        told.push(...(await (hold ? halt(room, asked, null, at) : owe(room, asked, subject, at))))
      }
      return told
    },
  }
}

type Room = { tx: Tx; estate: Estate; linkBase: string; audiences: Audiences; ladders: Ladder[] | null }

async function follow(room: Room, asked: FollowUp, { data, at: time, by }: NewHappening): Promise<NewHappening[]> {
  const at = epoch(time)
  if (asked.does === 'stop') return halt(room, asked, by, at)
  const climb = await climbOf(room.tx, climbKey(asked.of))
  if (climb && climb.state !== 'stopped' && asked.does === 'climb') return []
  return owe(room, asked, { type: asked.of.type, [asked.of.type]: data } as Subject, at, by)
}

/** Tells whom it concerns; its key is that of the entry, so that it is told once. */
async function spread(room: Room, { data, at: time }: NewHappening, who: Audience): Promise<void> {
  const ticket = data as Ticket
  const subject: Subject = { type: 'ticket', ticket }
  const at = epoch(time)
  const ground = await groundOf(room, subject, at)
  const sends = ground
    .reach(LadderStep.parse({ who }), 1)
    .told.filter(({ to }) => to !== null)
    .map((sending) => ({
      ...{ ...sending, telling: 1 },
      key: [ticket.id, ticket.version, sending.channel.id, sending.to!.username].join('/'),
    }))
  await writeNotices(room.tx, await noticesFor(room, subject, sends, at, newsWords))
}

/** Stops it, or keeps it still. */
async function halt(room: Room, { of, why, hold }: FollowUp, by: string | null, at: number): Promise<NewHappening[]> {
  const climb = await climbOf(room.tx, climbKey(of))
  return climb ? keepClimb(room.tx, stopClimb(climb, why, by, at, hold)) : []
}

/** Begins or begins anew. */
async function owe(room: Room, asked: FollowUp, subject: Subject, at: number, by: string | null = null) {
  const climb = await climbOf(room.tx, climbKey(asked.of))
  const next = climb ? resumeClimb(climb, asked.why, by, at) : await begin(room, asked, subject, at)
  return next ? settle(room, subject, next, by, at) : []
}

/** The climb of what nobody has taken yet; null when no ladder serves it. */
async function begin(room: Room, { of, site }: FollowUp, subject: Subject, at: number): Promise<Climb | null> {
  room.ladders ??= await allLadders(room.tx)
  const kind = subject.type === 'ticket' ? { type: subject.ticket.type } : { priority: subject.incident.priority }
  const ladder = ladderFor(room.ladders, { site, ...kind })
  return ladder && beginClimb({ id: idOf('c', climbKey(of)), site, of, ladder, at })
}

/** Takes what is due at once, and tells of the beginning in any case. */
async function settle(room: Room, subject: Subject, climb: Climb, by: string | null, at: number) {
  const moved = tickClimb(climb, at, await groundOf(room, subject, at))
  const happenings = moved.happenings.length > 0 ? moved.happenings : [begun(climb, by, at)]
  return keep(room, subject, { ...moved, happenings }, at)
}

/** A step is due. What was taken by a way that told nobody stops here at the latest. */
async function moveOn(room: Room, climb: Climb, at: number): Promise<NewHappening[]> {
  const subject = await findSubject(room.tx, climb.of)
  const quiet = subject ? quietOf(subject, at) : 'gone'
  if (!subject || quiet !== null) return keepClimb(room.tx, stopClimb(climb, quiet ?? 'gone', null, at))
  return keep(room, subject, tickClimb(climb, at, await groundOf(room, subject, at)), at)
}

const quietOf = (subject: Subject, at: number): string | null =>
  subject.type === 'incident' ? quietIncident(subject.incident, at) : quietTicket(subject.ticket)

async function keep(room: Room, subject: Subject, { next, sends, happenings }: Climbed, at: number) {
  await writeNotices(room.tx, await noticesFor(room, subject, sends, at))
  return keepClimb(room.tx, { next, happenings })
}

async function groundOf({ audiences, estate }: Room, subject: Subject, at: number): Promise<Ground> {
  const thing = thingOf(subject)
  const all = await audiences.facts(thing, at)
  const facts = { ...all, channels: all.channels.filter(({ id }) => id !== brokenChannel(subject)) }
  const urgent = thing.priority === 1
  return {
    timezone: timezoneOf(estate, thing.site),
    waiting: await audiences.waiting(thing.site),
    reach: (step, telling) => reachOf(step, facts, { telling, urgent }),
    noticeId,
  }
}

/** A channel that does not get through cannot tell that it does not. */
const brokenChannel = (subject: Subject): string | null =>
  subject.type === 'incident' && subject.incident.subject.type === 'channel' ? subject.incident.subject.id : null
