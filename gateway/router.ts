// Who hears what inside the broker: Aedes's message bus, in the form that Aedes expects of one (`mq`). Publishers never
// wait for a slow listener: deliveries are handed over and the publisher goes on (see authorizeForward for the bounds).
import { isWild, matches } from './filter.ts'

type Message = { topic: string }
type Listener = (message: Message, done: () => void) => void
type Done = (error?: Error | null) => void

const ignore = () => undefined

/** The bus. Exact topics cost one map lookup; only filters with wildcards are matched one by one. */
export function openRouter() {
  const exact = new Map<string, Set<Listener>>()
  const wild = new Map<string, { levels: string[]; listeners: Set<Listener> }>()
  let closed = false

  const listenersOf = (filter: string): Set<Listener> => {
    if (!isWild(filter)) return getOrSet(exact, filter, () => new Set<Listener>())
    return getOrSet(wild, filter, () => ({ levels: filter.split('/'), listeners: new Set<Listener>() })).listeners
  }

  function emit(message: Message, done: Done = ignore): void {
    if (closed) return void done(new Error('the router is closed'))
    exact.get(message.topic)?.forEach((listener) => listener(message, ignore))
    if (wild.size > 0) {
      const levels = message.topic.split('/')
      for (const one of wild.values()) {
        if (matches(one.levels, levels)) one.listeners.forEach((listener) => listener(message, ignore))
      }
    }
    done()
  }

  /** Whether anybody listens to a topic. */
  function hears(topic: string): boolean {
    if (exact.has(topic)) return true
    if (wild.size === 0) return false
    const levels = topic.split('/')
    for (const one of wild.values()) if (matches(one.levels, levels)) return true
    return false
  }

  return {
    concurrency: 0,
    hears,
    on(filter: string, listener: Listener, done?: Done): void {
      listenersOf(filter).add(listener)
      if (done) setImmediate(done)
    },
    removeListener(filter: string, listener: Listener, done?: Done): void {
      const set = listenersOf(filter)
      set.delete(listener)
      if (set.size === 0) (isWild(filter) ? wild : exact).delete(filter)
      if (done) setImmediate(done)
    },
    emit,
    close(done: Done = ignore): void {
      closed = true
      setImmediate(done)
    },
  }
}

function getOrSet<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
