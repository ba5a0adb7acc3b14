// Passwords, back-off and seals by themselves.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'
import { createPasswords } from './password.ts'
import { keyFor, seal, unseal } from './seal.ts'
import { hashSecret, newSecret } from './secret.ts'

describe('a password', () => {
  const passwords = createPasswords()

  test('is kept as argon2id with a salt of its own, and recognised', async () => {
    const [one, two] = [await passwords.hash('守望 2026 ✓'), await passwords.hash('守望 2026 ✓')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w-]{22}\$[\w-]{43}$/)
    expect(two).not.toBe(one)
    expect(await passwords.verify('守望 2026 ✓', one)).toBe(true)
    expect(await passwords.verify('守望 2026 x', one)).toBe(false)
  })

  test('typed on another keyboard (NFC or NFD) is the same', async () => {
    expect(await passwords.verify('cafe\u0301 au lait', await passwords.hash('café au lait'))).toBe(true)
  })

  test.each([null, '', '$argon2id$broken', 'plain'])('kept as %j is nobody’s', async (kept) => {
    expect(await passwords.verify('', kept)).toBe(false)
  })

  test('is worked on one at a time', async () => {
    const burst = Promise.all(Array.from({ length: 6 }, () => passwords.hash('x')))
    expect(passwords.waiting()).toBe(6)
    await burst
    expect(passwords.waiting()).toBe(0)
  })
})

describe('back-off', () => {
  test('lets the free attempts through, then waits 1, 2, 4 … seconds, at most 15 minutes', () => {
    const backoff = createBackoff(3)
    let at = 0
    const waits: number[] = []
    for (let n = 0; n < 16; n++) {
      expect(backoff.attempt('a', at)).toBe(0)
      const wait = backoff.attempt('a', at)
      if (wait === 0) continue
      waits.push(wait)
      at += wait
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
    expect(Math.max(...waits)).toBe(15 * 60_000)
  })

  test('keys do not disturb each other, and a right attempt forgets', () => {
    const backoff = createBackoff(1)
    backoff.attempt('a', 0)
    expect(backoff.attempt('a', 1)).toBe(999)
    expect(backoff.attempt('b', 1)).toBe(0)
    backoff.passed('a')
    expect(backoff.attempt('a', 1)).toBe(0)
  })

  test('a quarter of an hour of rest forgets, too', () => {
    const backoff = createBackoff(1)
    backoff.attempt('a', 0)
    backoff.attempt('a', 1000)
    expect(backoff.attempt('a', 1001)).toBe(1999)
    expect(backoff.attempt('a', 3000 + 15 * 60_000)).toBe(0)
    expect(backoff.attempt('a', 3001 + 15 * 60_000)).toBe(999)
  })
})

describe('a seal', () => {
  test('gives back what it closed, to the right key alone, and notices every changed bit', () => {
    const key = keyFor('secret', 'test')
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, n) => {
        const sealed = seal(text, key)
        expect(unseal(sealed, key)).toBe(text)
        expect(() => unseal(sealed, keyFor('secret', 'other'))).toThrow()
        const bytes = sealed.split('.').map((part) => Buffer.from(part, 'base64url'))
        const part = bytes[n % 2]!
        part[n % part.length]! ^= 1
        expect(() => unseal(bytes.map((b) => b.toString('base64url')).join('.'), key)).toThrow()
      }),
      { numRuns: 50 },
    )
  })

  test('secrets have 256 bits and a hash that looks like none of them', () => {
    const secret = newSecret('wk_')
    expect(Buffer.from(secret.slice(3), 'base64url')).toHaveLength(32)
    expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/)
  })
})
