// Who is connected. Connections are numbered, so that the will of an older one can be told from the birth of a newer
// one; a device counts as disconnected when its last connection goes.

export type Connections<C> = {
  /** A new number for a login's connection; it is the latest from now on. */
  next: (username: string) => number
  isLatest: (username: string, epoch: number) => boolean
  /** Counts a connection in; true when it is the login's first. */
  opened: (username: string, connection: C) => boolean
  /** Counts a connection out; the login's latest number when none is left, else null. */
  closed: (username: string, connection: C) => number | null
  of: (username: string) => ReadonlySet<C>
  /** Numbers given from now on are above this. */
  raise: (epoch: number) => void
}

/** @param first numbers start above this (the time in ms does: it outlives a trimmed journal). */
export function openConnections<C>(first: number): Connections<C> {
  const open = new Map<string, Set<C>>()
  const latest = new Map<string, number>()
  const none: ReadonlySet<C> = new Set()
  let last = first
  return {
    next(username) {
      latest.set(username, ++last)
      return last
    },
    isLatest: (username, epoch) => latest.get(username) === epoch,
    opened(username, connection) {
      const set = open.get(username)
      if (set) set.add(connection)
      else open.set(username, new Set([connection]))
      return !set
    },
    closed(username, connection) {
      const set = open.get(username)
      if (!set?.delete(connection) || set.size > 0) return null
      open.delete(username)
      return latest.get(username) ?? null
    },
    of: (username) => open.get(username) ?? none,
    raise: (epoch) => void (last = Math.max(last, epoch)),
  }
}
