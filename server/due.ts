// What falls due when: a binary heap by time. A thing may stand in it several times; whoever takes one out checks
// whether it still wants to be called.

export type DueHeap<T> = {
  add(at: number, thing: T): void
  /** Takes out the earliest thing whose time has come at `now`, or null. */
  take(now: number): T | null
  /** The earliest time in it; Infinity when empty. */
  next(): number
  size(): number
}

export function createDueHeap<T>(): DueHeap<T> {
  const heap: { at: number; thing: T }[] = []

  function rise(index: number): void {
    const entry = heap[index]!
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (heap[parent]!.at <= entry.at) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = entry
  }
  function sink(): void {
    const entry = heap[0]!
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++
      if (heap[child]!.at >= entry.at) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = entry
  }
  return {
    add(at, thing) {
      heap.push({ at, thing })
      rise(heap.length - 1)
    },
    take(now) {
      const top = heap[0]
      if (!top || top.at > now) return null
      const last = heap.pop()!
      if (heap.length > 0) {
        heap[0] = last
        sink()
      }
      return top.thing
    },
    next: () => heap[0]?.at ?? Infinity,
    size: () => heap.length,
  }
}
