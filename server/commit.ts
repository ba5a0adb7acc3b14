// The only way in which anything changes: one SQL transaction that makes a decision true and gives its happenings their
// place in the order; only when it is on disk are the listeners (screens, caches, notices) told.
import type { Kysely, Transaction } from 'kysely'
import type { Happening, NewHappening } from '../core/contracts/live.ts'
import { appendHappenings, happeningHead } from './store/happening.ts'
import type { Records } from './store/schema.ts'

export type Work<T> = (tx: Transaction<Records>) => Promise<{ result: T; happenings: NewHappening[] }>
/** Runs a piece of work as one transaction. Rejects, and nothing has changed, when the work throws or cannot be written. */
export type Commit = <T>(work: Work<T>) => Promise<T>
/** Is told what became true, in order. A promise it gives is waited for before the commit returns; it must not throw. */
export type Listener = (happenings: Happening[]) => void | Promise<void>

/** What follows from what is about to become true, inside the same transaction; it may write, and tells what it did. */
export type Reaction = (tx: Transaction<Records>, happenings: readonly NewHappening[]) => Promise<NewHappening[]>

export type Commits = {
  commit: Commit
  /** Has every transaction followed up by this reaction (the last one given); what it tells is not followed up again. */
  react(reaction: Reaction): void
  /** Returns the way to stop listening. */
  onCommitted(listener: Listener): () => void
  /** The sequence of the last happening that listeners were told of. */
  head(): number
}

/** Joins the commits of one database; there must be one such object per process and database. */
export async function createCommits(db: Kysely<Records>): Promise<Commits> {
  const listeners = new Set<Listener>()
  let reaction: Reaction = () => Promise.resolve([])
  let head = await happeningHead(db)

  let turn: Promise<unknown> = Promise.resolve()
  /** Runs jobs one after another, whatever becomes of them. */
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const done = turn.then(job)
    turn = done.catch(() => {})
    return done
  }
  const tell = (happenings: Happening[]) => {
    head = happenings.at(-1)?.seq ?? head
    return happenings.length === 0 ? [] : [...listeners].map((listener) => Promise.resolve(listener(happenings)))
  }
  return {
    async commit(work) {
      // The turn ends when every listener has been called, so that all hear in the order of the sequence; what they
      // promise is waited for outside it, so that a listener may commit something itself.
      const { result, heard } = await inTurn(async () => {
        const done = await db.transaction().execute(async (tx) => {
          const { result, happenings } = await work(tx)
          const followed = await reaction(tx, happenings)
          return { result, told: await appendHappenings(tx, [...happenings, ...followed]) }
        })
        return { result: done.result, heard: tell(done.told) }
      })
      await Promise.all(heard)
      return result
    },
    react: (next) => void (reaction = next),
    onCommitted(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    head: () => head,
  }
}
