// Packs the metrics of a row into eight bytes each. Which metric stands where is the row's shape: names and types in
// the order of the payload, kept once in the table `shape`; texts are kept once in `word`. Shape 0 is plain JSON, for
// devices that would fill those tables without end.
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { Piece } from './buckets.ts'
import type { Dictionary, Shape, Slot, Type } from './sqlite-dictionary.ts'

/** Cells as they are written need no buffer of their own, which would cost more than the rest of the packing. */
type Cells = Uint8Array | Float64Array
export type Packed = { shape: number; data: Cells }

/** min, max, sum, numbers, count, last */
const pieceSlots = 6

const typeOf = (value: MetricValue): Type => (typeof value === 'number' ? 'n' : typeof value === 'boolean' ? 'b' : 's')

function encode(dictionary: Dictionary, value: MetricValue): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : dictionary.wordOf(value)
}

function decode(dictionary: Dictionary, type: Type, cell: number): MetricValue {
  if (type === 'n') return cell
  return type === 'b' ? cell === 1 : dictionary.word(cell)
}

const json = (value: unknown): Packed => ({ shape: 0, data: Buffer.from(JSON.stringify(value)) })
const parsed = (data: Cells): unknown => JSON.parse(Buffer.from(data).toString())
const cellsOf = (data: Cells): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength)

/** Metrics as one row holds them. `guess`: the shape that they probably have, the last one of the same device. */
export function packMetrics(
  dictionary: Dictionary,
  metrics: Record<string, MetricValue>,
  guess: Shape | null = null,
): Packed {
  return (guess && packAs(dictionary, metrics, guess)) ?? packAnew(dictionary, metrics)
}

/** Null when the metrics have another shape. */
function packAs(dictionary: Dictionary, metrics: Record<string, MetricValue>, { id, slots }: Shape): Packed | null {
  const data = new Float64Array(slots.length)
  let n = 0
  for (const name in metrics) {
    const slot = slots[n]
    const value = metrics[name]!
    if (slot === undefined || slot.name !== name || slot.type !== typeOf(value)) return null
    const cell = encode(dictionary, value)
    if (cell === null) return null
    data[n++] = cell
  }
  return n === slots.length ? { shape: id, data } : null
}

function packAnew(dictionary: Dictionary, metrics: Record<string, MetricValue>): Packed {
  let spec = ''
  const cells: number[] = []
  for (const name in metrics) {
    const value = metrics[name]!
    const cell = encode(dictionary, value)
    if (cell === null) return json(metrics)
    spec += (spec && ',') + typeOf(value) + name
    cells.push(cell)
  }
  const shape = dictionary.shapeOf(spec)
  return shape ? { shape: shape.id, data: new Float64Array(cells) } : json(metrics)
}

/** All metrics of a row, in the order in which they were sent. */
export function unpackMetrics(dictionary: Dictionary, { shape, data }: Packed): Record<string, MetricValue> {
  if (shape === 0) return parsed(data) as Record<string, MetricValue>
  const cells = cellsOf(data)
  const { slots } = dictionary.shape(shape)
  return Object.fromEntries(
    slots.map(({ name, type }, n) => [name, decode(dictionary, type, cells.getFloat64(n * 8, true))]),
  )
}

/** One metric of a row. */
export function unpackMetric(
  dictionary: Dictionary,
  shape: number,
  data: Cells,
  metric: string,
): MetricValue | undefined {
  if (shape === 0) {
    const metrics = parsed(data) as Record<string, MetricValue>
    return Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
  }
  const { slots, index } = dictionary.shape(shape)
  const slot = index.get(metric)
  if (slot === undefined) return undefined
  return decode(dictionary, slots[slot]!.type, cellsOf(data).getFloat64(slot * 8, true))
}

/** The pieces of all metrics of a device over one bucket, as a roll-up row holds them. */
export function packPieces(dictionary: Dictionary, pieces: ReadonlyMap<string, Piece>): Packed {
  const specs: string[] = []
  const cells: number[] = []
  for (const [name, piece] of pieces) {
    const last = encode(dictionary, piece.last)
    if (last === null) return json([...pieces])
    specs.push(typeOf(piece.last) + name)
    cells.push(piece.min, piece.max, piece.sum, piece.numbers, piece.count, last)
  }
  const shape = dictionary.shapeOf(specs.join(','))
  return shape ? { shape: shape.id, data: new Float64Array(cells) } : json([...pieces])
}

/** The pieces of a roll-up row. */
export function unpackPieces(dictionary: Dictionary, packed: Packed): Map<string, Piece> {
  if (packed.shape === 0) return jsonPieces(packed.data)
  const { slots } = dictionary.shape(packed.shape)
  return new Map(slots.map((slot, n) => [slot.name, pieceAt(dictionary, slot, packed.data, n)]))
}

/** One metric of a roll-up row. */
export function unpackPiece(dictionary: Dictionary, packed: Packed, metric: string): Piece | undefined {
  if (packed.shape === 0) return jsonPieces(packed.data).get(metric)
  const { slots, index } = dictionary.shape(packed.shape)
  const slot = index.get(metric)
  return slot === undefined ? undefined : pieceAt(dictionary, slots[slot]!, packed.data, slot)
}

function pieceAt(dictionary: Dictionary, { type }: Slot, data: Cells, slot: number): Piece {
  const cells = cellsOf(data)
  const cell = (n: number): number => cells.getFloat64((slot * pieceSlots + n) * 8, true)
  const [min, max, sum, numbers, count] = [cell(0), cell(1), cell(2), cell(3), cell(4)]
  return { min, max, sum, numbers, count, last: decode(dictionary, type, cell(5)) }
}

/** JSON has no infinities: a metric without numbers comes back with null bounds. */
function jsonPieces(data: Cells): Map<string, Piece> {
  const entries = parsed(data) as [string, Omit<Piece, 'min' | 'max'> & { min: number | null; max: number | null }][]
  return new Map(
    entries.map(([name, piece]) => [name, { ...piece, min: piece.min ?? Infinity, max: piece.max ?? -Infinity }]),
  )
}
