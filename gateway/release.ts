// Answers leave in the order in which messages came [MQTT-4.6.0-2], although the two lanes of the journal become
// durable at their own pace: a line of turns per connection, each turn waiting for the appends of one message. Plain
// objects and functions, because every message makes one.

export type Answer = (error: Error | null) => void
export type Turn = {
  line: Line
  /** Things that this message still waits for. */
  open: number
  error: Error | null
  answer: Answer
}
export type Line = { turns: Turn[]; first: number }

/** Answered turns are let go of in lots, so that a line that is never empty does not grow. */
const lot = 1024

export const openLine = (): Line => ({ turns: [], first: 0 })

/** Queues up one message; it waits for one thing, its own {@link finish}, until more is added to `open`. */
export function queueUp(line: Line, answer: Answer): Turn {
  const turn: Turn = { line, open: 1, error: null, answer }
  line.turns.push(turn)
  return turn
}

/** One thing less to wait for. A turn is answered with the first error of its parts, in its place. */
export function finish(turn: Turn, error: Error | null): void {
  turn.error ??= error
  if (--turn.open === 0) advance(turn.line)
}

function advance(line: Line): void {
  while (line.first < line.turns.length && line.turns[line.first]?.open === 0) {
    const { answer, error } = line.turns[line.first++] as Turn
    answer(error)
  }
  if (line.first < line.turns.length && line.first < lot) return
  line.turns.splice(0, line.first)
  line.first = 0
}
