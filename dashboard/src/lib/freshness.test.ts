import { describe, expect, it } from 'vitest'
import { freshness, remedy } from './freshness.ts'

describe('how old a screen may look', () => {
  it.each([
    [0, 0, 'live'],
    [5_000, 0, 'live'],
    [5_001, 0, 'slow'],
    [15_000, 0, 'slow'],
    [15_001, 0, 'stale'],
    [null, 15_000, 'waiting'],
    [null, 15_001, 'stale'],
  ] as const)('%s ms old, waited %s ms: %s', (age, waited, expected) => expect(freshness(age, waited)).toBe(expected))
})

describe('what the watchdog does about silence', () => {
  const minutes = 60_000
  it.each([
    ['all well', 2_000, 60 * minutes, 60 * minutes, 'wait'],
    ['stale', 16_000, 60 * minutes, 60 * minutes, 'reconnect'],
    ['stale, reconnecting just now', 16_000, 4_000, 60 * minutes, 'wait'],
    ['silent for long', 91_000, 4_000, 60 * minutes, 'reload'],
    ['silent for long, reloaded lately', 91_000, 11_000, 4 * minutes, 'reconnect'],
  ] as const)('%s', (_name, silent, reconnect, reload, expected) =>
    expect(remedy(silent, reconnect, reload)).toBe(expected),
  )
})
