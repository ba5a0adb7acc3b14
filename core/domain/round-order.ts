// The order of a random round, drawn from its seed alone, so that whoever has the seed draws the same order again.
// A shuffle by Fisher and Yates; each draw is FNV-1a of `{seed}/{place}`, mixed as MurmurHash3 mixes its end.

/** A whole number of 32 bits from a text: the same on every machine. */
function draw(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The places 0 … count−1 in the order that the seed gives. */
export function drawOrder(seed: string, count: number): number[] {
  const order = Array.from({ length: count }, (_, place) => place)
  for (let last = count - 1; last > 0; last--) {
    const chosen = draw(`${seed}/${last}`) % (last + 1)
    ;[order[last], order[chosen]] = [order[chosen]!, order[last]!]
  }
  return order
}
