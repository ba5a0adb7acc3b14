// The shapes and words that packed rows refer to, kept in memory. Both are bounded: a device that sends ever new ones
// must not fill the process.
import type { DatabaseSync } from 'node:sqlite'

/** Number, boolean, text. */
export type Type = 'n' | 'b' | 's'
export type Slot = { name: string; type: Type }
export type Shape = { id: number; slots: Slot[]; index: Map<string, number> }

const maxShapes = 10_000
const maxWords = 100_000

export type Dictionary = {
  /** The shape of a spec; null when there is none and no room for another. */
  shapeOf(spec: string): Shape | null
  shape(id: number): Shape
  wordOf(text: string): number | null
  word(id: number): string
}

/** The dictionaries of a database; `grow` only with the writer's connection. */
export function createDictionary(db: DatabaseSync, grow: boolean): Dictionary {
  const shapesById = new Map<number, Shape>()
  const shapesBySpec = new Map<string, Shape>()
  const wordsById = new Map<number, string>()
  const idsByWord = new Map<string, number>()
  const learnShape = (id: number, spec: string): Shape => {
    const slots = spec === '' ? [] : spec.split(',').map((part) => ({ type: part[0] as Type, name: part.slice(1) }))
    const shape = { id, slots, index: new Map(slots.map((slot, n) => [slot.name, n])) }
    shapesById.set(id, shape)
    shapesBySpec.set(spec, shape)
    return shape
  }
  const learnWord = (id: number, text: string): void => {
    wordsById.set(id, text)
    idsByWord.set(text, id)
  }
  if (grow) {
    for (const row of db.prepare('SELECT id, spec FROM shape').all()) learnShape(Number(row['id']), String(row['spec']))
    for (const row of db.prepare('SELECT id, text FROM word').all()) learnWord(Number(row['id']), String(row['text']))
  }
  const addShape = db.prepare('INSERT INTO shape (spec) VALUES (?)')
  const addWord = db.prepare('INSERT INTO word (text) VALUES (?)')
  const findShape = db.prepare('SELECT spec FROM shape WHERE id = ?')
  const findWord = db.prepare('SELECT text FROM word WHERE id = ?')
  return {
    shapeOf(spec) {
      const known = shapesBySpec.get(spec)
      if (known || shapesById.size >= maxShapes) return known ?? null
      return learnShape(Number(addShape.run(spec).lastInsertRowid), spec)
    },
    shape: (id) => shapesById.get(id) ?? learnShape(id, String(findShape.get(id)?.['spec'] ?? '')),
    wordOf(text) {
      const known = idsByWord.get(text)
      if (known !== undefined || idsByWord.size >= maxWords) return known ?? null
      const id = Number(addWord.run(text).lastInsertRowid)
      learnWord(id, text)
      return id
    },
    word(id) {
      const known = wordsById.get(id)
      if (known !== undefined) return known
      const text = String(findWord.get(id)?.['text'] ?? '')
      learnWord(id, text)
      return text
    },
  }
}
