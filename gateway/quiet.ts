// A limit on what one client can make us write to the log: a fuzzer once produced 172,000 lines in 70 s.

export type Log = {
  debug: (o: object, msg: string) => void
  info: (o: object, msg: string) => void
  warn: (o: object, msg: string) => void
  error: (o: object, msg: string) => void
}

const perWindow = 5
const windowMs = 60_000
const maxKeys = 1_000

/** Tells whether one more line about `key` may be written at `at`, and how many were left out before it. */
export function openQuiet(): (key: string, at: number) => { left: number } | null {
  const windows = new Map<string, { since: number; count: number }>()
  return (key, at) => {
    const window = windows.get(key)
    if (window && at - window.since < windowMs) {
      window.count++
      return window.count <= perWindow ? { left: 0 } : null
    }
    if (!window && windows.size >= maxKeys) windows.clear()
    windows.set(key, { since: at, count: 1 })
    return { left: Math.max(0, (window?.count ?? 0) - perWindow) }
  }
}
