// The two ways in which readings get from the journal into a store: the store reads the journal itself, or is fed.
import type { Journal } from '../journal/journal.ts'
import type { JournalSource } from '../journal/heads.ts'
import { startFeeder } from './feeder.ts'
import type { Offsets } from './offsets.ts'
import type { Point, ReadingsStore } from './store.ts'

export type Drive = {
  /** The last position dealt with. */
  position(): number
  /** Up to here nothing will be asked of the journal again. */
  durable(): number
  /** The roll-ups hold everything up to a position. */
  rolledUp(position: number): Promise<void>
  stop(): Promise<void>
}

export type DriveOptions = {
  journal: Journal & { readonly source?: JournalSource }
  store: ReadingsStore
  kindOf: (device: string) => { kind: string; site: string } | null
  offsets: Offsets
  onRefused: (refused: { point: Point; reason: string }) => void
  onFault: (fault: string | null) => void
  onDamage: (reason: string) => void
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Starts whichever way the store can. */
export function startDrive(options: DriveOptions): Promise<Drive> {
  const { source } = options.journal
  return source && options.store.consume ? startConsuming(options, source) : startFeeding(options)
}

async function startConsuming({ store, onFault, onDamage }: DriveOptions, source: JournalSource): Promise<Drive> {
  const reached = { position: 0, durable: 0 }
  const consumption = await store.consume!(source, {
    progress({ position, durable, fault }) {
      Object.assign(reached, { position, durable })
      onFault(fault)
    },
    damaged: ({ reason }) => onDamage(reason),
  })
  return {
    position: () => reached.position,
    durable: () => reached.durable,
    // the store remembers by itself what it has to roll up
    rolledUp: () => Promise.resolve(),
    stop: () => consumption.stop(),
  }
}

/**
 * A fed store keeps in memory which roll-ups are stale, so the offset moves only when roll-ups are complete: after a
 * restart the last minute is written once more, which changes nothing but tells the store again what is stale.
 */
async function startFeeding(options: DriveOptions): Promise<Drive> {
  const { journal, store, offsets, kindOf, onRefused, onFault, wait } = options
  const { epoch } = journal
  const kept = await offsets.load()
  let durable = kept?.epoch === epoch ? kept.position : 0
  const feeder = startFeeder({ journal, store, from: durable, kindOf, onRefused, onFault, wait })
  return {
    position: () => feeder.position(),
    durable: () => durable,
    async rolledUp(position) {
      await offsets.save({ epoch, position })
      durable = position
    },
    stop: () => feeder.stop(),
  }
}
