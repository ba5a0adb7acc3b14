// What has been accepted already. A reading is a repeat when device, seq and ts are equal to an accepted one (seq without
// ts: within 10 minutes); an event or tap when device and id are. It also numbers readings of one device in one
// millisecond, so that none overwrites another. Bounded: what is forgotten and comes again gets the same key again and
// changes nothing in the store.

/** Readings of one device kept in mind: at most this many, and at least those of the last minutes. */
const maxReadings = 4096
const keepTimedMs = 120_000
const keepUntimedMs = 600_000
/** Room for readings of all devices together; beyond it memories stop growing and overwrite their oldest. */
const maxSlots = 4_000_000
const maxIds = 250_000
/** Ordinals of one millisecond; the store's key has three digits for them. */
const maxOrdinal = 999

/** One slot: ts · seq (−1 none, −2−seq when it came without ts) · receive time · ordinal. */
const width = 4
type Memory = {
  slots: Float64Array
  next: number
  count: number
  lastTs: number
  /** Readings put in since `lastTs` came up, itself included: only they can stand in its millisecond. */
  recent: number
  lastUntimedSeq: number
  keepMs: number
}
export type Key = { ts: number; ordinal: number }

export type Repeats = {
  /** Gives a reading its key, or null when it is a repeat. `timed`: ts is the device's own. */
  reading: (device: string, ts: number, seq: number | null, timed: boolean, at: number) => Key | null
  /** Remembers a reading that was accepted before a restart. */
  recall: (device: string, ts: number, ordinal: number, seq: number | null, timed: boolean, at: number) => void
  /** The reading was not recorded after all: it may come again. */
  forget: (device: string, ts: number, ordinal: number) => void
  /** Remembers an id of a device; false when it is known already. */
  id: (device: string, channel: string, id: string) => boolean
  forgetId: (device: string, channel: string, id: string) => void
}

/** An empty memory. */
export function openRepeats(): Repeats {
  const memories = new Map<string, Memory>()
  let taken = 0
  let ids = new Set<string>()
  let olderIds = new Set<string>()

  const memoryOf = (device: string): Memory => {
    let memory = memories.get(device)
    if (!memory) {
      const slots = new Float64Array(8 * width)
      memory = { slots, next: 0, count: 0, lastTs: -Infinity, recent: 0, lastUntimedSeq: -1, keepMs: keepTimedMs }
      memories.set(device, memory)
      taken += 8
    }
    return memory
  }

  function put(memory: Memory, ts: number, seq: number | null, timed: boolean, at: number, ordinal: number): void {
    const capacity = memory.slots.length / width
    if (memory.count === capacity && isYoung(memory, at) && capacity < maxReadings && taken < maxSlots) {
      taken += capacity
      grow(memory)
    }
    if (seq !== null && !timed) {
      memory.keepMs = keepUntimedMs
      if (seq > memory.lastUntimedSeq) memory.lastUntimedSeq = seq
    }
    if (ts > memory.lastTs) {
      memory.lastTs = ts
      memory.recent = 0
    }
    memory.recent++
    const base = memory.next * width
    memory.slots[base] = ts
    memory.slots[base + 1] = seq === null ? -1 : timed ? seq : -2 - seq
    memory.slots[base + 2] = at
    memory.slots[base + 3] = ordinal
    memory.next = (memory.next + 1) % (memory.slots.length / width)
    if (memory.count < memory.slots.length / width) memory.count++
  }

  return {
    reading(device, ts, seq, timed, at) {
      const memory = memoryOf(device)
      if (!timed && seq !== null && seq <= memory.lastUntimedSeq && hasUntimed(memory, seq, at)) return null
      let ordinal = 0
      let free = ts
      if (ts <= memory.lastTs) {
        ordinal = nextOrdinal(memory, ts, timed ? seq : null)
        if (ordinal < 0) return null
        while (ordinal > maxOrdinal) ordinal = nextOrdinal(memory, ++free, null)
      }
      put(memory, free, seq, timed, at, ordinal)
      return { ts: free, ordinal }
    },
    recall: (device, ts, ordinal, seq, timed, at) => put(memoryOf(device), ts, seq, timed, at, ordinal),
    forget(device, ts, ordinal) {
      const { slots, count } = memoryOf(device)
      for (let base = 0; base < count * width; base += width) {
        if (slots[base] === ts && slots[base + 3] === ordinal) slots.fill(NaN, base, base + 2)
      }
    },
    id(device, channel, id) {
      const key = `${device}/${channel}/${id}`
      if (ids.has(key) || olderIds.has(key)) return false
      if (ids.size >= maxIds) {
        olderIds = ids
        ids = new Set()
      }
      ids.add(key)
      return true
    },
    forgetId(device, channel, id) {
      const key = `${device}/${channel}/${id}`
      ids.delete(key)
      olderIds.delete(key)
    },
  }
}

/** The ordinal after the highest one of this millisecond; −1 when one of them carries the same seq. */
function nextOrdinal({ slots, next, count, lastTs, recent }: Memory, ts: number, seq: number | null): number {
  const most = ts === lastTs ? Math.min(recent, count) : count
  let ordinal = 0
  for (let n = 1; n <= most; n++) {
    const base = (next >= n ? next - n : next - n + slots.length / width) * width
    if (slots[base] !== ts) continue
    if (seq !== null && slots[base + 1] === seq) return -1
    ordinal = Math.max(ordinal, (slots[base + 3] as number) + 1)
  }
  return ordinal
}

function hasUntimed({ slots, count }: Memory, seq: number, at: number): boolean {
  for (let base = 0; base < count * width; base += width) {
    if (slots[base + 1] === -2 - seq && at - (slots[base + 2] as number) <= keepUntimedMs) return true
  }
  return false
}

/** Whether the oldest reading in mind is still too young to be forgotten. */
const isYoung = (memory: Memory, at: number): boolean =>
  at - (memory.slots[memory.next * width + 2] as number) < memory.keepMs

/** Doubles the room; the oldest stands first afterwards. */
function grow(memory: Memory): void {
  const slots = new Float64Array(memory.slots.length * 2)
  const oldest = memory.next * width
  slots.set(memory.slots.subarray(oldest), 0)
  slots.set(memory.slots.subarray(0, oldest), memory.slots.length - oldest)
  memory.next = memory.count
  memory.slots = slots
}
