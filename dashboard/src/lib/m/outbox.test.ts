import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPhoneDatabase, type PhoneDatabase } from './database.ts'
import { finding, Killed, mortal, mortalDatabase, photo, serverOf, sos, tap } from './house.fixture.ts'
import { flush, type FlushPorts } from './flush.ts'
import { claim, enqueue, PhoneFull, putAway, tryAgain, waiting } from './outbox.ts'

let db: PhoneDatabase
let names = 0
beforeEach(async () => void (db = await openPhoneDatabase(`phone-${++names}`)))
afterEach(() => db.close())

const portsTo = (send: FlushPorts['send'], on = db): FlushPorts => ({
  ...{ db: on, send, now: () => 5000, changed: () => undefined },
})
const left = async () => (await waiting(db)).map(({ id }) => id)

describe('the queue', () => {
  test('sends in order, taps together, files before what refers to them', async () => {
    const server = serverOf()
    for (const id of ['t-1', 't-2']) await enqueue(db, tap(id))
    await enqueue(db, finding('f-1', ['p-1', 'p-2']), [photo('p-1'), photo('p-2')])
    await enqueue(db, tap('t-3'))
    expect(await flush(portsTo(server.send))).toBe('done')
    expect(server.order).toEqual(['/taps t-1', '/taps t-2', '/findings f-1', '/taps t-3'])
    expect(server.things.get('/findings f-1')?.missing).toEqual([])
    expect(server.things.get('/taps t-1')?.body).toMatchObject({ ts: 1000, sentAt: 5000 })
    expect(await left()).toEqual([])
    expect(await db.count('files')).toBe(0)
    expect((await db.getAll('receipts')).map(({ key }) => key).sort()).toEqual([
      'finding/f-1',
      'tap/t-1',
      'tap/t-2',
      'tap/t-3',
    ])
  })

  test('lets a cry for help pass everything else', async () => {
    const server = serverOf()
    for (const id of ['t-1', 't-2']) await enqueue(db, tap(id))
    await enqueue(db, sos('s-1'))
    await flush(portsTo(server.send))
    expect(server.order[0]).toBe('/sos s-1')
  })

  test('holds 500 taps and 30 photos', async () => {
    const server = serverOf()
    for (let i = 0; i < 500; i++) await enqueue(db, tap(`t-${i}`))
    const photos = Array.from({ length: 30 }, (_, i) => `p-${i}`)
    await enqueue(db, finding('f-1', photos), photos.map(photo))
    expect(await flush(portsTo(server.send))).toBe('done')
    expect(server.order).toHaveLength(501)
    expect(server.files.size).toBe(30)
  })

  test.each(['unreachable', 'signed_out', 'busy'] as const)('stops when %s and keeps everything', async (why) => {
    const server = serverOf()
    await enqueue(db, tap('t-1'))
    await enqueue(db, finding('f-1', ['p-1']), [photo('p-1')])
    server.instead.set('/files/p-1', { how: 'later', why })
    expect(await flush(portsTo(server.send))).toBe(why)
    expect(await left()).toEqual(['f-1'])
    server.instead.clear()
    expect(await flush(portsTo(server.send))).toBe('done')
    expect(server.order).toEqual(['/taps t-1', '/findings f-1'])
  })

  test('gives back what the server refuses, with its sentence, and goes on', async () => {
    const server = serverOf()
    for (const id of ['t-1', 't-2', 't-3']) await enqueue(db, tap(id))
    server.instead.set('t-2', { how: 'no', status: 422, code: 'invalid', detail: 'why not' })
    expect(await flush(portsTo(server.send))).toBe('done')
    expect(server.order).toEqual(['/taps t-1', '/taps t-3'])
    const [back] = await db.getAll('returned')
    expect(back).toMatchObject({ id: 't-2', status: 422, detail: 'why not' })
    server.instead.clear()
    await tryAgain(db, back!.seq)
    await flush(portsTo(server.send))
    expect(server.order.at(-1)).toBe('/taps t-2')
    expect(await db.count('returned')).toBe(0)
  })

  test('insists on no version that is no longer the newest, once somebody has read why and tries again', async () => {
    const server = serverOf()
    const seen = { kind: 'ticket.accept', path: '/tickets/t-1/accept', body: { id: 'a-1', version: 2 } } as const
    await enqueue(db, tap('a-1', seen))
    server.instead.set('/tickets/t-1/accept', { how: 'no', status: 409, code: 'stale_version', detail: 'changed' })
    await flush(portsTo(server.send))
    server.instead.clear()
    await tryAgain(db, (await db.getAll('returned'))[0]!.seq)
    await flush(portsTo(server.send))
    expect(server.things.get('/tickets/t-1/accept a-1')?.body).toEqual({ id: 'a-1' })
    expect((await db.getAll('receipts'))[0]).toMatchObject({ kind: 'ticket.accept', body: { id: 'a-1' } })
  })

  test('keeps the photos of what came back until it is put away', async () => {
    const server = serverOf()
    await enqueue(db, finding('f-1', ['p-1']), [photo('p-1')])
    server.instead.set('/findings', { how: 'no', status: 422, code: 'invalid', detail: '' })
    await flush(portsTo(server.send))
    expect(await db.count('files')).toBe(1)
    await putAway(db, (await db.getAll('returned'))[0]!.seq)
    expect([await db.count('files'), await db.count('returned')]).toEqual([0, 0])
  })

  test('passes over what the server fails at again and again, without losing it', async () => {
    const server = serverOf()
    for (const id of ['t-1', 't-2', 't-3']) await enqueue(db, tap(id))
    server.instead.set('t-2', { how: 'later', why: 'broken' })
    for (let i = 0; i < 5; i++) await flush(portsTo(server.send))
    expect(server.order).toEqual(['/taps t-1', '/taps t-3'])
    expect(await left()).toEqual(['t-2'])
  })

  test("never sends one person's taps in another's session", async () => {
    const server = serverOf('wang')
    await enqueue(db, tap('t-1'))
    await enqueue(db, tap('t-2', { user: '' }))
    expect(await flush(portsTo(server.send))).toBe('done')
    expect(server.order).toEqual([])
    await claim(db, 'wang')
    await flush(portsTo(server.send))
    expect(server.order).toEqual(['/taps t-2'])
    expect(await left()).toEqual(['t-1'])
  })

  test('says that the phone is full, and keeps nothing of what did not fit', async () => {
    const full = new Proxy(db, {
      get: (target, name) =>
        name === 'transaction'
          ? () => {
              throw new DOMException('full', 'QuotaExceededError')
            }
          : (Reflect.get(target, name) as unknown),
    })
    await expect(enqueue(full, tap('t-1'))).rejects.toBeInstanceOf(PhoneFull)
    expect(await left()).toEqual([])
  })
})

