// Small preferences of this browser. Storage may be refused (private windows, policies): then nothing is remembered.

/** What was stored under `key`, or `null`. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(`wk.${key}`)
  } catch {
    return null
  }
}

/** Remembers a word under `key`. */
export function store(key: string, value: string): void {
  try {
    localStorage.setItem(`wk.${key}`, value)
  } catch {
    // refused: the choice holds until the page closes
  }
}
