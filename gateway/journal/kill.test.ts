// SIGKILL at random instants under load: what was promised is there, at its position, without a gap.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openJournal } from './segments.ts'

const fixture = fileURLToPath(new URL('./killed.fixture.ts', import.meta.url))

/** Runs the appending process until it has promised `count` records, kills it and returns what it had promised. */
async function promisesUntilKilled(dir: string, first: number, count: number): Promise<Map<number, number>> {
  const child = spawn(process.execPath, [fixture, dir, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const promised = new Map<number, number>()
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    // a last line may be cut short by the kill
    const match = /^(\d+) (\d+)$/.exec(line)
    if (match) promised.set(Number(match[1]), Number(match[2]))
    if (promised.size === count) child.kill('SIGKILL')
  }
  await ended
  return promised
}

test('every promised record survives a kill, and the next life goes on behind it', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'wk-kill-'))
  const promised = new Map<number, number>()
  for (const [round, count] of [700, 1, 2300, 90, 1500].entries()) {
    for (const [position, at] of await promisesUntilKilled(dir, round * 1_000_000, count)) {
      expect(promised.has(position)).toBe(false)
      promised.set(position, at)
    }
  }
  const journal = await openJournal({ dir, now: () => 0, reserveBytes: 0 })
  const found = new Map<number, number>()
  await new Promise<void>((resolve) => {
    const follower = journal.follow('bulk', 0, (batch) => {
      for (const { position, entry } of batch) found.set(position, entry.at)
      if (batch.at(-1)!.position === journal.head('bulk')) void follower.stop().then(resolve)
    })
  })
  const lost = [...promised].filter(([position, at]) => found.get(position) !== at)
  expect(promised.size).toBeGreaterThan(4500)
  expect(lost).toEqual([])
  expect([...found.keys()]).toEqual(Array.from({ length: journal.head('bulk') }, (_, n) => n + 1))
  expect(journal.status().damage).toEqual([])
  await journal.close()
  await rm(dir, { recursive: true })
})
