// A checkpoint as a form holds it: numbers as typed, the tag as it is to become, checks in their order. Pure.
import type { Check, Checkpoint, CheckpointSensor, NewTag } from '#core/contracts/checkpoint.ts'
import type { Name } from '#core/contracts/scalars.ts'
import { captureOfText } from '#lib/m/capture.ts'

export type CheckDraft = {
  key: number
  id: string
  name: Name
  type: Check['type']
  unit: string
  min: string
  max: string
  photo: Check['photo']
}
export type TagMode = 'keep' | 'none' | 'uid' | 'batch' | 'keys'
export type CheckpointDraft = {
  id: string
  name: Name
  zone: string
  building: string
  key: boolean
  twoRoles: boolean
  checks: CheckDraft[]
  tag: TagMode
  /** A UID, or the address that the tag opens. */
  uid: string
  batch: string
  metaKey: string
  fileKey: string
  sensor: string
  use: CheckpointSensor['use']
  /** An event's name, or `metric=value`. */
  sign: string
}

/** The form of a checkpoint; of a new one when there is none. */
export function draftOfCheckpoint(point: Checkpoint | null): CheckpointDraft {
  return {
    id: point?.id ?? '',
    name: { ...(point?.name ?? { 'zh-CN': '', en: '' }) },
    zone: point?.zone ?? '',
    building: point?.building ?? '',
    key: point?.key ?? false,
    twoRoles: point?.twoRoles ?? false,
    checks: (point?.checks ?? []).map(draftOfCheck),
    tag: point?.tag ? 'keep' : 'none',
    uid: point?.tag?.uid ?? '',
    ...{ batch: point?.tag?.batch ?? '', metaKey: '', fileKey: '' },
    sensor: point?.sensor?.device ?? '',
    use: point?.sensor?.use ?? 'confirm',
    sign: point?.sensor ? signText(point.sensor.sign) : '',
  }
}

const draftOfCheck = (check: Check, key: number): CheckDraft => ({
  ...{ key, id: check.id, name: { ...check.name }, type: check.type, unit: check.unit, photo: check.photo },
  min: check.min === undefined ? '' : String(check.min),
  max: check.max === undefined ? '' : String(check.max),
})

/** A check more; its id is free among the others. */
export function withCheck(checks: readonly CheckDraft[]): CheckDraft[] {
  const key = Math.max(-1, ...checks.map((check) => check.key)) + 1
  const taken = new Set(checks.map((check) => check.id))
  let n = checks.length + 1
  while (taken.has(`check-${n}`)) n++
  const empty = { name: { 'zh-CN': '', en: '' }, type: 'pass', unit: '', min: '', max: '', photo: 'on_fail' } as const
  return [...checks, { key, id: `check-${n}`, ...empty, name: { ...empty.name } }]
}

const signText = (sign: CheckpointSensor['sign']): string =>
  'event' in sign ? sign.event : `${sign.metric}=${String(sign.equals)}`

function valueOf(text: string): number | boolean | string {
  if (text === 'true' || text === 'false') return text === 'true'
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** `open` is an event, `occupied=true` a metric that has a value. */
export function signOf(text: string): CheckpointSensor['sign'] {
  const [metric = '', value] = text.split('=').map((part) => part.trim())
  return value === undefined ? { event: metric } : { metric, equals: valueOf(value) }
}

/** A UID as it may be typed (`04:DE:5F…`) or as it stands in the address of a plain mirror. */
export function uidOf(text: string): string {
  const plain = text.replaceAll(/[\s:.-]/g, '').toUpperCase()
  return /^[0-9A-F]*$/.test(plain) ? plain : (captureOfText(text)?.uid ?? text.trim())
}

/** What becomes of the tag; nothing is sent where it stays. */
export function tagOf(draft: CheckpointDraft): { tag?: NewTag | null } {
  const { tag, uid, batch, metaKey, fileKey } = draft
  if (tag === 'keep') return {}
  if (tag === 'none') return { tag: null }
  if (tag === 'uid') return { tag: { type: 'uid', uid: uidOf(uid) } }
  const keys = { metaKey: metaKey.trim(), fileKey: fileKey.trim(), encrypted: true, macInput: 'empty' as const }
  return { tag: { type: 'ntag424', uid: uidOf(uid), ...(tag === 'batch' ? { batch } : keys) } }
}

const limit = (text: string) => (text.trim() === '' ? undefined : Number(text))

function checkOf({ id, name, type, unit, min, max, photo }: CheckDraft): Check {
  const [low, high] = type === 'number' ? [limit(min), limit(max)] : []
  const limits = { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) }
  return { id, name: bothOf(name), type, unit: type === 'number' ? unit.trim() : '', photo, ...limits }
}

const bothOf = (name: Name): Name => {
  const [zh, en] = [name['zh-CN'].trim(), name.en.trim()]
  return { 'zh-CN': zh || en, en: en || zh }
}

/** What the server is told, beside id, site and name. */
export const checkpointOfDraft = (draft: CheckpointDraft) => ({
  zone: draft.zone || null,
  building: draft.building || null,
  key: draft.key,
  twoRoles: draft.twoRoles,
  checks: draft.checks.map(checkOf),
  sensor: draft.sensor ? { device: draft.sensor, sign: signOf(draft.sign), use: draft.use } : null,
  ...tagOf(draft),
})
