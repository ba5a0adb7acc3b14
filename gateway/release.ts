// Answers leave in the order in which messages came [MQTT-4.6.0-2], although the two lanes of the journal become
// durable at their own pace: a line of turns per connection, each turn waiting for the appends of one message.

export type Answer = (error: Error | null) => void
export type Turn = {
  /** One more append that this message waits for. `settled` hears of it first, with the error if it failed. */
  wait(append: Promise<unknown>, settled?: (error: Error | null) => void): void
  /** Everything was asked for: the turn may be answered once nothing is waited for. */
  ready(): void
}
export type Line = { turn(answer: Answer): Turn }

/** Answered turns are let go of in lots, so that a line that is never empty does not grow. */
const lot = 1024

/** An empty line. A turn whose append failed is answered with the error, in its place. */
export function openLine(): Line {
  type Place = { open: number; error: Error | null; answer: Answer }
  const places: Place[] = []
  let first = 0

  function advance(): void {
    while (first < places.length && places[first]?.open === 0) {
      const { answer, error } = places[first++] as Place
      answer(error)
    }
    if (first < places.length && first < lot) return
    places.splice(0, first)
    first = 0
  }

  return {
    turn(answer) {
      const place: Place = { open: 1, error: null, answer }
      places.push(place)
      const done = () => {
        if (--place.open === 0) advance()
      }
      return {
        wait(append, settled) {
          place.open++
          append.then(
            () => {
              settled?.(null)
              done()
            },
            (reason: unknown) => {
              place.error ??= reason instanceof Error ? reason : new Error('the journal could not be written')
              settled?.(place.error)
              done()
            },
          )
        },
        ready: done,
      }
    },
  }
}
