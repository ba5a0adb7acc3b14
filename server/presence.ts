// Keeps the judgement of silence current: one watch for what screens show, and one more for each other multiple of the
// expected interval that a rule asks for.
import {
  isSilent,
  judgePresence,
  listen,
  unjudged,
  type Judgement,
  type Listener,
  type Watched,
} from '../core/domain/presence.ts'
import type { DeviceState } from './latest.ts'

/** The multiple of the expected interval after which a device is shown as silent. */
export const shownMultiple = 2
/** Parents of parents are told, but a circle in the directory is not walked for ever. */
const deepest = 8

export type PresenceChange = { device: string; before: Judgement; after: Judgement; lastSeen: number | null }
/** A device became silent, or is no longer, for rules of this multiple. */
export type SilenceChange = { device: string; multiple: number; silent: boolean; lastSeen: number | null }

export type PresenceChanges = { shown: PresenceChange[]; silences: SilenceChange[] }

export type PresenceKeeper = {
  /** A message of the device was received; who speaks for it has spoken, too. Null when nothing changes by it. */
  heard(device: string, at: number): PresenceChanges | null
  /** Our own gateway's tick: judges everybody. `replayed`: a tick that the kept listener has heard. */
  tick(tick: { at: number; boot: boolean; replayed: boolean }): PresenceChanges
  /** Whether the device is silent now by a rule's multiple. */
  silent(device: string, multiple: number): boolean
  /** Since when the gateway has listened, to be kept: a restart of ours is no gap in its listening. */
  listener(): Listener | null
}

/** `states` is kept by the caller; `multiples` names those that rules ask for now; `kept` is {@link PresenceKeeper.listener}. */
export function createPresence(
  states: ReadonlyMap<string, DeviceState>,
  multiples: () => ReadonlySet<number>,
  kept: Listener | null,
): PresenceKeeper {
  const others = new Map<number, Map<string, Watched>>()
  let listener = kept

  /** The watch of another multiple, with the facts brought up to date. */
  function watchOf(multiple: number): Map<string, Watched> {
    const known = others.get(multiple)
    const watch = new Map<string, Watched>()
    // A new watch takes over what is shown, so that a restart forgets no silence.
    for (const [id, { watched }] of states)
      watch.set(id, { ...watched, judged: known ? (known.get(id)?.judged ?? unjudged) : watched.judged })
    others.set(multiple, watch)
    return watch
  }
  /** The device and those who speak for it, nearest first. */
  function pathOf(device: string): Watched[] {
    const path: Watched[] = []
    for (let id: string | null = device; id !== null && path.length < deepest;) {
      const watched: Watched | undefined = states.get(id)?.watched
      if (!watched) break
      path.push(watched)
      id = watched.parent
    }
    return path
  }
  function judge(watch: ReadonlyMap<string, Watched>, at: number, multiple: number): PresenceChange[] {
    if (!listener) return []
    return judgePresence(watch, listener, at, multiple).map(({ device, judged: after }) => {
      const before = device.judged
      device.judged = after
      return { device: device.id, before, after, lastSeen: device.lastSeen }
    })
  }
  const silencesOf = (changes: PresenceChange[], multiple: number): SilenceChange[] =>
    changes
      .filter(({ before, after }) => isSilent(before) !== isSilent(after))
      .map(({ device, after, lastSeen }) => ({ device, multiple, silent: isSilent(after), lastSeen }))

  function tickOther(multiple: number, at: number): SilenceChange[] {
    const made = !others.has(multiple)
    const watch = watchOf(multiple)
    const changes = silencesOf(judge(watch, at, multiple), multiple)
    if (!made) return changes
    // Rules may not have heard of a silence that was taken over; hearing it twice changes nothing.
    const held = [...watch.values()].filter(({ judged }) => isSilent(judged))
    return held.map(({ id: device, lastSeen }) => ({ device, multiple, silent: true, lastSeen }))
  }

  return {
    heard(device, at) {
      let back = false
      const path = pathOf(device)
      for (const watched of path) {
        if (watched.lastSeen === null || at > watched.lastSeen) watched.lastSeen = at
        back ||= watched.judged.presence !== 'online'
      }
      if (!back) return null
      // Who is back is shown at once, not at the next tick.
      listener ??= listen(null, { at, boot: true })
      const shown = judge(new Map(path.map((watched) => [watched.id, watched])), at, shownMultiple)
      return { shown, silences: silencesOf(shown, shownMultiple) }
    },
    tick({ at, boot, replayed }) {
      if (listener === null || !replayed) listener = listen(listener, { at, boot })
      const shown = judge(shownWatch(states), at, shownMultiple)
      const silences = silencesOf(shown, shownMultiple)
      for (const multiple of multiples()) if (multiple !== shownMultiple) silences.push(...tickOther(multiple, at))
      return { shown, silences }
    },
    silent(device, multiple) {
      const watched = multiple === shownMultiple ? states.get(device)?.watched : others.get(multiple)?.get(device)
      return watched !== undefined && isSilent(watched.judged)
    },
    listener: () => listener,
  }
}

function shownWatch(states: ReadonlyMap<string, DeviceState>): Map<string, Watched> {
  const watch = new Map<string, Watched>()
  for (const [id, { watched }] of states) watch.set(id, watched)
  return watch
}
