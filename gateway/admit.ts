// Who are you, what may you publish, what may you hear. Every answer is asked of the directory anew, so that a child
// registered a moment ago may speak and a deleted device may not; matching is by literal comparison, never by pattern.
import { Channel, parseTopic } from '../core/contracts/topic.ts'
import type { Directory, Identity, KnownDevice } from './directory.ts'
import { isFilter, isTopic, isWild } from './filter.ts'
import { openGuesses } from './guesses.ts'

/** The channels that a device may publish on. */
export type Spoken = Exclude<Channel, 'cmd' | 'presence'>
/** Where a publication goes, or why it goes nowhere: forbidden (audited) or not understood (quarantine). */
export type Permit =
  | { verdict: 'allowed'; device: KnownDevice; channel: Spoken }
  | { verdict: 'forbidden'; reason: string }
  | { verdict: 'strange'; reason: string; device: string | null; unregistered: Unregistered | null }
export type Unregistered = { id: string; site: string; kind: string; channel: string }

export type Credentials = {
  /** Empty when none was given. */
  username: string
  secret: Buffer | undefined
  address: string
  /** The name in a client certificate that our authority signed, when one was shown. */
  certified: string | null
}
/** `recorded`: worth an audit entry, so that a guesser cannot fill the journal. */
export type LoginRefusal = { refusal: 'anonymous' | 'wrong_password' | 'too_many_attempts'; recorded: boolean }

/** Checks logins against the directory, with a growing wait for those who guess. */
export function openLogins(directory: Directory): (given: Credentials, at: number) => Identity | LoginRefusal {
  const guesses = openGuesses()
  return ({ username, secret, address, certified }, at) => {
    if (certified !== null && (username === '' || username === certified)) {
      const device = directory.device(certified)
      if (device) return { type: 'device', id: device.id, site: device.site, kind: device.kind, children: new Set() }
    }
    if (username === '' || !secret || secret.length === 0) return { refusal: 'anonymous', recorded: false }
    if (!guesses.allows(username, address, at)) return { refusal: 'too_many_attempts', recorded: false }
    const identity = directory.login(username, secret)
    if (identity) {
      guesses.right(username, address)
      return identity
    }
    return { refusal: 'wrong_password', recorded: guesses.wrong(username, address, at) }
  }
}

const serverChannels: ReadonlySet<string> = new Set(['cmd', 'presence'])
const isSpoken = (channel: string): channel is Spoken =>
  Channel.safeParse(channel).success && !serverChannels.has(channel)

/** Whether an identity speaks for a device: itself, a device whose parent it is, or one its simulator is given. */
export function speaksFor(identity: Identity, device: KnownDevice): boolean {
  if (identity.type === 'device') return device.id === identity.id || device.parent === identity.id
  if (identity.type === 'integration') return false
  if (identity.sites !== null && !identity.sites.includes(device.site)) return false
  return identity.devices === null || identity.devices.has(device.id)
}

/** Judges a publication by its topic. `strange` is for what an honest device may get wrong. */
export function mayPublish(directory: Directory, identity: Identity, topic: string): Permit {
  if (topic[0] === '$') return { verdict: 'forbidden', reason: 'reserved_topic' }
  if (identity.type === 'integration') return { verdict: 'forbidden', reason: 'read_only' }
  const own = identity.type === 'device' ? identity.id : null
  const parts = isTopic(topic) ? parseTopic(topic) : null
  if (!parts) return { verdict: 'strange', reason: 'unknown_topic', device: own, unregistered: null }
  const device = directory.device(parts.device)
  if (!device) {
    const { device: id, site, kind, channel } = parts
    return { verdict: 'strange', reason: 'unregistered_device', device: own, unregistered: { id, site, kind, channel } }
  }
  if (!speaksFor(identity, device)) return { verdict: 'forbidden', reason: 'not_yours' }
  if (device.site !== parts.site || device.kind !== parts.kind) {
    return { verdict: 'strange', reason: 'topic_mismatch', device: device.id, unregistered: null }
  }
  if (serverChannels.has(parts.channel)) return { verdict: 'forbidden', reason: 'server_channel' }
  if (!isSpoken(parts.channel)) {
    return { verdict: 'strange', reason: 'unknown_channel', device: device.id, unregistered: null }
  }
  return { verdict: 'allowed', device, channel: parts.channel }
}

/** Whether a message on this topic may reach an identity. Asked for every delivery, queued and retained ones too. */
export function mayHear(directory: Directory, identity: Identity, topic: string): boolean {
  const parts = parseTopic(topic)
  if (!parts) return false
  if (identity.type === 'integration') {
    return parts.channel !== 'tap' && (identity.sites === null || identity.sites.includes(parts.site))
  }
  if (!serverChannels.has(parts.channel)) return false
  const device = directory.device(parts.device)
  return device !== null && device.site === parts.site && device.kind === parts.kind && speaksFor(identity, device)
}

/** Whether a filter may be subscribed to. What it matches beyond that is held back by {@link mayHear}. */
export function maySubscribe(directory: Directory, identity: Identity, filter: string): boolean {
  if (!isFilter(filter)) return false
  if (identity.type === 'device' || !isWild(filter)) return !isWild(filter) && mayHear(directory, identity, filter)
  const [root, version, site = '', , , channel = ''] = filter.split('/')
  if (root !== 'fm' || version !== 'v1') return false
  if (identity.type === 'simulator') return serverChannels.has(channel) && !filter.includes('#')
  return channel !== 'tap' && (identity.sites === null || identity.sites.includes(site))
}
