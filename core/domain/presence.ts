// Who has fallen silent, and whose fault it is. Our own gateway is the root parent: while it does not listen, nobody is
// silent; while a parent is silent, its children are so because of it and raise nothing of their own.
// Called every second for every device, so the usual answer (heard lately) costs two comparisons and no memory.
import type { Presence } from '../contracts/device.ts'

/** What is known of a device. Times are pipeline time, epoch ms. */
export type Watched = {
  id: string
  parent: string | null
  /** Expected ms between two messages; 0 or less expects nothing. */
  interval: number
  /** The last message of any sort; null when never heard. A gateway has spoken, too, when it spoke for a child. */
  lastSeen: number | null
  /** When its will or its broken connection said that it is gone, {@link goneSince}. */
  offlineAt: number | null
  /** The last judgement, {@link unjudged} before the first. */
  judged: Judgement
}

export type Judgement = {
  presence: Presence
  /** Since when: of silence, when the message was overdue. */
  since: number | null
  /** When the message that is missing was overdue; null while the device is heard in time. */
  overdue: number | null
  /** The silent parent that explains it; null when the device is silent on its own, and while it is heard. */
  because: string | null
}
export const unjudged: Judgement = { presence: 'unknown', since: null, overdue: null, because: null }

/** Whether rules must be told that the device is silent: overdue, and no silent parent explains it. */
export const isSilent = (judged: Judgement): boolean => judged.overdue !== null && judged.because === null

/** What a connection tells of its device: made or broken, left by the device, or a state in the device's own words. */
export type Told = { at: number; online: boolean; cause: 'connect' | 'disconnect' | 'left' | 'birth' | 'will' }

/**
 * Since when a device is gone, epoch ms, or null. One that came, spoke and took its leave has lost nothing: it is missed
 * when its next message is overdue, and what it said of itself before stays.
 */
export const goneSince = (before: number | null, { at, online, cause }: Told): number | null => {
  if (online) return null
  return cause === 'left' ? before : at
}

/** Since when our own gateway has listened without a gap, and its last tick. */
export type Listener = { since: number; last: number }
const gap = 5000

/** One more tick of the listener. A start, a gap of more than 5 s and a clock set back begin the listening anew. */
export const listen = (listener: Listener | null, tick: { at: number; boot: boolean }): Listener =>
  listener === null || tick.boot || Math.abs(tick.at - listener.last) > gap
    ? { since: tick.at, last: tick.at }
    : { since: listener.since, last: tick.at }

type Look = { devices: ReadonlyMap<string, Watched>; listener: Listener; at: number; multiple: number }

/** A chain of parents longer than this is a mistake in the directory, or a circle. */
const deepest = 8

/** The nearest parent that was ever heard or is known to be gone; one that never spoke explains and witnesses nothing. */
function parentOf(device: Watched, look: Look): Watched | null {
  let parent = device.parent === null ? undefined : look.devices.get(device.parent)
  for (let depth = 0; parent && depth < deepest; depth++) {
    if (parent.lastSeen !== null || parent.offlineAt !== null) return parent
    parent = parent.parent === null ? undefined : look.devices.get(parent.parent)
  }
  return null
}

const isGone = ({ lastSeen, offlineAt }: Watched): boolean =>
  offlineAt !== null && (lastSeen === null || lastSeen <= offlineAt)

/** Whether the device is overdue and why; what was found earlier holds until it speaks. */
function silenceOf(
  device: Watched,
  lastSeen: number,
  look: Look,
  depth: number,
): Pick<Judgement, 'overdue' | 'because'> {
  const { overdue, because } = device.judged
  const held = overdue !== null && lastSeen <= overdue ? { overdue, because } : { overdue: null, because: null }
  if ((held.overdue !== null && held.because === null) || device.interval <= 0) return held

  const parent = depth < deepest ? parentOf(device, look) : null
  const path = parent && judge(parent, look, depth + 1)
  const open = path?.presence === 'online' ? (path.since ?? 0) : 0
  const deadline = Math.max(lastSeen, look.listener.since, open) + look.multiple * device.interval
  if (look.at <= deadline) return held
  const due = held.overdue ?? deadline
  if (!parent || !path) return { overdue: due, because: null }
  if (path.presence !== 'online') return { overdue: due, because: path.because ?? parent.id }
  // Only a parent that spoke after the deadline proves that the way was open and the device itself is silent
  return (parent.lastSeen ?? 0) > deadline ? { overdue: due, because: null } : held
}

function sinceOf(device: Watched, presence: Presence, overdue: number | null): number | null {
  if (presence === 'offline') return device.offlineAt
  if (presence === 'silent') return overdue
  return presence === device.judged.presence ? device.judged.since : device.lastSeen
}

function judge(device: Watched, look: Look, depth: number): Judgement {
  const { lastSeen, judged } = device
  const quick = judged.presence === 'online' && device.offlineAt === null && lastSeen !== null
  if (quick && look.at <= lastSeen + look.multiple * device.interval) return judged

  const silence = lastSeen === null ? { overdue: null, because: null } : silenceOf(device, lastSeen, look, depth)
  const heard = silence.overdue !== null ? 'silent' : lastSeen === null ? 'unknown' : 'online'
  const presence = isGone(device) ? 'offline' : heard
  const since = sinceOf(device, presence, silence.overdue)
  const same =
    presence === judged.presence &&
    since === judged.since &&
    silence.overdue === judged.overdue &&
    silence.because === judged.because
  return same ? judged : { presence, since, ...silence }
}

/**
 * The devices whose judgement has changed at `at`; the caller keeps each as `device.judged`. A device is overdue when
 * nothing was heard for more than `multiple` × its interval since its last message, since we listen and since its
 * parent is back. Rules with another multiple keep a watch of their own.
 */
export function judgePresence(
  devices: ReadonlyMap<string, Watched>,
  listener: Listener,
  at: number,
  multiple = 2,
): { device: Watched; judged: Judgement }[] {
  const look: Look = { devices, listener, at, multiple }
  const changes: { device: Watched; judged: Judgement }[] = []
  for (const device of devices.values()) {
    const judged = judge(device, look, 0)
    if (judged !== device.judged) changes.push({ device, judged })
  }
  return changes
}
