// What becomes of one message: which entries, in which lane, what subscribers are given. Without wires.
import { describe, expect, it } from 'vitest'
import { literalDirectory, memoryJournal, startOfDay } from './gateway.fixture.ts'
import { openIngest } from './ingest.ts'
import type { Publication, Sender } from './ingest.ts'
import type { Entry } from './journal/journal.ts'
import { openOffsets } from './offset.ts'
import { openLine } from './release.ts'
import { openRepeats } from './repeats.ts'

const hour = 3_600_000

function bench(identity = 'p-1') {
  const estate = literalDirectory()
  const memory = memoryJournal()
  let at = startOfDay
  const offsets = openOffsets((id) => estate.directory.clockOffset(id))
  const ports = { directory: estate.directory, journal: memory.journal, offsets, repeats: openRepeats(), now: () => at }
  const ingest = openIngest(ports)
  let expelled = false
  let latest = true
  const login = estate.directory.login(identity, Buffer.from(`secret-${identity}`))
  if (!login) throw new Error(`nobody is called ${identity}`)
  const sender: Sender = {
    identity: login,
    epoch: 5,
    line: openLine(),
    strikes: [],
    isLatest: () => latest,
    expel: () => void (expelled = true),
  }
  const say = (topic: string, payload: unknown, retain = false): Promise<Publication> => {
    const bytes = Buffer.isBuffer(payload) ? payload : typeof payload === 'string' ? payload : JSON.stringify(payload)
    const publication = { topic, payload: Buffer.from(bytes), retain }
    return new Promise((resolve, reject) => {
      ingest.take(sender, publication, (error) => (error ? reject(error) : resolve(publication)))
    })
  }
  return {
    ...memory,
    estate,
    ingest,
    say,
    telemetry: (payload: unknown) => say('fm/v1/hq/pump/p-1/telemetry', payload),
    event: (payload: unknown) => say('fm/v1/hq/pump/p-1/event', payload),
    readings: () => memory.entries('readings').flatMap((entry) => entry.readings),
    laneOf: (type: Entry['type']) => (memory.records.urgent.some((r) => r.entry.type === type) ? 'urgent' : 'bulk'),
    later: (ms: number) => (at += ms),
    now: () => at,
    wasExpelled: () => expelled,
    outlived: () => void (latest = false),
  }
}

