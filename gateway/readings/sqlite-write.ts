// Everything that changes the embedded store, synchronous, for the writer's worker: readings with the journal's offset
// in one transaction, and what is stale because of them.
import type { DatabaseSync } from 'node:sqlite'
import type { Reading } from '../../core/contracts/reading.ts'
import { keyOf } from './key.ts'
import type { Offset } from './offsets.ts'
import { createDictionary, type Dictionary, type Shape } from './sqlite-dictionary.ts'
import { packMetrics } from './sqlite-pack.ts'
import { fiveMinutes, transact } from './sqlite-schema.ts'

export type SqliteWriter = {
  /** Stores readings, and how far the journal has been consumed, in one transaction. Known keys change nothing. */
  write(readings: readonly Reading[], offset?: Offset): void
  offset(): Offset | null
  /** Buckets that were taken up by a roll-up are to be marked again by the next reading. */
  clean(): void
  dictionary(): Dictionary
}

/** A device's number in the file, and the shape of its last row. */
type Known = { id: number; shape: Shape | null }

/** The most marks remembered; beyond, they are written once more. */
const maxMarks = 500_000

export function createSqliteWriter(db: DatabaseSync): SqliteWriter {
  const insert = db.prepare(
    'INSERT INTO reading (device, t, seq, shape, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const mark = db.prepare('INSERT INTO dirty (device, ts) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const addDevice = db.prepare('INSERT INTO device (name) VALUES (?)')
  const saveState = db.prepare(
    'INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  let dictionary = createDictionary(db, true)
  let devices = readDevices(db)
  let marks = new Map<number, Set<number>>()
  let marked = 0

  const knownOf = (name: string): Known => {
    let known = devices.get(name)
    if (known === undefined) {
      known = { id: Number(addDevice.run(name).lastInsertRowid), shape: null }
      devices.set(name, known)
    }
    return known
  }
  const markDirty = (device: number, ts: number): void => {
    const bucket = Math.floor(ts / fiveMinutes) * fiveMinutes
    let known = marks.get(device)
    if (known?.has(bucket)) return
    if (!known) marks.set(device, (known = new Set()))
    known.add(bucket)
    marked++
    mark.run(device, bucket)
  }
  const clean = (): void => {
    marks = new Map()
    marked = 0
  }
  const insertOne = (device: Known, reading: Reading): void => {
    const { shape, data } = packMetrics(dictionary, reading.metrics, device.shape)
    if (shape !== device.shape?.id) device.shape = shape === 0 ? null : dictionary.shape(shape)
    const { changes } = insert.run(device.id, keyOf(reading), reading.seq, shape, data)
    if (changes > 0) markDirty(device.id, reading.ts)
  }
  /** Device after device in the order of the file, so that each of its pages is touched once. */
  const insertAll = (readings: readonly Reading[]): void => {
    const groups = [...Map.groupBy(readings, ({ device }) => device)].map(([name, of]) => ({
      device: knownOf(name),
      of,
    }))
    groups.sort((a, b) => a.device.id - b.device.id)
    for (const { device, of } of groups) for (const reading of of) insertOne(device, reading)
  }

  return {
    write(readings, offset) {
      if (marked > maxMarks) clean()
      try {
        transact(db, () => {
          insertAll(readings)
          if (offset) saveState.run('offset', JSON.stringify(offset))
        })
      } catch (error) {
        // ids that were given within the transaction are gone with it
        dictionary = createDictionary(db, true)
        devices = readDevices(db)
        clean()
        throw error
      }
    },
    offset() {
      const row = db.prepare("SELECT value FROM state WHERE key = 'offset'").get()
      return row ? (JSON.parse(String(row['value'])) as Offset) : null
    },
    clean,
    dictionary: () => dictionary,
  }
}

const readDevices = (db: DatabaseSync): Map<string, Known> =>
  new Map(
    db
      .prepare('SELECT id, name FROM device')
      .all()
      .map((row) => [String(row['name']), { id: Number(row['id']), shape: null }]),
  )
