// How old what a screen shows is, and how loudly it must say so. The age is the larger of heartbeat age and pipeline lag.

/** `waiting`: nothing has arrived yet · `live` · `slow`: more than 5 s · `stale`: more than 15 s. */
export type Freshness = 'waiting' | 'live' | 'slow' | 'stale'

export const slowAfterMs = 5_000
export const staleAfterMs = 15_000

/** @param ageMs `null` before the first snapshot; then `waitedMs` decides when waiting becomes stale. */
export function freshness(ageMs: number | null, waitedMs: number): Freshness {
  if (ageMs === null) return waitedMs > staleAfterMs ? 'stale' : 'waiting'
  if (ageMs > staleAfterMs) return 'stale'
  return ageMs > slowAfterMs ? 'slow' : 'live'
}

/** What the watchdog does about silence: reconnect every 10 s of it, reload the page after 90 s, at most every 5 min. */
export function remedy(
  silentMs: number,
  sinceReconnectMs: number,
  sinceReloadMs: number,
): 'wait' | 'reconnect' | 'reload' {
  if (silentMs <= staleAfterMs) return 'wait'
  if (silentMs > 90_000 && sinceReloadMs > 300_000) return 'reload'
  return sinceReconnectMs > 10_000 ? 'reconnect' : 'wait'
}
