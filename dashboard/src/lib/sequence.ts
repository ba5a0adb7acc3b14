// Whether an event may be applied. `prev` is the last event that this client was sent, so a client scoped to one site
// sees no false gaps; a missing one is a gap, and a gap is caught up before anything newer is shown.

/**
 * @param seen sequence of the last event applied
 * @returns `apply` it, `skip` it (seen already), or `gap`: something before it is missing
 */
export function place(seen: number, event: { seq: number; prev: number }): 'apply' | 'skip' | 'gap' {
  if (event.seq <= seen) return 'skip'
  return event.prev <= seen ? 'apply' : 'gap'
}

/** Whether a heartbeat tells of an event that never arrived. */
export const misses = (seen: number, head: { prev: number }): boolean => head.prev > seen
