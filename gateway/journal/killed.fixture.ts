// A process for kill.test.ts: appends numbered entries without end and says each position once it is promised.
import { openJournal } from './segments.ts'

const journal = await openJournal({ dir: process.argv[2]!, now: () => 0, reserveBytes: 0, segmentBytes: 50_000 })
let at = Number(process.argv[3])

async function work(): Promise<void> {
  for (;;) {
    const mine = at++
    const position = await journal.append('bulk', { type: 'tick', at: mine, boot: false })
    process.stdout.write(`${position} ${mine}\n`)
  }
}
await Promise.all(Array.from({ length: 50 }, work))
