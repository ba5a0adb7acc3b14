// From an audience to people, at the moment of telling, and from people to the channels that reach them. Nothing of this
// is ever copied into a ladder: whoever is on duty when the step comes is told.
import type { Channel, ChannelType } from '../contracts/channel.ts'
import type { Audience, LadderStep } from '../contracts/ladder.ts'
import type { User } from '../contracts/user.ts'
import { meets } from './grant.ts'
import { hasSkill } from './roster.ts'

/** A channel that leads to one person; the others lead to a group or a thing. */
const personal: readonly ChannelType[] = ['web_push', 'sms', 'voice', 'email']
const groups: readonly ChannelType[] = ['wecom', 'dingtalk', 'feishu', 'webhook']

export type AudienceFacts = {
  site: string
  at: number
  users: readonly User[]
  onDuty: ReadonlySet<string>
  /** Of the incident or ticket; null while nobody has it. */
  assignee: string | null
  /** The firm that has the ticket; null for an incident and for work of the house's own. */
  vendor: string | null
  /** The skill that the work asks for. */
  skill: string | null
  channels: readonly Channel[]
  /** People of whom a phone or browser takes messages. */
  pushed: ReadonlySet<string>
}

/** Everybody whom an audience means now; nobody in particular for a channel. */
export function peopleOf(who: Audience, facts: AudienceFacts): User[] {
  const here = facts.users.filter(({ enabled, sites }) => enabled && meets({ sites: [facts.site] }, sites))
  if ('channel' in who) return []
  if ('user' in who) return here.filter(({ username }) => username === who.user)
  // A role means the house's own: what a firm has is no other firm's news.
  if ('role' in who) return here.filter(({ role, vendor }) => role === who.role && vendor === null)
  if ('duty' in who) return onDutyWith(here, who.duty, who.skill ?? null, facts)
  const { assignee, vendor } = facts
  if (assignee !== null) return here.filter(({ username }) => username === assignee)
  const firm = vendor === null ? [] : here.filter((user) => user.vendor === vendor && user.role === 'technician')
  return firm.length > 0 ? firm : onDutyWith(here, 'technician', facts.skill, facts)
}

/** Work that asks for a skill which nobody on duty has goes to all of the role: better told in vain than not told. */
function onDutyWith(here: readonly User[], role: string, skill: string | null, { onDuty, at }: AudienceFacts): User[] {
  const there = here.filter((user) => user.role === role && onDuty.has(user.username))
  const able = skill === null ? [] : there.filter((user) => hasSkill(user, skill, at))
  return able.length > 0 ? able : there
}

/** What is asked to know which channels reach a person at a site. */
export type Ways = Pick<AudienceFacts, 'site' | 'channels' | 'pushed'>

const serves = ({ site, enabled }: Channel, facts: Ways): boolean => enabled && (site === null || site === facts.site)

function reaches({ config }: Channel, user: User, { pushed }: Ways): boolean {
  if (config.type === 'web_push') return pushed.has(user.username)
  if (config.type === 'email') return user.email !== null
  return (config.type === 'sms' || config.type === 'voice') && user.phone !== null
}

/** The channels that reach a person, in the order of preference; those that the person did not name come last. */
export function channelsOf(user: User, facts: Ways): Channel[] {
  const rank = ({ id, config }: Channel) => {
    const named = user.notify.indexOf(id)
    return named < 0 ? user.notify.length + personal.indexOf(config.type) : named
  }
  return facts.channels
    .filter((channel) => serves(channel, facts) && reaches(channel, user, facts))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}

/** One message: to a person, or to a group (`to` null). */
export type Sending = { to: User | null; channel: Channel }
export type Reach = { told: Sending[]; unreached: User[] }
export type Telling = {
  /** Counts from 1; a repeat tries the person's next channel. */
  telling: number
  /** Danger to people goes by every channel at once. */
  urgent: boolean
}

/** Whom a step tells now and through what, and who of those meant cannot be reached. */
export function reachOf({ who, channels }: LadderStep, facts: AudienceFacts, { telling, urgent }: Telling): Reach {
  const people = peopleOf(who, facts)
  const told: Sending[] = groupsOf(who, channels, facts).map((channel) => ({ to: null, channel }))
  const unreached: User[] = []
  for (const to of people) {
    const all = channelsOf(to, facts)
    const ways = channels.length === 0 ? all : all.filter(({ id }) => channels.includes(id)).sort(byOrder(channels))
    if (ways.length === 0) unreached.push(to)
    const chosen = urgent ? ways : ways.slice((telling - 1) % Math.max(1, ways.length)).slice(0, 1)
    told.push(...chosen.map((channel) => ({ to, channel })))
  }
  return { told, unreached }
}

const byOrder = (order: readonly string[]) => (a: Channel, b: Channel) => order.indexOf(a.id) - order.indexOf(b.id)

function groupsOf(who: Audience, named: readonly string[], facts: AudienceFacts): Channel[] {
  const serving = facts.channels.filter((channel) => serves(channel, facts))
  if ('channel' in who) return serving.filter(({ id }) => id === who.channel)
  if (named.length === 0) return serving.filter(({ config }) => groups.includes(config.type))
  return serving.filter(({ id, config }) => named.includes(id) && !personal.includes(config.type))
}
