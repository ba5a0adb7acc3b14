// What is sent for a step: each message in the language of whom it goes to, with the place and the thing in words.
import type { Kysely } from 'kysely'
import type { Incident } from '../core/contracts/incident.ts'
import { iso } from '../core/contracts/instant.ts'
import type { NewNotice } from '../core/contracts/notice.ts'
import type { Name } from '../core/contracts/scalars.ts'
import type { Send } from '../core/domain/climb.ts'
import { linkTo, mayNamePeople } from '../core/domain/notice.ts'
import { placeWords } from '../core/domain/sheet.ts'
import { incidentNotice, ticketNews, ticketNotice, type NoticeContext } from '../core/texts/notice.ts'
import { ofSubject, thingOf, timezoneOf, type Subject } from './audience.ts'
import type { Estate } from './estate.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { listPoints } from './store/point.ts'
import type { Records } from './store/schema.ts'
import { findUser } from './store/user.ts'

type Db = Kysely<Records>
type Room = { tx: Db; estate: Estate; linkBase: string }
type Placed = { place: Name | null; thing: Name | null; isPerson: boolean }
type Spot = { building: string | null; zone: string | null }

/** The notices of the messages, with their keys. */
export async function noticesFor(
  room: Room,
  subject: Subject,
  sends: readonly Send[],
  at: number,
  words: typeof say = say,
): Promise<NewNotice[]> {
  if (sends.length === 0) return []
  const placed = await placedOf(room, subject)
  const { site, priority } = thingOf(subject)
  const about = ofSubject(subject)
  return sends.map((send) => {
    const locale = send.to?.locale ?? 'zh-CN'
    const said = words(subject, contextOf(room, subject, placed, send, at))
    return {
      ...{ key: send.key, site, channel: send.channel.id, to: send.to?.username ?? null, priority, about, locale },
      ...{ ...said, link: linkTo(about, room.linkBase), createdAt: iso(at) },
    }
  })
}

const say = (subject: Subject, context: NoticeContext) =>
  subject.type === 'incident' ? incidentNotice(subject.incident, context) : ticketNotice(subject.ticket, context)

/** What is new of a ticket that somebody has. */
export const newsWords: typeof say = (subject, context) =>
  subject.type === 'ticket' ? ticketNews(subject.ticket, context) : say(subject, context)

function contextOf({ estate }: Room, subject: Subject, placed: Placed, send: Send, at: number): NoticeContext {
  const { site, device } = thingOf(subject)
  const personal = mayNamePeople(send.channel, send.to)
  const rule = subject.type === 'incident' ? estate.rules.get(subject.incident.rule) : undefined
  const kind = estate.kinds.get(estate.devices.get(device ?? '')?.kind ?? '')
  return {
    ...{ locale: send.to?.locale ?? 'zh-CN', at, telling: send.telling, personal },
    ...{ place: placed.place, thing: placed.isPerson && !personal ? null : placed.thing },
    ...{ metrics: kind?.metrics ?? [], when: rule?.when ?? null, timezone: timezoneOf(estate, site) },
  }
}

async function placedOf(room: Room, subject: Subject): Promise<Placed> {
  const about = subject.type === 'incident' ? await aboutOf(room, subject.incident) : null
  if (about) return about
  const { device: id, site } = thingOf(subject)
  const device = room.estate.devices.get(id ?? '')
  if (device) return { place: wordsAt(room, site, device), thing: device.name, isPerson: false }
  const zone = subject.type === 'ticket' ? subject.ticket.zone : null
  return { place: wordsAt(room, site, { building: null, zone }), thing: null, isPerson: false }
}

/** The thing of an incident that is not the device itself: a point of a panel, a checkpoint, a person, a channel. */
async function aboutOf(room: Room, { subject: { type, id }, site }: Incident): Promise<Placed | null> {
  if (type === 'point') {
    const [device = '', name = ''] = id.split(':')
    const point = (await listPoints(room.tx, device)).find((each) => each.id === name)
    const zone = point?.zone ?? room.estate.devices.get(device)?.zone ?? null
    return { place: wordsAt(room, site, { building: null, zone }), thing: point?.name ?? same(name), isPerson: false }
  }
  if (type === 'checkpoint') {
    const point = await findCheckpoint(room.tx, id)
    return point && { place: wordsAt(room, site, point), thing: point.name, isPerson: false }
  }
  // The title names the channel; it stands nowhere.
  if (type === 'channel') return { place: null, thing: null, isPerson: false }
  if (type !== 'user') return null
  return { place: null, thing: same((await findUser(room.tx, id))?.name ?? id), isPerson: true }
}

const same = (name: string): Name => ({ 'zh-CN': name, en: name })
const wordsAt = ({ estate }: Room, site: string, spot: Spot): Name | null =>
  placeWords(spot, estate.sites.get(site) ?? null, estate.zones)
