// A server for tests of the queue: keeps what arrives, once per id, in the order of arrival; and a phone that dies at a
// chosen step, before or after the server heard it.
import type { NewWaiting, PhoneDatabase } from './database.ts'
import type { Reply, Send, Sent } from './wire.ts'

export class Killed extends Error {}

/** Counts steps; dies at the chosen one. */
export function mortal(dieAt: number) {
  let step = 0
  return () => {
    if (step++ === dieAt) throw new Killed()
  }
}

/** The phone's store of a process that dies: each read or transaction is a step. */
export const mortalDatabase = (db: PhoneDatabase, step: () => void): PhoneDatabase =>
  new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        step()
        return (value as (...args: unknown[]) => unknown).apply(target, args)
      }
    },
  })

export function serverOf(user = 'li') {
  const files = new Map<string, number>()
  const things = new Map<string, { body: Record<string, unknown>; missing: string[] }>()
  const order: string[] = []
  /** What the server answers instead, by path or id. */
  const instead = new Map<string, Reply>()

  const take = (path: string, body: Record<string, unknown>): void => {
    const key = `${path} ${String(body['id'])}${'checks' in body ? ' checks' : ''}`
    if (things.has(key)) return
    const wants = (body['photos'] as string[] | undefined) ?? []
    things.set(key, { body, missing: wants.filter((id) => !files.has(id)) })
    order.push(key)
  }
  const answer = (request: Sent): Reply => {
    if (request.path === '/session') return { how: 'ok', data: { user: { username: user } } }
    if ('bytes' in request) {
      const id = request.path.split('/')[2]!
      files.set(id, (files.get(id) ?? 0) + 1)
      return { how: 'ok', data: {} }
    }
    const json = 'json' in request ? request.json : undefined
    const bodies = (Array.isArray(json) ? json : [json]) as Record<string, unknown>[]
    for (const body of bodies) take(request.path, body)
    return { how: 'ok', data: { items: bodies.map(({ id }) => ({ id, status: 'accepted' })) } }
  }
  const send: Send = (request) => {
    const ids = JSON.stringify('json' in request ? request.json : request.path)
    const other = [...instead].find(([key]) => request.path === key || ids.includes(`"${key}"`))
    return Promise.resolve(other ? other[1] : answer(request))
  }
  /** The way to it of a phone that dies: once before the server hears, once after. */
  const mortalSend =
    (step: () => void): Send =>
    async (request) => {
      step()
      const reply = await send(request)
      step()
      return reply
    }
  return { files, things, order, instead, send, mortalSend }
}

const thing = (id: string, more: Partial<NewWaiting>): NewWaiting => ({
  ...{ id, kind: 'tap', user: 'li', at: 1000, path: '/taps', files: [], about: null },
  body: { id, ts: 1000 },
  ...more,
})
export const tap = (id: string, more: Partial<NewWaiting> = {}): NewWaiting => thing(id, more)
export const finding = (id: string, photos: string[]): NewWaiting =>
  thing(id, { kind: 'finding', path: '/findings', files: photos, body: { id, ts: 1000, photos } })
export const sos = (id: string): NewWaiting => thing(id, { kind: 'sos', path: '/sos' })
export const photo = (id: string) => ({ id, type: 'image/jpeg', bytes: new ArrayBuffer(8), sent: false })
