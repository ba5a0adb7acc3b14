// One run of the queue: what is sent has an id of the phone's own, so a repeat after a kill is the same thing; it leaves
// the queue in the same transaction that keeps its receipt or its refusal.
import type { Tap } from '#core/contracts/tap.ts'
import type { Session } from '#core/contracts/user.ts'
import type { PhoneDatabase, Receipt, Returned, Waiting } from './database.ts'
import { waiting } from './outbox.ts'
import type { Reply, Send } from './wire.ts'

/** Taps that go out in one call; the server takes up to 500. */
const tapsAtOnce = 100
/** After so many failures of the server at one thing the rest goes on without it. */
const patience = 3
/** How long receipts are kept for the own record. */
const keepMs = 3 * 24 * 3_600_000

export type FlushPorts = {
  db: PhoneDatabase
  send: Send
  /** The phone's clock, epoch ms. */
  now: () => number
  /** Something left the queue or came back. */
  changed: () => void
}
/** How a run ended. `done`: nothing of this person is left that could be sent now. */
export type Outcome = 'done' | 'unreachable' | 'signed_out' | 'busy'

/** Sends what the signed-in person left in the queue, in order; stops where the network, the session or the server does. */
export async function flush(ports: FlushPorts): Promise<Outcome> {
  const who = await ports.send({ method: 'GET', path: '/session' })
  if (who.how !== 'ok') return outcomeOf(who)
  const { username } = (who.data as Session).user
  await forgetOld(ports)
  const passedOver = new Set<number>()
  for (;;) {
    const batch = nextBatch(await waiting(ports.db), username, passedOver)
    if (batch.length === 0) return 'done'
    const stop = await deliver(ports, batch, passedOver)
    ports.changed()
    if (stop) return stop
  }
}

const urgent = (thing: Waiting): boolean => thing.kind === 'sos' || thing.kind === 'answer'
const isTap = (thing: Waiting): boolean => thing.kind === 'tap' || thing.kind === 'checks'

/** A cry for help and a sign of life first, then the oldest; neighbouring taps go together. */
function nextBatch(all: readonly Waiting[], user: string, passedOver: ReadonlySet<number>): Waiting[] {
  const own = all.filter((thing) => thing.user === user && !passedOver.has(thing.seq))
  const first = own.find(urgent) ?? own[0]
  if (!first || !isTap(first) || first.tries > 0) return first ? [first] : []
  const end = own.findIndex((thing) => !isTap(thing) || thing.tries > 0)
  return own.slice(0, end < 0 ? tapsAtOnce : Math.min(end, tapsAtOnce))
}

/** Sends a batch, its files first. Answers why the run must stop, or null to go on. */
async function deliver(ports: FlushPorts, batch: Waiting[], passedOver: Set<number>): Promise<Outcome | null> {
  for (const thing of batch) {
    const stuck = await sendFiles(ports, thing)
    if (stuck) return settle(ports, [thing], stuck, passedOver)
  }
  return settle(ports, batch, await sendBatch(ports, batch), passedOver)
}

/** Uploads the files that the server does not have yet; answers what went wrong, or null. */
async function sendFiles({ db, send }: FlushPorts, thing: Waiting): Promise<Reply | null> {
  for (const id of thing.files) {
    const file = await db.get('files', id)
    if (!file || file.sent) continue
    const reply = await send({ method: 'PUT', path: `/files/${id}`, bytes: file.bytes, type: file.type })
    if (reply.how !== 'ok') return reply
    await db.put('files', { ...file, sent: true })
  }
  return null
}

function sendBatch({ send, now }: FlushPorts, batch: readonly Waiting[]): Promise<Reply> {
  const [first] = batch as [Waiting]
  const bodies = batch.map(({ body }) => ('ts' in body ? { ...body, sentAt: now() } : body))
  return send({ method: 'POST', path: first.path, json: isTap(first) ? bodies : bodies[0] })
}

/** Notes what became of a batch. */
async function settle(
  ports: FlushPorts,
  batch: Waiting[],
  reply: Reply,
  passedOver: Set<number>,
): Promise<Outcome | null> {
  if (reply.how === 'ok') return confirm(ports, batch, reply.data)
  if (reply.how === 'later' && reply.why !== 'broken') return outcomeOf(reply)
  // One bad thing must not take its neighbours with it: the next time each goes by itself.
  if (batch.length > 1) return blame(ports, batch)
  const [thing] = batch as [Waiting]
  if (reply.how === 'no') return giveBack(ports, thing, reply)
  await blame(ports, batch)
  if (thing.tries + 1 < patience) return 'busy'
  passedOver.add(thing.seq)
  return null
}

async function blame({ db }: FlushPorts, batch: readonly Waiting[]): Promise<null> {
  const tx = db.transaction('outbox', 'readwrite')
  await Promise.all([...batch.map((thing) => tx.store.put({ ...thing, tries: thing.tries + 1 })), tx.done])
  return null
}

const outcomeOf = (reply: Reply): Outcome => (reply.how === 'later' && reply.why !== 'broken' ? reply.why : 'busy')

/** Taps are answered one by one; a refused one is on the server's record too, and comes back with its reason. */
async function confirm(ports: FlushPorts, batch: Waiting[], data: unknown): Promise<null> {
  const answers = new Map(((data as { items?: Tap[] } | null)?.items ?? []).map((tap) => [tap.id, tap]))
  const sentAt = ports.now()
  const receipts = batch.map(({ id, kind, user, at, about, body }): Receipt => {
    const tap = kind === 'tap' ? (answers.get(id) ?? null) : null
    return {
      key: `${kind}/${id}`,
      id,
      kind,
      user,
      at,
      about,
      sentAt,
      tap,
      body: tap || kind.startsWith('ticket.') ? body : null,
    }
  })
  const refused = batch.filter((_, i) => receipts[i]?.tap?.status === 'refused')
  const returned = refused.map((thing): Returned => {
    const code = answers.get(thing.id)?.reason ?? ''
    return { ...thing, status: 200, code, detail: '', returnedAt: sentAt }
  })
  await leave(ports.db, batch, receipts, returned)
  return null
}

async function giveBack(ports: FlushPorts, thing: Waiting, no: Extract<Reply, { how: 'no' }>): Promise<null> {
  const { status, code, detail } = no
  await leave(ports.db, [thing], [], [{ ...thing, status, code, detail, returnedAt: ports.now() }])
  return null
}

/** Out of the queue and into the records of the phone, in one step. Files of what came back stay for another try. */
async function leave(db: PhoneDatabase, batch: Waiting[], receipts: Receipt[], returned: Returned[]): Promise<void> {
  const tx = db.transaction(['outbox', 'files', 'receipts', 'returned'], 'readwrite')
  const back = new Set(returned.map(({ seq }) => seq))
  const gone = batch.filter(({ seq }) => !back.has(seq)).flatMap(({ files }) => files)
  await Promise.all([
    ...batch.map(({ seq }) => tx.objectStore('outbox').delete(seq)),
    ...gone.map((id) => tx.objectStore('files').delete(id)),
    ...receipts.map((receipt) => tx.objectStore('receipts').put(receipt)),
    ...returned.map((thing) => tx.objectStore('returned').put(thing)),
    tx.done,
  ])
}

async function forgetOld({ db, now }: FlushPorts): Promise<void> {
  const tx = db.transaction('receipts', 'readwrite')
  const old = (await tx.store.getAll()).filter(({ sentAt }) => sentAt < now() - keepMs)
  await Promise.all([...old.map(({ key }) => tx.store.delete(key)), tx.done])
}
