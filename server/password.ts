// People's passwords: argon2id, one at a time, so that a burst of sign-ins costs time and not memory (40 at once took
// 80 MB). Kept in the PHC form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

type Cost = { memory: number; passes: number; parallelism: number }
// OWASP's smallest recommended cost: 19 MiB, two passes.
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/

const derive = (password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    argon2(
      'argon2id',
      { message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength: 32 },
      (error, key) => (error ? reject(error) : resolve(key)),
    ),
  )

export type Passwords = {
  /** The form in which a password is kept. */
  hash(password: string): Promise<string>
  /** Whether a password is the kept one; takes as long when there is none (`null`, empty or no password at all). */
  verify(password: string, kept: string | null): Promise<boolean>
  /** How many wait for their turn. */
  waiting(): number
}

export function createPasswords(): Passwords {
  let tail: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1
    const turn = tail.then(work).finally(() => (waiting -= 1))
    tail = turn.catch(() => undefined)
    return turn
  }
  return {
    waiting: () => waiting,
    hash: (password) =>
      inTurn(async () => {
        const nonce = randomBytes(16)
        const key = await derive(password, nonce, cost)
        const { memory, passes, parallelism } = cost
        return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${nonce.toString('base64url')}$${key.toString('base64url')}`
      }),
    verify: (password, kept) =>
      inTurn(async () => {
        const match = form.exec(kept ?? '')
        if (!match) {
          await derive(password, randomBytes(16), cost)
          return false
        }
        const [, memory, passes, parallelism, nonce, hash] = match
        const kept32 = Buffer.from(hash!, 'base64url')
        const key = await derive(password, Buffer.from(nonce!, 'base64url'), {
          memory: Number(memory),
          passes: Number(passes),
          parallelism: Number(parallelism),
        })
        return kept32.length === key.length && timingSafeEqual(kept32, key)
      }),
  }
}