describe('telemetry', () => {
  it('becomes a reading on the bulk lane and goes on to subscribers as it came', async () => {
    const b = bench()
    const payload = { ts: b.now() - 40, seq: 3, metrics: { current_a: 12.4 } }
    const publication = await b.telemetry(payload)
    expect(b.readings()).toEqual([
      {
        device: 'p-1',
        ts: b.now() - 40,
        ordinal: 0,
        seq: 3,
        at: b.now(),
        timed: 'device',
        judged: b.now(),
        late: false,
        metrics: { current_a: 12.4 },
      },
    ])
    expect(b.laneOf('readings')).toBe('bulk')
    expect(publication.topic).toBe('fm/v1/hq/pump/p-1/telemetry')
    expect(JSON.parse(publication.payload.toString())).toEqual(payload)
  })

  it('loses its retain flag', async () => {
    const b = bench()
    expect((await b.say('fm/v1/hq/pump/p-1/telemetry', { metrics: { current_a: 1 } }, true)).retain).toBe(false)
  })

  it('keeps what is good of a reading and sets the rest aside, with the discovery of what nobody declared', async () => {
    const b = bench()
    const publication = await b.telemetry({ seq: 1, metrics: { current_a: 1, running: 'yes', foo: 2 } })
    expect(b.readings()).toMatchObject([{ seq: 1, metrics: { current_a: 1 }, timed: 'server' }])
    expect(b.entries('quarantine')).toMatchObject([
      { device: 'p-1', reason: 'metric_type: running; metric_unknown: foo', topic: 'fm/v1/hq/pump/p-1/telemetry' },
    ])
    expect(b.laneOf('quarantine')).toBe('bulk')
    expect(b.entries('discovered')).toMatchObject([
      { device: 'p-1', what: 'metric', name: 'foo', data: { value: '2' } },
    ])
    const said = JSON.parse(publication.payload.toString()) as unknown
    expect(said).toEqual([{ ts: b.now(), seq: 1, metrics: { current_a: 1 } }])
  })

  it('in an array is judged element by element', async () => {
    const b = bench()
    const good = (seq: number) => ({ ts: b.now() - hour + seq, seq, metrics: { current_a: seq } })
    await b.telemetry([good(1), { metrics: 5 }, good(2), { metrics: { foo: 1 } }, good(3)])
    expect(b.entries('readings')).toHaveLength(1)
    expect(b.readings().map((r) => [r.seq, r.late])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ])
    expect(b.entries('quarantine').map((q) => [q.reason, q.payload])).toEqual([
      ['wrong_shape', '{"metrics":5}'],
      ['metric_unknown: foo', '{"metrics":{"foo":1}}'],
    ])
  })

  it('items of one message without ts do not overwrite each other', async () => {
    const b = bench()
    await b.telemetry([{ metrics: { current_a: 1 } }, { metrics: { current_a: 2 } }])
    await b.telemetry({ metrics: { current_a: 3 } })
    expect(b.readings().map((r) => [r.ts, r.ordinal])).toEqual([0, 1, 2].map((n) => [b.now(), n]))
  })

  it('said again changes nothing and reaches nobody', async () => {
    const b = bench()
    const message = { ts: b.now(), seq: 1, metrics: { current_a: 1 } }
    await b.telemetry(message)
    const again = await b.telemetry(message)
    expect(b.readings()).toHaveLength(1)
    expect(again.topic).toBe('$dropped')
    expect(b.ingest.counts()).toMatchObject({ received: 2, accepted: 1, repeats: 1, byChannel: { telemetry: 2 } })
  })

  it('with a counter that restarted is no repeat', async () => {
    const b = bench()
    await b.telemetry({ ts: b.now(), seq: 1, metrics: { current_a: 1 } })
    await b.telemetry({ ts: b.now() + 5, seq: 1, metrics: { current_a: 1 } })
    expect(b.readings()).toHaveLength(2)
  })

  it.each([
    ['{', 'malformed_json'],
    [Buffer.from([0xc3, 0x28]), 'not_utf8'],
    ['[]', 'empty'],
    ['7', 'wrong_shape'],
    ['{"metrics":{}}', 'no_metrics'],
    [JSON.stringify(Array.from({ length: 1001 }, () => 0)), 'too_many_readings'],
    [`{"metrics":{"current_a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, 'metric_type: current_a'],
  ])('that cannot be understood is acknowledged and set aside: %.40s', async (payload, reason) => {
    const b = bench()
    const publication = await b.telemetry(payload)
    expect(publication.topic).toBe('$dropped')
    expect(b.entries('quarantine')).toMatchObject([{ reason }])
    expect(b.entries('quarantine')[0]?.payload.length).toBeLessThanOrEqual(2000)
    expect(b.readings()).toEqual([])
  })

  it('of a clock that is an hour slow is live, with its offset', async () => {
    const b = bench()
    await b.telemetry({ ts: b.now() - hour, metrics: { current_a: 1 } })
    b.later(5000)
    await b.telemetry({ ts: b.now() - hour, metrics: { current_a: 1 } })
    expect(b.readings()).toMatchObject([{ late: false }, { late: false, judged: b.now(), ts: b.now() - hour }])
  })

  it('of a future or ancient clock takes server time, marked', async () => {
    const b = bench()
    await b.telemetry({ ts: b.now() + 300_001, metrics: { current_a: 1 } })
    await b.telemetry({ ts: 0, metrics: { current_a: 1 } })
    for (const reading of b.readings()) expect(reading).toMatchObject({ ts: b.now(), timed: 'server', late: false })
    expect(b.readings().map((reading) => reading.claimed)).toEqual([b.now() + 300_001, 0])
  })

  it('of a kind that nobody declared is set aside', async () => {
    const b = bench()
    b.estate.kinds.clear()
    await b.telemetry({ metrics: { current_a: 1 } })
    expect(b.entries('quarantine')).toMatchObject([{ reason: 'unknown_kind' }])
  })

  it('follows a changed declaration at once', async () => {
    const b = bench()
    const pump = b.estate.kinds.get('pump')
    await b.telemetry({ metrics: { foo: 1 } })
    if (pump) b.estate.kinds.set('pump', { ...pump, open: true })
    await b.telemetry({ metrics: { foo: 1 } })
    expect(b.readings()).toMatchObject([{ metrics: { foo: 1 } }])
  })
})

describe('other messages', () => {
  it('event', async () => {
    const b = bench()
    await b.event({ ts: b.now(), id: 'e-1', type: 'alarm', point: 'l2-034', data: { a: 1 } })
    await b.event({ ts: b.now(), id: 'e-1', type: 'alarm', point: 'l2-034' })
    await b.event({ type: 'trip' })
    await b.event({ type: 'trip' })
    expect(b.entries('event').map((entry) => entry.event)).toMatchObject([
      { device: 'p-1', id: 'e-1', type: 'alarm', point: 'l2-034', data: { a: 1 }, timed: 'device' },
      { id: null, type: 'trip', point: null, data: {}, timed: 'server' },
      { id: null, type: 'trip' },
    ])
    expect(b.laneOf('event')).toBe('urgent')
  })

  it('tap', async () => {
    const b = bench()
    const tap = { id: 't-1', ts: b.now() - 8 * hour, tag: '04DE5F1EACC040' }
    await b.event({ ts: b.now(), type: 'hello' })
    await b.say('fm/v1/hq/pump/p-1/tap', tap)
    await b.say('fm/v1/hq/pump/p-1/tap', tap)
    expect(b.entries('tap')).toEqual([
      {
        type: 'tap',
        at: b.now(),
        reader: 'p-1',
        id: 't-1',
        ts: tap.ts,
        timed: 'device',
        judged: tap.ts,
        late: true,
        tap,
      },
    ])
  })

  it('state is retained and says whether it is birth or will', async () => {
    const b = bench()
    const publication = await b.say('fm/v1/hq/pump/p-1/state', { online: true, fw: '1.4.2' })
    await b.say('fm/v1/hq/pump/p-1/state', { online: false })
    expect(publication.retain).toBe(true)
    expect(b.entries('presence')).toEqual([
      { type: 'presence', at: b.now(), device: 'p-1', online: true, cause: 'birth', epoch: 5 },
      { type: 'presence', at: b.now(), device: 'p-1', online: false, cause: 'will', epoch: 5 },
    ])
  })

  it('a will that outlived its connection is recorded but told to nobody', async () => {
    const b = bench()
    b.outlived()
    const publication = await b.say('fm/v1/hq/pump/p-1/state', { online: false }, true)
    expect(b.entries('presence')).toHaveLength(1)
    expect(publication).toMatchObject({ topic: '$dropped', retain: false })
  })

  it('meta and ack', async () => {
    const b = bench()
    await b.say('fm/v1/hq/pump/p-1/meta', { maker: 'Grundfos' })
    await b.say('fm/v1/hq/pump/p-1/ack', { id: 'c-1', ok: true })
    expect(b.entries('meta')).toMatchObject([{ device: 'p-1', data: { maker: 'Grundfos' } }])
    expect(b.entries('ack')).toMatchObject([{ device: 'p-1', id: 'c-1', ok: true, data: {} }])
  })

  it.each([
    ['event', { id: 'x' }, 'wrong_shape: type'],
    ['event', [{ type: 'a' }], 'wrong_shape'],
    ['tap', { tag: 7 }, 'wrong_shape: tag'],
    ['state', { online: 'yes' }, 'wrong_shape: online'],
    ['ack', { ok: true }, 'wrong_shape: id'],
    ['meta', [], 'wrong_shape'],
    ['event', `{"type":"a","data":{"x":${'['.repeat(9)}${']'.repeat(9)}}}`, 'too_deep'],
    ['gossip', { a: 1 }, 'unknown_channel'],
  ])('%s %j is set aside on the urgent lane', async (channel, payload, reason) => {
    const b = bench()
    await b.say(`fm/v1/hq/pump/p-1/${channel}`, payload)
    expect(b.entries('quarantine')).toMatchObject([{ device: 'p-1', reason }])
    expect(b.laneOf('quarantine')).toBe('urgent')
  })
})

describe('what may not be published', () => {
  it('is acknowledged, dropped and audited; the third in a minute ends the connection', async () => {
    const b = bench()
    const forbidden = () => b.say('fm/v1/hq/pump/p-2/telemetry', { metrics: { current_a: 1 } }, true)
    expect(await forbidden()).toMatchObject({ topic: '$dropped', retain: false })
    await forbidden()
    b.later(60_000)
    await forbidden()
    expect(b.wasExpelled()).toBe(false)
    await forbidden()
    await forbidden()
    expect(b.wasExpelled()).toBe(true)
    expect(b.entries('refused')).toHaveLength(5)
    expect(b.entries('refused')[0]).toMatchObject({
      user: 'p-1',
      what: 'publish',
      topic: 'fm/v1/hq/pump/p-2/telemetry',
      reason: 'not_yours',
    })
    expect(b.readings()).toEqual([])
  })

  it('ends the connection only after its answer, which waits for the disk', async () => {
    const b = bench()
    const forbidden = () => b.say('fm/v1/hq/pump/p-2/telemetry', { metrics: { current_a: 1 } })
    b.hold()
    const all = [forbidden(), forbidden(), forbidden()]
    expect(b.wasExpelled()).toBe(false)
    b.flush()
    await Promise.all(all)
    expect(b.wasExpelled()).toBe(true)
  })

  it('an unregistered child is set aside and discovered, once in a while', async () => {
    const b = bench('gw')
    const say = () => b.say('fm/v1/hq/pump/p-9/telemetry', { metrics: { current_a: 1 } })
    await say()
    await say()
    expect(b.entries('quarantine')).toMatchObject([
      { device: 'gw', reason: 'unregistered_device' },
      { device: 'gw', reason: 'unregistered_device' },
    ])
    const data = { site: 'hq', kind: 'pump', channel: 'telemetry' }
    expect(b.entries('discovered')).toMatchObject([{ device: 'gw', what: 'device', name: 'p-9', data }])
    b.later(10_000)
    await say()
    expect(b.entries('discovered')).toHaveLength(2)
  })

  it('a deleted device is no longer heard, though its topic was allowed before', async () => {
    const b = bench()
    await b.telemetry({ metrics: { current_a: 1 } })
    b.estate.devices.delete('p-1')
    await b.telemetry({ metrics: { current_a: 1 } })
    expect(b.readings()).toHaveLength(1)
    expect(b.entries('quarantine')).toMatchObject([{ reason: 'unregistered_device' }])
  })
})

describe('a journal that fails', () => {
  it('gives an error in the place of an answer, and the message may come again', async () => {
    const b = bench()
    b.hold()
    const first = b.event({ id: 'e-1', type: 'trip' })
    const repeat = b.event({ id: 'e-1', type: 'trip' })
    b.fail()
    await expect(first).rejects.toThrow('EIO')
    await expect(repeat).rejects.toThrow()
    await b.event({ id: 'e-1', type: 'trip' })
    expect(b.entries('event')).toHaveLength(1)
    expect(b.ingest.counts().failures).toBe(1)
  })

  it('that failed for another message before does not refuse a repeat of what is safe', async () => {
    const b = bench()
    await b.event({ id: 'e-1', type: 'trip' })
    b.hold()
    const lost = b.event({ id: 'e-2', type: 'trip' })
    b.fail()
    await expect(lost).rejects.toThrow('EIO')
    await expect(b.event({ id: 'e-1', type: 'trip' })).resolves.toMatchObject({ topic: '$dropped' })
  })
})