test('killed between any two steps, again and again, each thing arrives once and in order', async () => {
  const things = fc.array(fc.constantFrom('tap', 'finding'), { minLength: 1, maxLength: 8 })
  const kills = fc.array(fc.nat({ max: 30 }), { maxLength: 5 })
  const property = fc.asyncProperty(things, kills, async (kinds, deaths) => {
    const name = `phone-${++names}`
    const server = serverOf()
    let phone = await openPhoneDatabase(name)
    for (const [i, kind] of kinds.entries()) {
      if (kind === 'tap') await enqueue(phone, tap(`t-${i}`))
      else await enqueue(phone, finding(`f-${i}`, [`p-${i}`]), [photo(`p-${i}`)])
    }
    for (const death of [...deaths, Infinity]) {
      const step = mortal(death)
      const ports = portsTo(server.mortalSend(step), mortalDatabase(phone, step))
      await flush(ports).catch((error: unknown) => expect(error).toBeInstanceOf(Killed))
      phone.close()
      phone = await openPhoneDatabase(name)
    }
    expect(server.order).toEqual(kinds.map((kind, i) => (kind === 'tap' ? `/taps t-${i}` : `/findings f-${i}`)))
    expect([...server.things.values()].flatMap(({ missing }) => missing)).toEqual([])
    const counts = await Promise.all((['outbox', 'files', 'returned'] as const).map((store) => phone.count(store)))
    expect(counts).toEqual([0, 0, 0])
    expect(await phone.count('receipts')).toBe(kinds.length)
    phone.close()
  })
  await fc.assert(property, { numRuns: 150 })
})
