import { describe, expect, it } from 'vitest'
import { openSessions } from './sessions.ts'

const packet = (n: number) => ({ topic: 'a/b', payload: Buffer.from(`${n}`), brokerId: 'x', brokerCounter: n })

describe('sessions', () => {
  it('are matched by exact topic and by wildcard, above QoS 0 only', () => {
    const sessions = openSessions()
    sessions.subscribe('one', [{ topic: 'a/b', qos: 1 }])
    sessions.subscribe('two', [{ topic: 'a/#', qos: 2 }])
    sessions.subscribe('three', [{ topic: 'a/+', qos: 0 }])
    const matching = () => sessions.matching('a/b').map((subscriber) => subscriber.clientId)
    expect(matching()).toEqual(['one', 'two'])
    sessions.subscribe('two', [{ topic: 'a/#', qos: 0 }])
    expect(matching()).toEqual(['one'])
    sessions.unsubscribe('one', ['a/b'])
    expect(matching()).toEqual([])
    expect(sessions.subscriptions('three')).toMatchObject([{ topic: 'a/+', qos: 0 }])
  })

  it('queue for the absent up to a limit, in order, until acknowledged', () => {
    const sessions = openSessions({ sessions: 10, queue: 2 })
    for (let n = 1; n <= 3; n++) sessions.enqueue('one', packet(n))
    expect(sessions.queue('one').map((p) => p.brokerCounter)).toEqual([1, 2])
    sessions.update('one', { ...packet(2), messageId: 77 })
    expect(sessions.acknowledge('one', 77)).toMatchObject({ brokerCounter: 2 })
    expect(sessions.acknowledge('one', 77)).toBeUndefined()
    sessions.update('one', { ...packet(1), messageId: 78 })
    sessions.update('one', { cmd: 'pubrel', topic: '', payload: '', messageId: 78 })
    expect(sessions.queue('one')).toMatchObject([{ cmd: 'pubrel', messageId: 78 }])
  })

  it('are bounded: the oldest goes, with its subscriptions', () => {
    const sessions = openSessions({ sessions: 2, queue: 2 })
    for (const id of ['one', 'two', 'three']) sessions.subscribe(id, [{ topic: 'a/b', qos: 1 }])
    expect(sessions.matching('a/b').map((subscriber) => subscriber.clientId)).toEqual(['two', 'three'])
  })

  it('of one login are forgotten together, and no other whose name begins the same', () => {
    const sessions = openSessions()
    for (const id of ['p-1:a', 'p-1:b', 'p-10:a']) sessions.subscribe(id, [{ topic: 'a/b', qos: 1 }])
    sessions.revoke('p-1')
    expect(sessions.matching('a/b').map((subscriber) => subscriber.clientId)).toEqual(['p-10:a'])
  })

  it('that hold nothing but finished handshakes are let go of', () => {
    const sessions = openSessions({ sessions: 1, queue: 2 })
    sessions.subscribe('kept', [{ topic: 'a/b', qos: 1 }])
    sessions.endHandshakes('kept')
    expect(sessions.matching('a/b')).toHaveLength(1)
  })
})
