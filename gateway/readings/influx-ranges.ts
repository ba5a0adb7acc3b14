// Joins stale buckets into few statements: neighbours in time, and devices that share them.

/** One stale bucket of a device, `from` in ms. */
export type Range = { kind: string; device: string; from: number }
export type Stretch = { kind: string; devices: string[]; from: number; to: number }

/**
 * Stretches that cover all ranges; a stretch has at most `maxBuckets` buckets of `width` ms and `maxDevices` devices.
 * It may cover more than was asked: computing a bucket once too often changes nothing.
 */
export function joinRanges(ranges: Iterable<Range>, width: number, maxBuckets: number, maxDevices: number): Stretch[] {
  const byWindow = new Map<string, { kind: string; devices: Set<string>; from: number; to: number }>()
  for (const { kind, device, from } of ranges) {
    const key = `${kind}/${Math.floor(from / (width * maxBuckets))}`
    const window = byWindow.get(key) ?? { kind, devices: new Set(), from, to: from + width }
    byWindow.set(key, window)
    window.devices.add(device)
    window.from = Math.min(window.from, from)
    window.to = Math.max(window.to, from + width)
  }
  return [...byWindow.values()].flatMap(({ kind, devices, from, to }) =>
    chunks([...devices], maxDevices).map((some) => ({ kind, devices: some, from, to })),
  )
}

const chunks = <T>(items: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, n * size + size))
